import { describe, expect, it } from "vitest";
import type { Message } from "./model";
import { EMPTY_TOWN, type TownState, advanceTown } from "./model";
import { bubblesAt, readingMs } from "./bubbles";

const MESSAGE: Message = {
  conversation: "c:1",
  player: "p:1",
  name: "Cosima",
  text: "I have to see to the bread now.",
  uuid: "m:1",
  emotion: "calm",
  atMs: 10_000,
};

function talking(...messages: readonly Message[]): TownState {
  return { ...EMPTY_TOWN, messages: new Map([["c:1", messages]]) };
}

/** A talk that ends right after its last words. */
function ended(...messages: readonly Message[]): TownState {
  const body = {
    kind: "conversationEnded",
    conversation: "c:1",
    members: ["p:1", "p:2"],
    startedAtMs: 0,
    messageCount: 1,
  } as const;
  return advanceTown(
    talking(...messages),
    [],
    [{ kind: "conversationEnded", number: 9, atMs: 10_360, subject: "c:1", body }],
  );
}

const shown = (state: TownState, nowMs: number, speedPermille = 1_000): readonly string[] =>
  [...bubblesAt(state, nowMs, speedPermille).values()].map(({ text }) => text);

describe("speech", () => {
  it.each([
    ["of a talk under way", talking(MESSAGE)],
    ["of a talk that is over", ended(MESSAGE)],
  ])("%s stays for as long as it takes to read", (_, state) => {
    const untilMs = MESSAGE.atMs + readingMs(MESSAGE.text);
    expect(shown(state, untilMs - 1)).toEqual([MESSAGE.text]);
    expect(shown(state, untilMs + 1)).toEqual([]);
  });

  it("takes as much real time in a town that runs fast", () => {
    const untilMs = MESSAGE.atMs + readingMs(MESSAGE.text) * 64;
    expect(shown(ended(MESSAGE), untilMs - 1, 64_000)).toEqual([MESSAGE.text]);
    expect(shown(ended(MESSAGE), untilMs + 1, 64_000)).toEqual([]);
  });

  it("fades at the end of its time", () => {
    const untilMs = MESSAGE.atMs + readingMs(MESSAGE.text);
    const isLeaving = (nowMs: number): boolean | undefined =>
      bubblesAt(talking(MESSAGE), nowMs, 1_000).get("p:1")?.isLeaving;
    expect(isLeaving(untilMs - 1_000)).toBe(false);
    expect(isLeaving(untilMs - 500)).toBe(true);
  });

  it("of somebody is the newest, whichever talk it belongs to", () => {
    const next = { ...MESSAGE, conversation: "c:2", uuid: "m:2", text: "Hello there!", atMs: 11_000 } as const;
    const state = { ...ended(MESSAGE), messages: new Map([["c:2", [next]]]) } as TownState;
    expect(shown(state, 11_100)).toEqual(["Hello there!"]);
  });

  it("lasts longer the longer it is, and the longest can be read", () => {
    expect(readingMs("x".repeat(500))).toBeGreaterThanOrEqual(30_000);
    expect(readingMs("Hi")).toBeLessThan(3_000);
  });

  it("that was removed is not shown", () => {
    expect(shown(talking({ ...MESSAGE, text: "" }), 10_001)).toEqual([]);
  });

  it("shows the face of a line", () => {
    expect(shown(talking({ ...MESSAGE, emotion: "glad" }), 10_001)).toEqual([`${MESSAGE.text} 😊`]);
  });
});
