import { describe, expect, it } from "vitest";
import type { Conversation, MemberStatus, Player } from "../wire/types";
import { type Circumstances, doingOf } from "./doing";

const OTTO: Player = {
  id: "p:1",
  name: "Otto",
  look: "look-01",
  human: false,
  activity: { description: "feeds the ducks", emoji: "🦆", untilMs: 9, place: null },
  destination: { x: 1, y: 1 },
  route: [],
  heading: null,
  conversation: null,
  joinedAtMs: 0,
  lastInputAtMs: 0,
};
const AROUND: Circumstances = {
  conversation: undefined,
  partnerName: "Mira",
  isActive: false,
  goalName: null,
};

function talk(status: MemberStatus): Conversation {
  return {
    id: "c:1",
    creator: "p:2",
    createdAtMs: 0,
    members: { "p:1": { status, sinceMs: 0 }, "p:2": { status, sinceMs: 0 } },
    typing: null,
    messageCount: 0,
    lastMessage: null,
  };
}

describe("doingOf", () => {
  it.each([
    ["participating", "Talking with Mira"],
    ["walkingOver", "Walking over to Mira"],
    ["invited", "Feeds the ducks"],
  ] as const)("of somebody %s in a talk", (status, text) => {
    const around = { ...AROUND, conversation: talk(status), isActive: true };
    expect(doingOf(OTTO, around).text).toBe(text);
  });

  it("is the activity until it is over, then the way", () => {
    expect(doingOf(OTTO, { ...AROUND, isActive: true })).toEqual({
      emoji: "🦆",
      text: "Feeds the ducks",
    });
    expect(doingOf(OTTO, AROUND).text).toBe("Walking");
    expect(doingOf(OTTO, { ...AROUND, goalName: "Plum House" }).text).toBe(
      "On the way to Plum House",
    );
  });

  it("is kind to who does nothing", () => {
    expect(doingOf({ ...OTTO, destination: null }, AROUND).text).toBe("Taking a moment");
  });
});
