import { english } from "../texts/english";
import { describe, expect, it } from "vitest";
import { dayNumber, formatMinute, formatMoment, minuteOfDay } from "./calendar";

const CALENDAR = { townDayMs: 2_880_000, dayStartsAtMinute: 360 };

describe("the calendar", () => {
  it("runs a town minute each two seconds, from the minute that the day starts at", () => {
    expect(minuteOfDay(CALENDAR, 0)).toBe(360);
    expect(minuteOfDay(CALENDAR, 2_000)).toBe(361);
    expect(minuteOfDay(CALENDAR, 1_000)).toBe(360.5);
  });

  it("turns the day at midnight", () => {
    const midnightMs = (1440 - 360) * 2_000;
    expect(dayNumber(CALENDAR, midnightMs - 1)).toBe(1);
    expect(dayNumber(CALENDAR, midnightMs)).toBe(2);
    expect(minuteOfDay(CALENDAR, midnightMs)).toBe(0);
  });

  it("writes times as people do", () => {
    expect(formatMinute(425.9)).toBe("7:05");
    expect(formatMinute(0)).toBe("0:00");
    expect(formatMoment(CALENDAR, 2_880_000, english)).toBe("Day 2, 6:00");
  });
});
