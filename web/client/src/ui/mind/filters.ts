import type { MemoryFilter } from "../../town/minds";
import { MINUTES_PER_DAY, dayNumber } from "../../town/calendar";
import type { Settings } from "../../wire/types";

export const ANYTHING: MemoryFilter = {
  kinds: null,
  about: null,
  leastImportance: 1,
  fromMs: null,
  toMs: null,
  text: "",
};

/** The world time of a day of the town, from its midnight to its last ms; day 1 began before the world did. */
export function spanOfDay(
  { townDayMs, dayStartsAtMinute }: Settings,
  day: number,
): Pick<MemoryFilter, "fromMs" | "toMs"> {
  const beginsMs = (minute: number): number =>
    Math.ceil(((minute - dayStartsAtMinute) * townDayMs) / MINUTES_PER_DAY);
  return {
    fromMs: Math.max(0, beginsMs((day - 1) * MINUTES_PER_DAY)),
    toMs: beginsMs(day * MINUTES_PER_DAY) - 1,
  };
}

const DAYS_OFFERED = 14;

/** The days up to now, newest first. */
export function daysUntil(settings: Settings, nowMs: number): readonly number[] {
  const today = dayNumber(settings, nowMs);
  return Array.from({ length: Math.min(today, DAYS_OFFERED) }, (_, back) => today - back);
}
