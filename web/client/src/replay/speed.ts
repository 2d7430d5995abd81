/** World milliseconds that pass in a real one, step for step. */

import type { Pace } from "../wire/types";

/** Flat out, weight of the newest step: steps differ, and what is shown must not follow each. */
const NEWEST_WEIGHT = 0.3;
const SLOWEST_FLAT_OUT = 0.25;
/** Steps that come in one burst were not made in no time. */
const SHORTEST_ELAPSED_MS = 30;

/** A world that was on time within this long keeps its pace, however far it lagged in between. */
const LAG_PATIENCE_MS = 2_500;
const ON_TIME_MS = 100;
const SLOWEST_SHARE = 0.1;
const FASTEST_SHARE = 4;

interface Made {
  readonly arrivedMs: number;
  readonly worldMs: number;
  /** World time that would have passed had the world been on time. */
  readonly wantedMs: number;
  readonly onTime: boolean;
}

export class SpeedGauge {
  private behindMs = 0;
  private recent: readonly Made[] = [];
  private flatOut: number | null = null;
  private lastArrivalMs: number | null = null;

  /** Begins anew with a world that lags so far behind its clock. */
  reset(behindMs: number): void {
    this.behindMs = behindMs;
    this.recent = [];
    this.flatOut = null;
    this.lastArrivalMs = null;
  }

  /** The speed at which a step was made, from the pace in force, its world time and its lag at the end. */
  measure(pace: Pace, worldMs: number, behindMs: number, arrivedMs: number): number {
    const elapsedMs = arrivedMs - (this.lastArrivalMs ?? arrivedMs);
    const wantedMs = worldMs + behindMs - this.behindMs;
    this.lastArrivalMs = arrivedMs;
    this.behindMs = behindMs;
    if (pace.flatOut) return this.measureFlatOut(worldMs, elapsedMs);
    this.flatOut = null;
    const speed = pace.speedPermille / 1000;
    const made = { arrivedMs, worldMs, wantedMs, onTime: behindMs / speed < ON_TIME_MS };
    this.recent = [...this.recent, made].filter(
      (step) => arrivedMs - step.arrivedMs < LAG_PATIENCE_MS,
    );
    return speed * this.shareKept();
  }

  private measureFlatOut(worldMs: number, elapsedMs: number): number {
    const speed = Math.max(SLOWEST_FLAT_OUT, worldMs / Math.max(SHORTEST_ELAPSED_MS, elapsedMs));
    this.recent = [];
    this.flatOut =
      this.flatOut === null ? speed : this.flatOut + (speed - this.flatOut) * NEWEST_WEIGHT;
    return this.flatOut;
  }

  /** How a busy machine keeps up with the speed that it was told: 1 when it does. */
  private shareKept(): number {
    if (this.recent.some(({ onTime }) => onTime)) return 1;
    const worldMs = this.recent.reduce((sum, step) => sum + step.worldMs, 0);
    const wantedMs = this.recent.reduce((sum, step) => sum + step.wantedMs, 0);
    if (worldMs <= 0 || wantedMs <= 0) return 1;
    return Math.min(FASTEST_SHARE, Math.max(SLOWEST_SHARE, worldMs / wantedMs));
  }
}
