import { describe, expect, it } from "vitest";
import { canBeSeen, characters, folded, wellFormed, wordsWithin } from "./typed";

const FAMILY = "👩🏽‍❤️‍💋‍👨🏽";

describe("what a reader counts", () => {
  it.each<[string, number]>([
    ["", 0],
    ["abc", 3],
    [FAMILY, 1],
    ["कि", 1],
    ["สวัสดี", 4],
    ["🏴󠁧󠁢󠁥󠁮󠁧󠁿!", 2],
  ])("%s is %i characters", (text, count) => {
    expect(characters(text)).toBe(count);
  });

  it("is nothing where nothing can be seen", () => {
    expect(canBeSeen(" \u200b\u3164\ufe0f\n")).toBe(false);
    expect(canBeSeen("\u200ba")).toBe(true);
  });

  it("is no half of a character", () => {
    expect(wellFormed(`a${FAMILY.slice(0, 1)}b`)).toBe("ab");
    expect(wellFormed(FAMILY)).toBe(FAMILY);
  });
});

describe("a line that is seen to grow", () => {
  it.each([
    "The mill stands still.",
    "今日は川のほとりがとても寒いです。",
    "เมื่อเช้านี้ฉันเห็นเรือลำใหม่",
    "आज नदी के किनारे ठंडी हवा है।",
    `Hello ${FAMILY}${FAMILY} you`,
  ])("grows by whole words: %s", (text) => {
    const whole = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)];
    const borders = new Set([0, ...whole.map(({ index, segment }) => index + segment.length)]);
    const seen = new Set<string>();
    for (let length = 0; length <= text.length; length += 1) {
      const written = wordsWithin(text, length);
      expect(text.startsWith(written)).toBe(true);
      expect(written.length).toBeLessThanOrEqual(length);
      expect(borders.has(written.length)).toBe(true);
      seen.add(written);
    }
    expect(seen.size).toBeGreaterThan(3);
    expect(wordsWithin(text, text.length)).toBe(text);
  });
});

it("a search finds a name without the signs on it", () => {
  expect(folded("Zoë ÁBEL")).toBe("zoe abel");
  expect(folded("Ｄｏｖ\u200b")).toBe("dov");
});
