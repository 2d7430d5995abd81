/** Keeps what is at the foot of the page above a phone's keyboard, which covers the page without making it smaller. */

import { useEffect } from "react";

/** A keyboard is higher than this; bars of the browser that come and go are not. */
const LEAST_KEYBOARD_PIXELS = 80;

export function useKeyboardRoom(): void {
  useEffect(() => {
    const { visualViewport: seen } = globalThis;
    if (seen === null) return undefined;
    const measure = (): void => {
      const covered = Math.round(innerHeight - seen.height - seen.offsetTop);
      const keyboard = covered > LEAST_KEYBOARD_PIXELS && seen.scale === 1 ? covered : 0;
      const { style } = document.documentElement;
      style.setProperty("--keyboard", `${keyboard}px`);
      style.setProperty("--seen-height", `${Math.round(seen.height)}px`);
    };
    measure();
    seen.addEventListener("resize", measure);
    seen.addEventListener("scroll", measure);
    return () => {
      seen.removeEventListener("resize", measure);
      seen.removeEventListener("scroll", measure);
    };
  }, []);
}
