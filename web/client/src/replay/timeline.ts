/** The steps that have arrived, by world time: what is due when, and where things were between. */

import { decodeHistory, type RowTracks, valueAt } from "../wire/history";
import type { FullFrame, StepFrame, TableLayout } from "../wire/types";

/** Steps are kept this long in world time after they were shown. */
const KEPT_MS = 1_000;

export type Accepted = "accepted" | "repeated" | "gap";

/** Values of historical columns by table, row and column. */
type Standing = Map<string, Map<string, Map<string, number>>>;

interface Step {
  readonly frame: StepFrame;
  readonly ticks: number;
  readonly tables: ReadonlyMap<string, RowTracks>;
}

/** What becomes of the rows by the end of a step. */
interface Outcome {
  readonly gone: readonly (readonly [table: string, id: string])[];
  readonly values: readonly (readonly [table: string, id: string, column: string, value: number])[];
}

export class Timeline {
  /** As the full frame told them. */
  private layouts: readonly TableLayout[] = [];
  private steps: Step[] = [];
  private due: (FullFrame | StepFrame)[] = [];
  /** Of the steps that are still due. */
  private readonly outcomes = new Map<StepFrame, Outcome>();
  private lastStep: number | null = null;
  /** As of the frames that `advance` gave: what full frames tell and histories change. */
  private standing: Standing = new Map();
  /** Who has which slot of each table, as of the newest step. */
  private owners = new Map<string, Map<number, string>>();

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
    const told = history?.tables ?? new Map<string, RowTracks>();
    const tables = this.withoutNewcomers(frame, told);
    this.steps.push({ frame, ticks: history?.ticks ?? 0, tables });
    this.due.push(frame);
    this.outcomes.set(frame, this.outcomeOf(frame, told));
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
    const given = this.due.splice(0, count);
    for (const frame of given) {
      if (frame.kind === "full") this.standing = standingIn(frame);
      else this.settle(frame);
    }
    return given;
  }

  /** The value of a historical column as of the frames that `advance` gave; null where none was told. */
  stood(table: string, id: string, column: string): number | null {
    return this.standing.get(table)?.get(id)?.get(column) ?? null;
  }

  /**
   * The value of a historical column at a world time. Null means that it did not change in the step
   * around that time: it is as of the frames that `advance` gave up to that time.
   */
  sample(table: string, slot: number, column: string, atMs: number): number | null {
    const step = this.steps.find(({ frame }) => frame.nowMs > atMs);
    if (step === undefined || step.frame.fromMs > atMs) return null;
    const track = step.tables.get(table)?.get(slot)?.get(column);
    if (track === undefined) return null;
    const { fromMs, nowMs } = step.frame;
    return valueAt(track, ((atMs - fromMs) / (nowMs - fromMs)) * step.ticks);
  }

  private outcomeOf(frame: StepFrame, told: ReadonlyMap<string, RowTracks>): Outcome {
    const gone = frame.changes.flatMap(([kind, id, body]): [string, string][] =>
      body === null && this.owners.has(kind) ? [[kind, id]] : [],
    );
    const values: [string, string, string, number][] = [];
    for (const [table, rows] of told) {
      for (const [slot, columns] of rows) {
        const id = this.owners.get(table)?.get(slot);
        if (id === undefined) continue;
        for (const [column, track] of columns) values.push([table, id, column, track.values.at(-1) ?? 0]);
      }
    }
    return { gone, values };
  }

  private settle(frame: StepFrame): void {
    const outcome = this.outcomes.get(frame);
    this.outcomes.delete(frame);
    for (const [table, id] of outcome?.gone ?? []) this.standing.get(table)?.delete(id);
    for (const [table, id, column, value] of outcome?.values ?? []) {
      const rows = entryOf(this.standing, table, () => new Map<string, Map<string, number>>());
      entryOf(rows, id, () => new Map<string, number>()).set(column, value);
    }
  }

  private begin(frame: FullFrame): void {
    this.lastStep = frame.step;
    this.layouts = frame.layouts;
    this.steps = [];
    this.due = [frame];
    this.outcomes.clear();
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

/** Where the histories of the steps after a full frame go on from. */
function standingIn({ columns }: FullFrame): Standing {
  const tables = Object.entries(columns).map(([table, rows]): [string, Map<string, Map<string, number>>] => [
    table,
    new Map(Object.entries(rows).map(([id, row]) => [id, new Map(Object.entries(row))])),
  ]);
  return new Map(tables);
}

function slotOf(body: unknown): number | null {
  if (typeof body !== "object" || body === null || !("slot" in body)) return null;
  return typeof body.slot === "number" ? body.slot : null;
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function forget(owners: Map<number, string>, id: string): void {
  for (const [slot, owner] of owners) {
    if (owner === id) owners.delete(slot);
  }
}
