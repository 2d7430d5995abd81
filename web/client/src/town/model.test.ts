import { describe, expect, it } from "vitest";
import { PLAYER, talk } from "../../tests/samples";
import type { Change, Player, PlayerId, TownEvent } from "../wire/types";
import { EMPTY_TOWN, advanceTown, partnerIn, townFromFull } from "./model";

function player(id: PlayerId, name: string): Player {
  return { ...PLAYER, id, name };
}

function said(number: number, uuid: string, text = "Hello"): TownEvent {
  return {
    number,
    atMs: number * 100,
    kind: "message",
    subject: "c:1",
    body: {
      kind: "message",
      conversation: "c:1",
      player: "p:1",
      name: "Mira",
      text,
      uuid,
      emotion: "calm",
    },
  };
}

function failed(number: number, subject: PlayerId): TownEvent {
  const kind = "operationFailed";
  const body = { kind, player: subject, operation: "o:1", task: "planDay", reason: "unreachable" } as const;
  return { number, atMs: number, kind, subject, body };
}

const ENDED: TownEvent = {
  number: 9,
  atMs: 900,
  kind: "conversationEnded",
  subject: "c:1",
  body: {
    kind: "conversationEnded",
    conversation: "c:1",
    members: ["p:1", "p:2"],
    startedAtMs: 50,
    messageCount: 1,
  },
};

const START = townFromFull(EMPTY_TOWN, {
  entities: { players: { "p:1": player("p:1", "Mira"), "p:2": player("p:2", "Otto") } },
  messages: [],
});

describe("advanceTown", () => {
  it("leaves what did not change as it was, so that React need not look", () => {
    const next = advanceTown(START, [["players", "p:1", player("p:1", "Mirabel")]], []);
    expect(next.entities.players.get("p:1")?.name).toBe("Mirabel");
    expect(next.entities.players.get("p:2")).toBe(START.entities.players.get("p:2"));
    expect(next.entities.walkers).toBe(START.entities.walkers);
    expect(next.messages).toBe(START.messages);
    expect(START.entities.players.get("p:1")?.name).toBe("Mira");
  });

  it("is the same value when nothing happened", () => {
    expect(advanceTown(START, [], [])).toBe(START);
  });

  it("removes what is gone and passes over kinds that it does not know", () => {
    const weather = ["weather", "", { rain: true }] as unknown as Change;
    const next = advanceTown(START, [["players", "p:2", null], weather], []);
    expect([...next.entities.players.keys()]).toEqual(["p:1"]);
    expect(next.entities).not.toHaveProperty("weather");
  });

  it("hears each message once, in order", () => {
    const next = advanceTown(START, [], [said(1, "a"), said(2, "b"), said(1, "a")]);
    expect(next.messages.get("c:1")?.map(({ uuid }) => uuid)).toEqual(["a", "b"]);
  });

  it("keeps the last failure of each mind", () => {
    const next = advanceTown(START, [], [failed(1, "p:1"), failed(2, "p:1"), failed(3, "p:2")]);
    expect([...next.failures].map(([id, { number }]) => [id, number])).toEqual([
      ["p:1", 2],
      ["p:2", 3],
    ]);
    expect(townFromFull(next, { entities: {}, messages: [] }).failures).toBe(next.failures);
  });

  it("moves a talk that ends to those before, with names and words", () => {
    const talking = advanceTown(START, [], [said(1, "a", "Good morning")]);
    const next = advanceTown(talking, [["players", "p:2", null]], [ENDED]);
    expect(next.messages.has("c:1")).toBe(false);
    expect(next.ended).toMatchObject([
      {
        conversation: "c:1",
        members: [{ name: "Mira" }, { name: "Otto" }],
        startedAtMs: 50,
        endedAtMs: 900,
        messages: [{ text: "Good morning" }],
      },
    ]);
  });
});

describe("townFromFull", () => {
  it("forgets what is no longer there but keeps the talks that ended", () => {
    const before = advanceTown(START, [], [said(1, "a"), ENDED]);
    const next = townFromFull(before, { entities: {}, messages: [] });
    expect(next.entities.players.size).toBe(0);
    expect(next.ended).toBe(before.ended);
  });
});

describe("partnerIn", () => {
  it("is the other one", () => {
    expect(partnerIn(talk(), "p:1")).toBe("p:2");
    expect(partnerIn(talk(), "p:2")).toBe("p:1");
  });
});
