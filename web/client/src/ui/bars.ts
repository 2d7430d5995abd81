/** What lies over the stage, so that nothing which is to be read stands under it; and where the bar at its top ends. */

import { type RefObject, useEffect } from "react";
import type { Rect } from "../stage/rects";
import { useTown } from "./hooks";

/** Bars come, go and grow for many reasons; a look now and then costs less than to know them all. */
const LOOK_EVERY_MS = 200;
const BARS = "[data-bar]";
const TOP_BAR = ".topbar";

export function useBars(host: RefObject<HTMLElement | null>): void {
  const { bars } = useTown();
  useEffect(() => {
    const look = (): void => {
      const stage = host.current?.getBoundingClientRect();
      if (stage === undefined || document.hidden) return;
      const found = [...document.querySelectorAll(BARS)].map((bar) => within(stage, bar));
      const bottom = document.querySelector(TOP_BAR)?.getBoundingClientRect().bottom ?? 0;
      document.documentElement.style.setProperty("--bar-bottom", `${Math.round(bottom)}px`);
      if (JSON.stringify(found) !== JSON.stringify(bars.get())) bars.set(found);
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [bars, host]);
}

function within(stage: DOMRect, bar: Element): Rect {
  const { left, top, width, height } = bar.getBoundingClientRect();
  return { left: left - stage.left, top: top - stage.top, width, height };
}
