/** Values that the server is asked for again and again, as long as somebody looks. */

import { useEffect, useState } from "react";

export interface Fresh<Value> {
  /** The last that was read; it stays through failures, so that nothing flickers. */
  readonly value: Value | null;
  /** What the last try failed with, or null. */
  readonly failure: unknown;
}

/** Asks now, then each time so much real time has passed, but not while the page is hidden.
 *  `load` must be the same function as long as it asks for the same; a new `occasion` makes it ask at once. */
export function useFresh<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  everyMs: number,
  occasion: boolean | number | string = "",
): Fresh<Value> {
  const [fresh, setFresh] = useState<Fresh<Value>>({ value: null, failure: null });
  useEffect(
    () =>
      repeat(load, everyMs, {
        onValue: (value) => setFresh({ value, failure: null }),
        onFailure: (error) => setFresh(({ value }) => ({ value, failure: error })),
      }),
    // The occasion is a reason to ask, not a part of the question.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
    [load, everyMs, occasion],
  );
  return fresh;
}

interface Listeners<Value> {
  readonly onValue: (value: Value) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Calls `load` until the answer is called; one call at a time. */
export function repeat<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  everyMs: number,
  { onValue, onFailure }: Listeners<Value>,
): () => void {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    load(abort.signal)
      .then(
        (value) => {
          if (!abort.signal.aborted) onValue(value);
        },
        (error: unknown) => {
          if (!abort.signal.aborted) onFailure(error);
        },
      )
      .finally(wait);
  };
  const wait = (): void => {
    if (!abort.signal.aborted) timer = setTimeout(askIfSeen, everyMs);
  };
  const askIfSeen = (): void => {
    if (!document.hidden) ask();
    else document.addEventListener("visibilitychange", ask, { once: true, signal: abort.signal });
  };
  ask();
  return () => {
    abort.abort();
    clearTimeout(timer);
  };
}
