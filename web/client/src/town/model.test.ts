import { describe, expect, it } from "vitest";
import type { Change, MessageBody, Player, TownEvent } from "../wire/types";
import { EMPTY_TOWN, advanceTown, partnerIn, townFromFull } from "./model";

function player(id: string, name: string): Player {
  return {
    id,
    name,
    look: "look-01",
    human: false,
    activity: null,
    destination: null,
    route: [],
    heading: null,
    conversation: null,
    joinedAtMs: 0,
    lastInputAtMs: 0,
  };
}

function said(number: number, uuid: string, text = "Hello"): TownEvent {
  const body: MessageBody = {
    conversation: "c:1",
    player: "p:1",
    name: "Mira",
    text,
    uuid,
    emotion: "calm",
  };
  return { number, atMs: number * 100, kind: "message", subject: "c:1", body };
}

function failed(number: number, subject: string): TownEvent {
  const body = { player: subject, operation: "o:1", task: "planDay", reason: "unreachable" };
  return { number, atMs: number, kind: "operationFailed", subject, body };
}

const ENDED: TownEvent = {
  number: 9,
  atMs: 900,
  kind: "conversationEnded",
  subject: "c:1",
  body: { conversation: "c:1", members: ["p:1", "p:2"], startedAtMs: 50, messageCount: 1 },
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
    const member = { status: "participating", sinceMs: 0 } as const;
    const conversation = {
      id: "c:1",
      creator: "p:1",
      createdAtMs: 0,
      members: { "p:1": member, "p:2": member },
      typing: null,
      messageCount: 0,
      lastMessage: null,
    };
    expect(partnerIn(conversation, "p:1")).toBe("p:2");
    expect(partnerIn(conversation, "p:2")).toBe("p:1");
  });
});
