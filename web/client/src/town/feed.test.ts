import { describe, expect, it } from "vitest";
import { PLAYER, talk } from "../../tests/samples";
import type { TownEvent } from "../wire/types";
import { feedOf, liveliest } from "./feed";
import { EMPTY_TOWN, advanceTown } from "./model";

const MIRA = { ...PLAYER, id: "p:1", name: "Mira" } as const;
const OTTO = { ...PLAYER, id: "p:2", name: "Otto" } as const;

const people = advanceTown(EMPTY_TOWN, [["players", "p:1", MIRA], ["players", "p:2", OTTO]], []);
const talking = advanceTown(people, [["conversations", "c:1", talk()]], [said("Good day!", 2_000)]);

function said(text: string, atMs: number): TownEvent {
  const body = {
    kind: "message",
    conversation: "c:1",
    player: "p:1",
    name: "Mira",
    text,
    uuid: text,
    emotion: "calm",
  } as const;
  return { kind: "message", number: atMs, atMs, subject: "c:1", body };
}

const END: TownEvent = {
  kind: "conversationEnded",
  number: 9,
  atMs: 5_000,
  subject: "c:1",
  body: { kind: "conversationEnded", conversation: "c:1", members: ["p:1", "p:2"], startedAtMs: 0, messageCount: 1 },
};

const LEFT: TownEvent = {
  kind: "playerLeft",
  number: 10,
  atMs: 6_000,
  subject: "p:2",
  body: { kind: "playerLeft", player: "p:2", name: "Otto" },
};

describe("the feed", () => {
  it("tells of a talk with its newest line, under way and when it is over", () => {
    expect(feedOf(talking)).toMatchObject([{ kind: "talk", isOver: false, line: { text: "Good day!" } }]);
    const over = advanceTown(talking, [["conversations", "c:1", null]], [END]);
    expect(feedOf(over)).toMatchObject([{ kind: "talk", isOver: true, atMs: 5_000, line: { text: "Good day!" } }]);
    expect(feedOf(over)[0]?.who.map(({ name }) => name)).toEqual(["Mira", "Otto"]);
  });

  it("does not take an invitation for a talk", () => {
    const invited = advanceTown(people, [["conversations", "c:1", talk("invited")]], []);
    expect(feedOf(invited)).toEqual([]);
  });

  it("has the newest on top, and who went", () => {
    const gone = advanceTown(talking, [["players", "p:2", null]], [LEFT]);
    expect(feedOf(gone).map(({ kind }) => kind)).toEqual(["went", "talk"]);
    expect(feedOf(gone)[0]?.who).toEqual([{ player: "p:2", name: "Otto" }]);
  });

  it("knows where to look first", () => {
    expect(liveliest(people)).toBeNull();
    expect(["p:1", "p:2"]).toContain(liveliest(talking));
  });
});
