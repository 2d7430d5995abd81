import { describe, expect, it } from "vitest";
import { ACTIVITY, CLOCK, PLAYER, talk } from "../../tests/samples";
import type { Message, Player } from "../wire/types";
import { EMPTY_TOWN, type TownState, advanceTown } from "./model";
import { type Pose, type SceneParts, sceneOf, wayAhead } from "./scene";
import { UNTURNED_VIEW } from "./view";
import { NOTHING_WRITTEN } from "./writing";

const POSE: Pose = { x: 2 * 1024, y: 3 * 1024, facing: 2, speed: 768 };

function partsOf(state: TownState, nowMs: number): SceneParts {
  return {
    state,
    nowMs,
    poseOf: () => POSE,
    animationMs: 0,
    view: UNTURNED_VIEW,
    self: null,
    map: null,
    writing: NOTHING_WRITTEN,
    signs: { outdoors: [], plate: () => null },
    bars: [],
  };
}

describe("wayAhead", () => {
  it("fills in the tiles between the turns of a route", () => {
    const route = [
      { x: 4, y: 3 },
      { x: 4, y: 5 },
    ];
    expect(wayAhead(POSE, route)).toEqual([
      { x: 3, y: 3 },
      { x: 4, y: 3 },
      { x: 4, y: 4 },
      { x: 4, y: 5 },
    ]);
  });

  it("drops what has been walked since the route was told", () => {
    const route = [
      { x: 1, y: 3 },
      { x: 2, y: 3 },
      { x: 3, y: 3 },
    ];
    expect(wayAhead(POSE, route)).toEqual([{ x: 3, y: 3 }]);
  });

  it("is null at the goal", () => {
    expect(wayAhead(POSE, [])).toBeNull();
    expect(wayAhead(POSE, [{ x: 2, y: 3 }])).toBeNull();
  });
});

describe("sceneOf", () => {
  const mira: Player = { ...PLAYER, activity: ACTIVITY };
  const garden = advanceTown(EMPTY_TOWN, [["players", "p:1", mira], ["clock", "", CLOCK]], []);

  it("gives positions in tiles", () => {
    expect(sceneOf(partsOf(garden, 0)).bodies).toMatchObject([
      { id: "p:1", x: 2, y: 3, facing: 2, speed: 0.75, self: false },
    ]);
  });

  it("shows what somebody does until it is over", () => {
    expect(sceneOf(partsOf(garden, 4_999)).bodies[0]?.emoji).toBe("🌹");
    expect(sceneOf(partsOf(garden, 5_000)).bodies[0]?.emoji).toBeNull();
  });

  it("shows a line for as long as it takes to read at any speed of the world, and no errand beside it", () => {
    const typing = { player: "p:1", sinceMs: 0, message: null } as const;
    const body: Message = {
      kind: "message",
      conversation: "c:1",
      player: "p:1",
      name: "Mira",
      text: "Hello!",
      uuid: "a",
      emotion: "glad",
    };
    const talking = advanceTown(
      garden,
      [["players", "p:1", { ...mira, conversation: "c:1" }], ["conversations", "c:1", { ...talk(), typing }]],
      [{ number: 1, atMs: 1_000, kind: "message", subject: "c:1", body }],
    );
    const fast = advanceTown(talking, [["clock", "", { ...CLOCK, speedPermille: 8_000 }]], []);
    expect(sceneOf(partsOf(talking, 3_800)).bodies).toMatchObject([
      { bubble: { text: "Hello! 😊" }, emoji: null, typing: true },
    ]);
    expect(sceneOf(partsOf(talking, 4_200)).bodies[0]?.bubble).toBeNull();
    expect(sceneOf(partsOf(fast, 23_000)).bodies[0]?.bubble?.text).toBe("Hello! 😊");
  });
});
