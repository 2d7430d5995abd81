/** A world, a line and a page at 60 frames a second, for tests of the replay. Everything is seeded. */

import { ReplayClock, type ReplayStatus } from "../../src/replay/clock";
import { Timeline } from "../../src/replay/timeline";
import { layoutHash } from "../../src/wire/history";
import { randomStream } from "../random";
import { CLOCK, FULL_FRAME, WALKER, WALKERS_LAYOUT } from "../samples";
import type { Change, Pace, FullFrame, StepFrame, TableLayout, WalkersRow, WorldFrame } from "../../src/wire/types";

export const FRAME_MS = 1000 / 60;
/** The walker's speed in units a world second. */
export const SPEED = 768;
export const SLOT = 4;

const TICK_MS = 1000 / 60;

export interface Delivery {
  readonly frame: FullFrame | StepFrame;
  readonly packed: Uint8Array;
  readonly arrivesMs: number;
}

export interface Line {
  /** Delay of a message sent at a time, before those in front of it are waited for. */
  readonly delayMs: (sentMs: number) => number;
}

export function jittery(seed: number, latencyMs: number, jitterMs: number): Line {
  const random = randomStream(seed);
  return { delayMs: () => latencyMs + random() * jitterMs };
}

export function broken(line: Line, fromMs: number, toMs: number): Line {
  return {
    delayMs: (sentMs) =>
      Math.max(line.delayMs(sentMs), sentMs >= fromMs && sentMs < toMs ? toMs - sentMs : 0),
  };
}

/** A world in which one person walks right for ever, from x = 0 at world time 0. */
export class World {
  readonly deliveries: Delivery[] = [];
  private clock: Pace = CLOCK;
  private step = 0;
  private wallMs = 0;
  private worldMs = 0;
  /** World time before it is cut to a tick. */
  private wantedMs = 0;
  private tick = 0;
  private lagMs = 0;
  private arrivesMs = 0;
  private readonly line: Line;

  constructor(line: Line) {
    this.line = line;
    this.full();
  }

  get nowMs(): number {
    return this.worldMs;
  }

  full(): void {
    const entities = { clock: { "": this.clock }, walkers: { "p:1": this.walker() } };
    const columns = { walkers: { "p:1": { x: this.x(), y: 2048 } } };
    const { step, tick, worldMs: nowMs } = this;
    this.send({ ...FULL_FRAME, step, tick, nowMs, entities, columns }, new Uint8Array());
  }

  /** Lets real time pass and commits what the world did in it, with a new pace at its end. */
  run(wallMs: number, pace?: Partial<Pace>, keptUp = 1): void {
    const [fromMs, fromTick, fromX] = [this.worldMs, this.tick, this.x()];
    const speed = this.clock.paused ? 0 : (this.clock.speedPermille / 1000) * keptUp;
    this.wallMs += wallMs;
    this.wantedMs += wallMs * speed;
    this.tick = Math.floor(this.wantedMs / TICK_MS);
    this.worldMs = Math.floor(this.tick * TICK_MS);
    this.step += 1;
    const changes: Change[] = [["walkers", "p:1", this.walker()]];
    if (pace !== undefined) {
      this.clock = { ...this.clock, ...pace };
      changes.push(["clock", "", this.clock]);
    }
    const { step, tick, worldMs: nowMs } = this;
    const behindMs = this.behind(wallMs, keptUp);
    this.send(
      { kind: "step", step, fromTick, tick, fromMs, nowMs, changes, events: [], behindMs },
      packWalk(fromTick, tick - fromTick, fromX, this.x()),
    );
  }

  /** Steps of the same length until so much real time has passed. */
  runFor(wallMs: number, stepMs: number, keptUp = 1): void {
    for (let passed = 0; passed < wallMs; passed += stepMs) this.run(stepMs, undefined, keptUp);
  }

  private behind(wallMs: number, keptUp: number): number {
    this.lagMs += (wallMs * (1 - keptUp) * this.clock.speedPermille) / 1000;
    return Math.round(this.lagMs);
  }

  private x(): number {
    return Math.floor((this.tick * SPEED) / 60);
  }

  private walker(): WalkersRow {
    return { ...WALKER, slot: SLOT, speed: SPEED };
  }

  private send(frame: FullFrame | StepFrame, packed: Uint8Array): void {
    this.arrivesMs = Math.max(this.arrivesMs, this.wallMs + this.line.delayMs(this.wallMs));
    this.deliveries.push({ frame, packed, arrivesMs: this.arrivesMs });
  }
}

/** What the page showed in one frame. */
export interface Shown {
  readonly timeMs: number;
  readonly worldMs: number;
  readonly x: number;
  readonly status: ReplayStatus;
  readonly due: readonly WorldFrame[];
}

export interface Watching {
  readonly untilMs: number;
  /** Called before each frame is drawn. */
  readonly before?: (clock: ReplayClock, timeMs: number) => void;
  /** From when to when the tab is hidden: the browser draws nothing then. */
  readonly hidden?: readonly [fromMs: number, toMs: number];
}

export function watch(deliveries: readonly Delivery[], options: Watching): readonly Shown[] {
  const clock = new ReplayClock();
  const timeline = new Timeline();
  const shown: Shown[] = [];
  const [hiddenFromMs, hiddenToMs] = options.hidden ?? [Infinity, Infinity];
  let next = 0;
  for (let timeMs = 0; timeMs < options.untilMs; timeMs += FRAME_MS) {
    for (; (deliveries[next]?.arrivesMs ?? Infinity) <= timeMs; next += 1) {
      const delivery = deliveries[next];
      if (delivery === undefined) break;
      if (timeline.accept(delivery.frame, delivery.packed) !== "accepted") continue;
      clock.receive(delivery.frame, delivery.arrivesMs);
    }
    if (timeMs > hiddenFromMs && timeMs < hiddenToMs) continue;
    options.before?.(clock, timeMs);
    const worldMs = clock.advance(timeMs);
    const due = timeline.advance(worldMs);
    const x = timeline.sample("walkers", SLOT, "x", worldMs) ?? timeline.stood("walkers", "p:1", "x") ?? 0;
    shown.push({ timeMs, worldMs, x, status: clock.status(timeMs), due });
  }
  return shown;
}

/** Packed history of one straight walk along x, as docs/CODEC.md has it. */
export function packWalk(firstTick: number, ticks: number, from: number, to: number, slot = SLOT): Uint8Array {
  return packTrack(WALKERS_LAYOUT, firstTick, ticks, from, to, slot);
}

/** The same along the first column of any table. */
export function packTrack(
  layout: TableLayout,
  firstTick: number,
  ticks: number,
  from: number,
  to: number,
  slot = SLOT,
): Uint8Array {
  if (ticks === 0 || from === to) return new Uint8Array();
  const hash = layoutHash(layout);
  const hashed = [0, 8, 16, 24].map((shift) => (hash >>> shift) & 0xff);
  const row = [...varint(slot), 1, ...varint(2 * from), ...varint(ticks), ...varint(2 * (to - from))];
  return Uint8Array.from([1, ...varint(firstTick), ...varint(ticks), 1, ...hashed, 1, ...row]);
}

function varint(number: number): number[] {
  const bytes: number[] = [];
  let rest = number;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return [...bytes, rest];
}
