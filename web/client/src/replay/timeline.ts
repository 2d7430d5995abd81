/** The steps that have arrived, by world time: what is due when, and where things were between. */

import { decodeHistory, type RowTracks, type TableLayout, TOWN_LAYOUTS, valueAt } from "../wire/history";
import type { FullFrame, StepFrame } from "../wire/types";

/** Steps are kept this long in world time after they were shown. */
const KEPT_MS = 1_000;

export type Accepted = "accepted" | "repeated" | "gap";

interface Step {
  readonly frame: StepFrame;
  readonly ticks: number;
  readonly tables: ReadonlyMap<string, RowTracks>;
}

export class Timeline {
  private readonly layouts: readonly TableLayout[];
  private steps: Step[] = [];
  private due: (FullFrame | StepFrame)[] = [];
  private lastStep: number | null = null;
  /** Who has which slot of each table, as of the newest step. */
  private owners = new Map<string, Map<number, string>>();

  constructor(layouts: readonly TableLayout[] = TOWN_LAYOUTS) {
    this.layouts = layouts;
  }

  /**
   * Takes a frame with its packed history. A full frame begins anew and is due at once. After "gap"
   * nothing was taken: steps are missing, ask for them or for a full frame. Throws `HistoryError`, and
   * then has taken nothing either.
   */
  accept(frame: FullFrame | StepFrame, packed: Uint8Array): Accepted {
    if (frame.kind === "full") {
      this.begin(frame);
      return "accepted";
    }
    if (this.lastStep === null || frame.step > this.lastStep + 1) return "gap";
    if (frame.step <= this.lastStep) return "repeated";
    const history = packed.length === 0 ? null : decodeHistory(packed, this.layouts);
    this.lastStep = frame.step;
    const tables = this.withoutNewcomers(frame, history?.tables ?? new Map<string, RowTracks>());
    this.steps.push({ frame, ticks: history?.ticks ?? 0, tables });
    this.due.push(frame);
    return "accepted";
  }

  /** The frames whose changes and events become due by a world time, in order; each is given once. */
  advance(toMs: number): readonly (FullFrame | StepFrame)[] {
    let count = 0;
    for (const frame of this.due) {
      if (frame.kind === "step" && frame.nowMs > toMs) break;
      count += 1;
    }
    this.steps = this.steps.filter(({ frame }) => frame.nowMs > toMs - KEPT_MS);
    return this.due.splice(0, count);
  }

  /**
   * The value of a historical column at a world time. Null means that it did not change in the step
   * around that time: take it from the entity, as of the frames that `advance` gave up to that time.
   */
  sample(table: string, slot: number, column: string, atMs: number): number | null {
    const step = this.steps.find(({ frame }) => frame.nowMs > atMs);
    if (step === undefined || step.frame.fromMs > atMs) return null;
    const track = step.tables.get(table)?.get(slot)?.get(column);
    if (track === undefined) return null;
    const { fromMs, nowMs } = step.frame;
    return valueAt(track, ((atMs - fromMs) / (nowMs - fromMs)) * step.ticks);
  }

  private begin(frame: FullFrame): void {
    this.lastStep = frame.step;
    this.steps = [];
    this.due = [frame];
    this.owners = new Map();
    for (const { name } of this.layouts) {
      const bodies = Object.entries(new Map(Object.entries(frame.entities)).get(name) ?? {});
      const slots = bodies.flatMap(([id, body]): [number, string][] => {
        const slot = slotOf(body);
        return slot === null ? [] : [[slot, id]];
      });
      this.owners.set(name, new Map(slots));
    }
  }

  /**
   * Tracks less those of rows that were born in this step. Until the step's end their slot still shows
   * whoever had it before, and nobody should be drawn where another one stands.
   */
  private withoutNewcomers(
    frame: StepFrame,
    tables: ReadonlyMap<string, RowTracks>,
  ): ReadonlyMap<string, RowTracks> {
    const kept = new Map([...tables].map(([name, rows]) => [name, new Map(rows)]));
    for (const [kind, id, body] of frame.changes) {
      const owners = this.owners.get(kind);
      if (owners === undefined) continue;
      const slot = slotOf(body);
      if (slot === null) forget(owners, id);
      else if (owners.get(slot) !== id) {
        owners.set(slot, id);
        kept.get(kind)?.delete(slot);
      }
    }
    return kept;
  }
}

function slotOf(body: unknown): number | null {
  if (typeof body !== "object" || body === null || !("slot" in body)) return null;
  return typeof body.slot === "number" ? body.slot : null;
}

function forget(owners: Map<number, string>, id: string): void {
  for (const [slot, owner] of owners) {
    if (owner === id) owners.delete(slot);
  }
}
