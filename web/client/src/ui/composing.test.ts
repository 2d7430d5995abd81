import { describe, expect, it } from "vitest";
import { isSendKey, type TypedKey } from "./composing";

type Told = "compositionstart" | "compositionend" | TypedKey;

function enter(isComposing: boolean, keyCode: number, shiftKey = false): TypedKey {
  return { key: "Enter", shiftKey, isComposing, keyCode };
}

function letter(isComposing: boolean, keyCode: number): TypedKey {
  return { key: "Process", shiftKey: false, isComposing, keyCode };
}

/** What each browser tells of picking a word with Enter, and of Enter once more, which sends. */
const ORDERS: Readonly<Record<string, readonly Told[]>> = {
  Chrome: [letter(false, 229), "compositionstart", letter(true, 229), enter(true, 229), "compositionend", enter(false, 13)],
  Firefox: [letter(false, 229), "compositionstart", letter(true, 229), enter(true, 229), "compositionend", enter(false, 13)],
  "Firefox, as it was": ["compositionstart", letter(true, 229), enter(true, 13), "compositionend", enter(false, 13)],
  Safari: ["compositionstart", letter(true, 229), "compositionend", enter(false, 229), enter(false, 13)],
};

function sentBy(told: readonly Told[]): readonly number[] {
  return told.flatMap((event, index) => (typeof event !== "string" && isSendKey(event) ? [index] : []));
}

describe("Enter", () => {
  it.each(Object.entries(ORDERS))("sends once a word is picked, not with it: %s", (_browser, told) => {
    expect(sentBy(told)).toEqual([told.length - 1]);
  });

  it("with Shift begins a line", () => {
    expect(isSendKey(enter(false, 13, true))).toBe(false);
  });
});
