import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  decodeHistory,
  type History,
  HistoryError,
  layoutHash,
  valueAt,
} from "../../src/wire/history";
import type { TableLayout } from "../../src/wire/types";
import { randomStream } from "../random";
import { WALKERS_LAYOUT } from "../samples";

interface Golden {
  readonly segment: {
    readonly firstTick: number;
    readonly ticks: number;
    readonly tables: readonly TableLayout[];
  };
  readonly packed: string;
  readonly decoded: Record<
    string,
    Record<string, Record<string, { readonly ticks: number[]; readonly values: number[] }>>
  >;
  readonly samples: readonly {
    readonly table: string;
    readonly slot: number;
    readonly column: string;
    readonly offset: number;
    readonly value: number | null;
  }[];
}

const FOLDER = new URL("../../../../tests/golden/history/", import.meta.url);

const GOLDEN = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file): [string, Golden] => [file, JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"))]);

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function plain({ tables }: History): Golden["decoded"] {
  const entries = [...tables].map(([table, rows]) => [
    table,
    Object.fromEntries(
      [...rows].map(([slot, columns]) => [
        slot,
        Object.fromEntries(
          [...columns].map(([name, { ticks, values }]) => [name, { ticks, values }]),
        ),
      ]),
    ),
  ]);
  return Object.fromEntries(entries);
}

function faultOf(data: Uint8Array, layouts: readonly TableLayout[]): string | null {
  try {
    decodeHistory(data, layouts);
    return null;
  } catch (error) {
    if (error instanceof HistoryError) return error.fault;
    throw error;
  }
}

it("finds the golden files", () => {
  expect(GOLDEN.length).toBeGreaterThan(10);
});

describe.each(GOLDEN)("golden file %s", (_file, golden) => {
  const packed = bytes(golden.packed);
  const layouts = golden.segment.tables;

  it("is read as the tracks it was made from", () => {
    const history = decodeHistory(packed, layouts);
    expect(history.firstTick).toBe(golden.segment.firstTick);
    expect(history.ticks).toBe(golden.segment.ticks);
    expect(plain(history)).toEqual(golden.decoded);
  });

  it("reads at fractions of a tick as in Python", () => {
    const { tables } = decodeHistory(packed, layouts);
    for (const { table, slot, column, offset, value } of golden.samples) {
      const track = tables.get(table)?.get(slot)?.get(column);
      const read = track === undefined ? null : valueAt(track, offset);
      if (value === null) expect(read).toBeNull();
      else expect(read).toBeCloseTo(value, 6);
    }
  });

  it("is truncated wherever it is cut", () => {
    for (let length = 0; length < packed.length; length += 1) {
      expect(faultOf(packed.subarray(0, length), layouts)).toBe("truncated");
    }
  });

  it("with spoilt bytes is read or refused, never anything else", () => {
    const random = randomStream(packed.length);
    for (let round = 0; round < 500; round += 1) {
      const spoilt = packed.slice();
      spoilt[Math.floor(random() * spoilt.length)] = Math.floor(random() * 256);
      spoilt[Math.floor(random() * spoilt.length)] = Math.floor(random() * 256);
      faultOf(spoilt, layouts);
    }
  });
});

describe("decodeHistory", () => {
  const hash = layoutHash(WALKERS_LAYOUT);
  const hashed = [0, 8, 16, 24]
    .map((shift) => ((hash >>> shift) & 0xff).toString(16).padStart(2, "0"))
    .join("");

  it("knows the town's walkers by the hash in the specification", () => {
    expect(hashed).toBe("e298eef2");
  });

  it.each([
    ["another version", "02", "unknownVersion"],
    ["a layout that it does not know", "0105020100000000", "unknownLayout"],
    ["a number without end", "01ffffffffffffffffff", "malformed"],
    ["more ticks than a step can have", "0105ffffffffffff7f", "malformed"],
    ["bytes left over", "01050100ff", "malformed"],
    ["a column that is not there", `01050201${hashed}010010`, "malformed"],
    ["a breakpoint after the end", `01050201${hashed}0100010003`, "malformed"],
    ["a value that passes 2^53", `01050201${hashed}010001feffffffffffff1f0104`, "malformed"],
    ["a slot that passes 2^31", `01050201${hashed}01ffffffff0f0100010200`, "malformed"],
    ["a table twice", `01050202${hashed}00${hashed}00`, "malformed"],
    ["a huge count of rows and nothing else", `01050201${hashed}ffffffff07`, "truncated"],
  ])("refuses %s", (_case, packed, fault) => {
    expect(faultOf(bytes(packed), [WALKERS_LAYOUT])).toBe(fault);
  });

  it("refuses or reads random bytes", () => {
    const random = randomStream(7);
    for (let round = 0; round < 5000; round += 1) {
      const data = Uint8Array.from({ length: random() * 60 }, () => random() * 256);
      data[0] = 1;
      faultOf(data, [WALKERS_LAYOUT]);
    }
  });
});
