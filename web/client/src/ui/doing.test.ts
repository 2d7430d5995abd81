import { describe, expect, it } from "vitest";
import { ACTIVITY, PLAYER, talk } from "../../tests/samples";
import { english } from "../texts/english";
import type { Player } from "../wire/types";
import { type Circumstances, doingOf } from "./doing";

const OTTO: Player = {
  ...PLAYER,
  activity: { ...ACTIVITY, description: "feeds the ducks", emoji: "🦆" },
  destination: { x: 1, y: 1 },
};
const AROUND: Circumstances = {
  conversation: undefined,
  partnerName: "Mira",
  isActive: false,
  goalName: null,
  words: english.doing,
};

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
