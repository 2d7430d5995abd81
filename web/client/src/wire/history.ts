/** Reads packed history; docs/CODEC.md specifies the bytes. */

import type { Interpolation, TableLayout } from "./generated/types";

const VERSION = 1;
const MOST_TICKS = 2 ** 31 - 1;
const LONGEST_NUMBER = 8;
/** Numbers of up to this many bytes are exact as a JavaScript number, with sign and all. */
const LONGEST_EXACT_NUMBER = 7;

/** One column of one row through a step. `ticks` counts from the step's start, from 0, and rises. */
export interface Track {
  readonly interpolation: Interpolation;
  readonly ticks: readonly number[];
  readonly values: readonly number[];
}

export type ColumnTracks = ReadonlyMap<string, Track>;
export type RowTracks = ReadonlyMap<number, ColumnTracks>;

/** The tracks of a step by table, slot and column; what is absent did not change. */
export interface History {
  readonly firstTick: number;
  readonly ticks: number;
  readonly tables: ReadonlyMap<string, RowTracks>;
}

export type HistoryFault = "truncated" | "unknownVersion" | "unknownLayout" | "malformed";

/** Packed history that cannot be read; `fault` says which rule it breaks. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
  readonly fault: HistoryFault;

  constructor(fault: HistoryFault, detail: string) {
    super(`${fault}: ${detail}`);
    this.fault = fault;
  }
}

/** Unpacks a step whose tables all have one of these layouts. Throws `HistoryError`, whatever the bytes are. */
export function decodeHistory(data: Uint8Array, layouts: readonly TableLayout[]): History {
  const known = new Map(layouts.map((layout) => [layoutHash(layout), layout]));
  const reader = new Reader(data);
  const version = reader.byte();
  if (version !== VERSION) {
    throw new HistoryError("unknownVersion", `version ${version}; this page knows ${VERSION}`);
  }
  const firstTick = reader.unsigned(Number.MAX_SAFE_INTEGER);
  const ticks = reader.unsigned(MOST_TICKS);
  const tables = new Map<string, RowTracks>();
  for (let left = reader.unsigned(MOST_TICKS); left > 0; left -= 1) {
    const layout = known.get(reader.hash());
    if (layout === undefined) {
      throw new HistoryError("unknownLayout", "a table's columns differ from those known here");
    }
    if (tables.has(layout.name)) {
      throw new HistoryError("malformed", `table ${layout.name} comes twice`);
    }
    tables.set(layout.name, readRows(reader, layout, ticks));
  }
  reader.finish();
  return { firstTick, ticks, tables };
}

/** FNV-1a, 32 bits, of `name;column:interpolation;…` in UTF-8. */
export function layoutHash({ name, columns }: TableLayout): number {
  const parts = [name, ...columns.map((column) => `${column.name}:${column.interpolation}`)];
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(parts.join(";"))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}

/** The value of a track so many ticks, or parts of them, after its step's start. */
export function valueAt({ interpolation, ticks, values }: Track, offset: number): number {
  let after = 1;
  while (after < ticks.length && (ticks[after] ?? 0) <= offset) after += 1;
  const fromTick = ticks[after - 1] ?? 0;
  const fromValue = values[after - 1] ?? 0;
  const toTick = ticks[after];
  if (interpolation === "hold" || toTick === undefined || offset <= fromTick) return fromValue;
  const rise = (values[after] ?? 0) - fromValue;
  return fromValue + (rise * (offset - fromTick)) / (toTick - fromTick);
}

function readRows(reader: Reader, layout: TableLayout, ticks: number): RowTracks {
  const rows = new Map<number, ColumnTracks>();
  let slot = -1;
  for (let left = reader.unsigned(MOST_TICKS); left > 0; left -= 1) {
    slot += 1 + reader.unsigned(MOST_TICKS);
    if (slot > MOST_TICKS) throw new HistoryError("malformed", `slot ${slot} is too large`);
    const mask = reader.unsigned(2 ** layout.columns.length - 1);
    const columns = new Map<string, Track>();
    for (const [index, { name, interpolation }] of layout.columns.entries()) {
      if ((mask >>> index) & 1) columns.set(name, readTrack(reader, interpolation, ticks));
    }
    rows.set(slot, columns);
  }
  return rows;
}

function readTrack(reader: Reader, interpolation: Interpolation, ticks: number): Track {
  let tick = 0;
  let value = reader.valueAfter(0);
  const track = { interpolation, ticks: [tick], values: [value] };
  while (tick < ticks) {
    const elapsed = reader.unsigned(ticks - tick);
    if (elapsed === 0) break;
    tick += elapsed;
    value = reader.valueAfter(value);
    track.ticks.push(tick);
    track.values.push(value);
  }
  return track;
}

/** Walks through packed bytes; every fault is a `HistoryError`. */
class Reader {
  private readonly data: Uint8Array;
  private at = 0;

  constructor(data: Uint8Array) {
    this.data = data;
  }

  byte(): number {
    const byte = this.data[this.at];
    if (byte === undefined) {
      throw new HistoryError("truncated", `the data ends after ${this.at} bytes`);
    }
    this.at += 1;
    return byte;
  }

  hash(): number {
    return (this.byte() | (this.byte() << 8) | (this.byte() << 16) | (this.byte() << 24)) >>> 0;
  }

  unsigned(most: number): number {
    const number = this.varint();
    if (number > most) {
      throw new HistoryError("malformed", `${number} before byte ${this.at} is over ${most}`);
    }
    return number;
  }

  /** The value that differs from `before` by the signed number read. */
  valueAfter(before: number): number {
    const start = this.at;
    const code = this.varint();
    const value =
      this.at - start > LONGEST_EXACT_NUMBER
        ? Number(BigInt(before) + this.bigSigned(start))
        : before + (code % 2 === 0 ? code / 2 : -(code + 1) / 2);
    if (!Number.isSafeInteger(value)) {
      throw new HistoryError("malformed", `the value before byte ${this.at} is 2^53 or more`);
    }
    return value;
  }

  finish(): void {
    const left = this.data.length - this.at;
    if (left > 0) throw new HistoryError("malformed", `${left} bytes are left over`);
  }

  private varint(): number {
    let number = 0;
    for (let index = 0; index < LONGEST_NUMBER; index += 1) {
      const byte = this.byte();
      number += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return number;
    }
    throw new HistoryError("malformed", `the number before byte ${this.at} is too long`);
  }

  /** The signed number that was read from `start` to here, which a JavaScript number may not hold. */
  private bigSigned(start: number): bigint {
    let code = 0n;
    for (const [index, byte] of this.data.subarray(start, this.at).entries()) {
      code |= BigInt(byte & 0x7f) << BigInt(7 * index);
    }
    return code & 1n ? -(code + 1n) / 2n : code / 2n;
  }
}
