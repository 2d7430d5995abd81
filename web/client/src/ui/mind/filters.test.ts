import { describe, expect, it } from "vitest";
import { SETTINGS } from "../../../tests/samples";
import { dayNumber } from "../../town/calendar";
import { daysUntil, spanOfDay } from "./filters";

describe("the days of a stream", () => {
  it("follow each other without a gap, and each ms is of its own day", () => {
    const spans = [1, 2, 3].map((day) => spanOfDay(SETTINGS, day));
    expect(spans[0]?.fromMs).toBe(0);
    for (const [index, { fromMs, toMs }] of spans.entries()) {
      expect(dayNumber(SETTINGS, fromMs ?? -1)).toBe(index + 1);
      expect(dayNumber(SETTINGS, toMs ?? -1)).toBe(index + 1);
      if (index > 0) expect(fromMs).toBe((spans[index - 1]?.toMs ?? -1) + 1);
    }
  });

  it("are offered newest first, and not for ever", () => {
    expect(daysUntil(SETTINGS, 0)).toEqual([1]);
    expect(daysUntil(SETTINGS, 2 * 2_880_000)).toEqual([3, 2, 1]);
    expect(daysUntil(SETTINGS, 100 * 2_880_000)).toHaveLength(14);
  });
});
