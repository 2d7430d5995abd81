import { describe, expect, it } from "vitest";
import type { Api } from "./http";
import type { WorldKeys } from "./keys";
import { EMPTY_TOWN, type TownState, townFromFull } from "./model";
import { createNotices } from "./notices";
import { createPresence } from "./presence";
import { createStore } from "./store";
import { UNTURNED_VIEW } from "./view";
import { createVisitor } from "./visitor";

const ADA = { id: "p:9", key: "secret" } as const;

function townWith(...ids: string[]): TownState {
  const settings = { townDayMs: 1, dayStartsAtMinute: 0 };
  const players = Object.fromEntries(ids.map((id) => [id, { id, name: id }]));
  const entities = { settings: { "": settings }, players } as never;
  return townFromFull(EMPTY_TOWN, { entities, messages: [] });
}

function setUp(player: WorldKeys["player"]) {
  const state = createStore(EMPTY_TOWN);
  const keys = createStore<WorldKeys>({ owner: null, player });
  const view = createStore(UNTURNED_VIEW);
  const notices = createNotices();
  const visitor = createVisitor({
    worldId: "home",
    api: {} as Api,
    keys,
    view,
    notices,
    onAnswered: () => undefined,
  });
  return { state, keys, view, notices, watch: createPresence({ state, keys, view, notices, visitor }) };
}

describe("createPresence", () => {
  it("follows the own player when it comes", () => {
    const { state, view, watch } = setUp(ADA);
    state.set(townWith("p:1", "p:9"));
    watch(0);
    expect(view.get().following).toBe("p:9");
  });

  it("gives who has just joined the time to appear, also after a long wait for the town", () => {
    const { state, keys, watch } = setUp(ADA);
    watch(0);
    watch(60_000);
    state.set(townWith("p:1"));
    watch(60_250);
    expect(keys.get().player).toEqual(ADA);
    watch(71_000);
    expect(keys.get().player).toBeNull();
  });

  it("says so at once when the player has gone", () => {
    const { state, keys, notices, watch } = setUp(ADA);
    state.set(townWith("p:9"));
    watch(0);
    state.set(townWith("p:1"));
    watch(250);
    expect(keys.get().player).toBeNull();
    expect(notices.store.get()).toHaveLength(1);
  });
});
