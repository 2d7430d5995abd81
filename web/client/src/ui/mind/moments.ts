/** Moments of world time in the town's own words. */

import { useTexts } from "../../texts/useTexts";
import { dayNumber, formatMinute, formatMoment, minuteOfDay } from "../../town/calendar";
import { usePart, useTown, useTownPart } from "../hooks";

/** Tells a moment of world time: `9:14` today, `Day 1, 9:14` on other days. */
export function useMoment(): (atMs: number) => string {
  const texts = useTexts();
  const settings = useTownPart(({ entities }) => entities.settings.get(""));
  const today = usePart(useTown().instant, ({ day }) => day);
  return (atMs) => {
    if (settings === undefined) return "";
    return dayNumber(settings, atMs) === today
      ? formatMinute(minuteOfDay(settings, atMs))
      : formatMoment(settings, atMs, texts);
  };
}
