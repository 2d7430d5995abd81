import type { Texts } from "../texts/english";
import type { Settings } from "../wire/types";

export const MINUTES_PER_DAY = 1440;

type Calendar = Pick<Settings, "townDayMs" | "dayStartsAtMinute">;

/** Minutes since the midnight before the world began, fractional. */
function townMinutes(calendar: Calendar, nowMs: number): number {
  return calendar.dayStartsAtMinute + (nowMs * MINUTES_PER_DAY) / calendar.townDayMs;
}

/** 0 to 1440, fractional. */
export function minuteOfDay(calendar: Calendar, nowMs: number): number {
  const minutes = townMinutes(calendar, nowMs) % MINUTES_PER_DAY;
  return minutes < 0 ? minutes + MINUTES_PER_DAY : minutes;
}

/** The first day is day 1. */
export function dayNumber(calendar: Calendar, nowMs: number): number {
  return Math.floor(townMinutes(calendar, nowMs) / MINUTES_PER_DAY) + 1;
}

/** `7:05` for minute 425. */
export function formatMinute(minute: number): string {
  const whole = Math.floor(minute) % MINUTES_PER_DAY;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** `Day 2, 7:05`, in the words of a language. */
export function formatMoment(calendar: Calendar, atMs: number, { momentOf }: Pick<Texts, "momentOf">): string {
  return momentOf(dayNumber(calendar, atMs), formatMinute(minuteOfDay(calendar, atMs)));
}
