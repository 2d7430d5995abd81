/** How far behind the arrival of steps the page must stay to play them without a stop. */

/** A step that came. Times are of the page's own clock, lengths are play time. */
export interface Arrival {
  readonly arrivedMs: number;
  /** Time of arrival less the play time at the step's end: the same for each step on an even line. */
  readonly offsetMs: number;
  readonly lengthMs: number;
}

export interface Plan {
  /** Show the play time of this long ago. */
  readonly behindMs: number;
  /** The offset of the step that came with the least delay. */
  readonly earliestOffsetMs: number;
}

/** What came longer ago says nothing of the line any more. */
const LINE_REMEMBERED_MS = 30_000;
/** Steps grow and shrink with what happens in the world, faster than a line changes. */
const LENGTH_REMEMBERED_MS = 15_000;
/** Covers the braking distance of the clock. */
const RESERVE_MS = 70;
/** Of the lateness seen so far: a little more is still to be expected. */
const LATENESS_RESERVE = 0.1;
/**
 * A silence so much longer than the step it brings is an outage: to be caught up with, not to be
 * waited for from then on.
 */
const OUTAGE_MS = 1_500;
/** A quiet world's step, until steps have been seen. */
const USUAL_STEP_MS = 1_000;

/** The arrivals to remember once another has come; never none. */
export function recentArrivals(arrivals: readonly Arrival[], next: Arrival): readonly Arrival[] {
  const first: Arrival = arrivals[0] ?? { ...next, lengthMs: Math.max(next.lengthMs, USUAL_STEP_MS) };
  const known = arrivals.length === 0 ? [first] : arrivals;
  const recent = known.filter(({ arrivedMs }) => next.arrivedMs - arrivedMs < LINE_REMEMBERED_MS);
  return [...recent, next];
}

export function latestPlan(arrivals: readonly Arrival[]): Plan | null {
  if (arrivals.length === 0) return null;
  const earliestOffsetMs = Math.min(...arrivals.map(({ offsetMs }) => offsetMs));
  let latestOffsetMs = earliestOffsetMs;
  for (const [index, arrival] of arrivals.entries()) {
    if (isTelling(arrival, arrivals[index - 1])) {
      latestOffsetMs = Math.max(latestOffsetMs, arrival.offsetMs);
    }
  }
  const reserveMs = RESERVE_MS + LATENESS_RESERVE * (latestOffsetMs - earliestOffsetMs);
  return { behindMs: latestOffsetMs + longestRecentStepMs(arrivals) + reserveMs, earliestOffsetMs };
}

function longestRecentStepMs(arrivals: readonly Arrival[]): number {
  const sinceMs = (arrivals.at(-1)?.arrivedMs ?? 0) - LENGTH_REMEMBERED_MS;
  const recent = arrivals.filter(({ arrivedMs }) => arrivedMs >= sinceMs);
  return Math.max(...recent.map(({ lengthMs }) => lengthMs));
}

/**
 * Whether a step's lateness says what to expect of the line. It does not after an outage, nor when the
 * step came on the heels of another: what held that up held this up too, and counts once.
 */
function isTelling(arrival: Arrival, before: Arrival | undefined): boolean {
  if (before === undefined) return true;
  const silenceMs = arrival.arrivedMs - before.arrivedMs;
  return silenceMs >= arrival.lengthMs / 2 && silenceMs - arrival.lengthMs <= OUTAGE_MS;
}
