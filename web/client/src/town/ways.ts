/** By which way the page reaches its town: a WebSocket, or server-sent events where none passes. */

export type Way = "socket" | "events";

/** Lines in a row that end before anything came, from which a way is held for closed. */
const MOST_FRUITLESS = 2;

export interface Ways {
  readonly way: Way;
  /** Lines in a row of this way by which nothing came. */
  readonly fruitless: number;
  /** Events do not come through at once: something holds them back. */
  readonly held: boolean;
}

export const FIRST_WAY: Ways = { way: "socket", fruitless: 0, held: false };

/** A message has come. */
export function proven(ways: Ways): Ways {
  return ways.fruitless === 0 && !ways.held ? ways : { ...ways, fruitless: 0, held: false };
}

/** A line was lost; `opened` if it stood, `heard` if any message came by it. */
export function afterLoss(ways: Ways, { opened, heard }: { readonly opened: boolean; readonly heard: boolean }): Ways {
  if (heard) return ways;
  const fruitless = ways.fruitless + 1;
  if (fruitless < MOST_FRUITLESS) return { ...ways, fruitless };
  // A server that is away lets nothing pass either way, so the ways take turns until one is proven.
  return ways.way === "socket"
    ? { way: "events", fruitless: 0, held: ways.held }
    : { way: "socket", fruitless: 0, held: opened };
}
