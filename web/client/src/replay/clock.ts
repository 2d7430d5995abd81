/**
 * Which moment of the world the page shows.
 *
 * Steps arrive whole and unevenly; the page shows the world a little in the past so that it always
 * has something to play. Everything is reckoned in *play time*: the milliseconds that the world takes
 * to get somewhere at its own speed, with pauses left out. In it every world moves at 1 ms a ms, and
 * a step that comes when its last moment has just passed in the world arrives at a constant offset.
 *
 *     shown = time - latest offset - longest step - reserve
 *
 * is then the play time at which even the latest of recent steps came before it was needed. The clock
 * follows that by playing slightly faster or slower, and slows to a stop where what it has ends.
 */

import type { Pace, FullFrame, StepFrame, WorldFrame } from "../wire/types";
import { latestPlan, type Arrival, type Plan, recentArrivals } from "./plan";
import { PlayMap } from "./playMap";
import { SpeedGauge } from "./speed";

/** The world's own speed is 1. */
const SLOWEST_RATE = 0.85;
const FASTEST_RATE = 1.25;
/** While a visitor waits to see what their own input did. */
const HASTE_RATE = 1.6;
/** A deviation from the plan is made up over about this time, within the rates above. */
const CORRECTION_MS = 2_000;
/** The rate follows what is wanted of it with this time constant. */
const EASING_MS = 150;
/** Within this of the end of what has arrived the clock brakes. */
const BRAKING_MS = 60;
/** Closer than this to the end it is there. */
const ARRIVED_MS = 0.5;
/** Further behind than this the clock jumps, for at the fastest rate it would take half a minute. */
const JUMP_MS = 6_000;
/** Nobody saw the page for so long a time between two calls, so a jump is not seen either. */
const UNSEEN_MS = 1_000;
/** The frame of an input comes within this of the answer to it. */
const HASTE_GRACE_MS = 200;

export type ReplayPhase = "waiting" | "playing" | "paused" | "stalled";

export interface ReplayStatus {
  readonly phase: ReplayPhase;
  /** Speed of what is shown; 1 is the world's own. */
  readonly rate: number;
  /** Real time from something happening in the world, as far as the page knows, to its being shown. */
  readonly delayMs: number;
  /** Play time that has arrived and is still to be shown. */
  readonly bufferMs: number;
}

const RUNNING: Pace = {
  paused: false,
  resting: false,
  speedPermille: 1000,
  flatOut: false,
  stepUntilTick: 0,
};

export class ReplayClock {
  private pace = RUNNING;
  private readonly gauge = new SpeedGauge();
  private map: PlayMap | null = null;
  private arrivals: readonly Arrival[] = [];
  private plan: Plan | null = null;
  private shownPlayMs = 0;
  private rate = 0;
  private lastTimeMs: number | null = null;
  private hasteAskedMs = Number.NEGATIVE_INFINITY;
  private hasteUntilPlayMs = Number.NEGATIVE_INFINITY;

  /** Takes note of a frame, full or next in order, that came at a time of the page's own clock. */
  receive(frame: WorldFrame, arrivedMs: number): void {
    if (frame.kind === "full") this.restart(frame);
    else if (frame.kind === "step") this.extend(frame, arrivedMs);
  }

  /**
   * Moves to a later time of the page's own clock. Returns the world time to show, which never falls
   * but at a full frame.
   */
  advance(timeMs: number): number {
    const elapsedMs = Math.max(0, timeMs - (this.lastTimeMs ?? timeMs));
    this.lastTimeMs = timeMs;
    if (this.map === null) return 0;
    const headMs = this.map.headPlayMs;
    const targetMs = this.targetPlayMs(timeMs);
    if (elapsedMs > UNSEEN_MS || targetMs - this.shownPlayMs > JUMP_MS) {
      this.shownPlayMs = Math.max(this.shownPlayMs, Math.min(targetMs, headMs));
      this.rate = 1;
    } else {
      this.play(elapsedMs, targetMs, headMs);
    }
    return this.map.worldAt(this.shownPlayMs);
  }

  /**
   * Asks that what has come by now, or comes in the next instant, be shown soon: call it when one's
   * own input is answered.
   */
  hasten(timeMs: number): void {
    this.hasteAskedMs = timeMs;
    this.hasteUntilPlayMs = this.map?.headPlayMs ?? 0;
  }

  /** The world's pace as of the newest frame, which what is shown may not have reached. */
  get newestPace(): Pace {
    return this.pace;
  }

  status(timeMs: number): ReplayStatus {
    const bufferMs = (this.map?.headPlayMs ?? 0) - this.shownPlayMs;
    const delayMs = this.plan === null ? 0 : timeMs - this.plan.earliestOffsetMs - this.shownPlayMs;
    return { phase: this.phase(bufferMs), rate: this.rate, delayMs, bufferMs };
  }

  private phase(bufferMs: number): ReplayPhase {
    if (this.map === null) return "waiting";
    if (bufferMs > ARRIVED_MS) return "playing";
    if (this.pace.paused) return "paused";
    return this.plan === null ? "waiting" : "stalled";
  }

  private restart(frame: FullFrame): void {
    this.pace = frame.entities.clock?.[""] ?? RUNNING;
    this.gauge.reset(frame.behindMs);
    this.map = new PlayMap(frame.nowMs);
    this.arrivals = [];
    this.plan = null;
    this.shownPlayMs = 0;
    this.rate = 0;
    this.hasteUntilPlayMs = Number.NEGATIVE_INFINITY;
  }

  private extend(frame: StepFrame, arrivedMs: number): void {
    const { map } = this;
    if (map === null) return;
    const worldMs = Math.max(0, frame.nowMs - map.headWorldMs);
    const speed = this.gauge.measure(this.pace, worldMs, frame.behindMs, arrivedMs);
    const lengthMs = worldMs / speed;
    map.extend(frame.nowMs, lengthMs);
    if (arrivedMs - this.hasteAskedMs <= HASTE_GRACE_MS) this.hasteUntilPlayMs = map.headPlayMs;
    const offsetMs = arrivedMs - map.headPlayMs;
    if (this.pace.paused) this.arrivals = rebased(this.arrivals, this.plan, offsetMs);
    else this.arrivals = recentArrivals(this.arrivals, { arrivedMs, offsetMs, lengthMs });
    this.plan = latestPlan(this.arrivals);
    this.pace = paceAfter(frame, this.pace);
  }

  private targetPlayMs(timeMs: number): number {
    const headMs = this.map?.headPlayMs ?? 0;
    if (this.pace.paused) return headMs;
    return this.plan === null ? this.shownPlayMs : timeMs - this.plan.behindMs;
  }

  private play(elapsedMs: number, targetMs: number, headMs: number): void {
    const wanted = this.wantedRate(targetMs);
    this.rate += (wanted - this.rate) * (1 - Math.exp(-elapsedMs / EASING_MS));
    const leftMs = headMs - this.shownPlayMs;
    this.rate = Math.min(this.rate, leftMs / BRAKING_MS);
    this.shownPlayMs += Math.min(leftMs, this.rate * elapsedMs);
    if (headMs - this.shownPlayMs < ARRIVED_MS) this.shownPlayMs = headMs;
  }

  private wantedRate(targetMs: number): number {
    if (this.pace.paused) return 1;
    if (this.shownPlayMs < this.hasteUntilPlayMs) return HASTE_RATE;
    const correction = 1 + (targetMs - this.shownPlayMs) / CORRECTION_MS;
    return Math.min(FASTEST_RATE, Math.max(SLOWEST_RATE, correction));
  }
}

function paceAfter(frame: StepFrame, before: Pace): Pace {
  let pace = before;
  for (const [kind, , body] of frame.changes) {
    if (kind === "clock" && body !== null) pace = body;
  }
  return pace;
}

/** What was learnt of the line before a pause, as if the pause had not been. */
function rebased(arrivals: readonly Arrival[], plan: Plan | null, offsetMs: number): readonly Arrival[] {
  if (plan === null) return arrivals;
  const shiftMs = offsetMs - plan.earliestOffsetMs;
  return arrivals.map((arrival) => ({
    arrivedMs: arrival.arrivedMs + shiftMs,
    offsetMs: arrival.offsetMs + shiftMs,
    lengthMs: arrival.lengthMs,
  }));
}
