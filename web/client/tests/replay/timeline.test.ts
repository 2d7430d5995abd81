import { describe, expect, it } from "vitest";
import { Timeline } from "../../src/replay/timeline";
import { HistoryError } from "../../src/wire/history";
import type { Change, FullFrame, StepFrame, TableLayout, WalkersRow } from "../../src/wire/types";
import { FULL_FRAME, STEP_FRAME, WALKER } from "../samples";
import { packTrack, packWalk } from "./simulation";

const NOTHING = new Uint8Array();

function walker(slot: number): WalkersRow {
  return { ...WALKER, slot };
}

function full(number: number, nowMs: number, walkers: Record<string, WalkersRow>): FullFrame {
  const tick = Math.round(nowMs * 0.06);
  const columns = { walkers: Object.fromEntries(Object.keys(walkers).map((id) => [id, { x: 100, y: 0 }])) };
  return { ...FULL_FRAME, step: number, tick, nowMs, entities: { walkers }, columns };
}

function step(number: number, fromMs: number, nowMs: number, changes: readonly Change[] = []): StepFrame {
  const [fromTick, tick] = [Math.round(fromMs * 0.06), Math.round(nowMs * 0.06)];
  return { ...STEP_FRAME, step: number, fromTick, tick, fromMs, nowMs, changes };
}

/** After the full frame 5 at 1,000 ms, with p:1 in slot 4. */
function begun(): Timeline {
  const timeline = new Timeline();
  timeline.accept(full(5, 1000, { "p:1": walker(4) }), NOTHING);
  return timeline;
}

describe("accept", () => {
  it("takes steps in order, each once", () => {
    const timeline = begun();
    expect(timeline.accept(step(6, 1000, 2000), NOTHING)).toBe("accepted");
    expect(timeline.accept(step(6, 1000, 2000), NOTHING)).toBe("repeated");
    expect(timeline.accept(step(5, 0, 1000), NOTHING)).toBe("repeated");
    expect(timeline.accept(step(8, 3000, 4000), NOTHING)).toBe("gap");
    expect(timeline.accept(step(7, 2000, 3000), NOTHING)).toBe("accepted");
    expect(timeline.advance(9000).map((frame) => frame.step)).toEqual([5, 6, 7]);
  });

  it("waits for a full frame", () => {
    expect(new Timeline().accept(step(1, 0, 1000), NOTHING)).toBe("gap");
  });

  it("takes nothing of a step whose history cannot be read", () => {
    const timeline = begun();
    expect(() => timeline.accept(step(6, 1000, 2000), Uint8Array.of(1, 2))).toThrow(HistoryError);
    expect(timeline.accept(step(6, 1000, 2000), NOTHING)).toBe("accepted");
  });

  it("begins anew with a full frame, whatever was still to be shown", () => {
    const timeline = begun();
    timeline.accept(step(6, 1000, 2000), packWalk(60, 60, 0, 768));
    timeline.accept(full(90, 90_000, { "p:1": walker(4) }), NOTHING);
    expect(timeline.advance(0).map((frame) => frame.step)).toEqual([90]);
    expect(timeline.sample("walkers", 4, "x", 1500)).toBeNull();
    expect(timeline.accept(step(91, 90_000, 91_000), NOTHING)).toBe("accepted");
  });
});

describe("advance", () => {
  it("gives a step when its end is reached", () => {
    const timeline = begun();
    timeline.accept(step(6, 1000, 2000), NOTHING);
    timeline.accept(step(7, 2000, 2000), NOTHING);
    timeline.accept(step(8, 2000, 2500), NOTHING);
    expect(timeline.advance(1999.9).map((frame) => frame.step)).toEqual([5]);
    expect(timeline.advance(2000).map((frame) => frame.step)).toEqual([6, 7]);
    expect(timeline.advance(2000)).toEqual([]);
    expect(timeline.advance(2500).map((frame) => frame.step)).toEqual([8]);
  });

  it("forgets what was shown long ago", () => {
    const timeline = begun();
    timeline.accept(step(6, 1000, 2000), packWalk(60, 60, 0, 768));
    timeline.advance(2900);
    expect(timeline.sample("walkers", 4, "x", 1500)).toBeCloseTo(384);
    timeline.advance(3100);
    expect(timeline.sample("walkers", 4, "x", 1500)).toBeNull();
  });
});

describe("sample", () => {
  const timeline = begun();
  timeline.accept(step(6, 1000, 2000), packWalk(60, 60, 0, 768));
  timeline.accept(step(7, 2000, 2000), NOTHING);
  timeline.accept(step(8, 2000, 2500), packWalk(120, 30, 768, 1152));
  timeline.accept(step(9, 2500, 3500), NOTHING);

  it("is continuous from step to step", () => {
    expect(timeline.sample("walkers", 4, "x", 1000)).toBe(0);
    expect(timeline.sample("walkers", 4, "x", 1999)).toBeCloseTo(767.232);
    expect(timeline.sample("walkers", 4, "x", 2000)).toBe(768);
    expect(timeline.sample("walkers", 4, "x", 2250)).toBeCloseTo(960);
  });

  it("says nothing of what did not change or is not there", () => {
    expect(timeline.sample("walkers", 4, "y", 1500)).toBeNull();
    expect(timeline.sample("walkers", 5, "x", 1500)).toBeNull();
    expect(timeline.sample("birds", 4, "x", 1500)).toBeNull();
    expect(timeline.sample("walkers", 4, "x", 2500)).toBeNull();
    expect(timeline.sample("walkers", 4, "x", 500)).toBeNull();
    expect(timeline.sample("walkers", 4, "x", 4000)).toBeNull();
  });
});

describe("a column that only a fork has", () => {
  const heights: TableLayout = { name: "balloons", columns: [{ name: "height", interpolation: "linear" }] };

  it("replays by the layout that the full frame tells", () => {
    const timeline = new Timeline();
    timeline.accept({ ...full(5, 1000, {}), layouts: [...FULL_FRAME.layouts, heights] }, NOTHING);
    timeline.accept(step(6, 1000, 2000), packTrack(heights, 60, 60, 0, 768));
    expect(timeline.sample("balloons", 4, "height", 1500)).toBeCloseTo(384);
  });

  it("cannot be read by a layout that was not told", () => {
    const timeline = begun();
    expect(() => timeline.accept(step(6, 1000, 2000), packTrack(heights, 60, 60, 0, 768))).toThrow(HistoryError);
  });
});

describe("where things stood", () => {
  it("is as a full frame tells it, then as the steps that were shown left it", () => {
    const timeline = begun();
    expect(timeline.stood("walkers", "p:1", "x")).toBeNull();
    timeline.accept(step(6, 1000, 2000), packWalk(60, 60, 100, 768));
    timeline.advance(1999);
    expect(timeline.stood("walkers", "p:1", "x")).toBe(100);
    timeline.advance(2000);
    expect(timeline.stood("walkers", "p:1", "x")).toBe(768);
    timeline.accept(step(7, 2000, 3000), NOTHING);
    timeline.advance(3000);
    expect(timeline.stood("walkers", "p:1", "x")).toBe(768);
    expect(timeline.stood("walkers", "p:1", "y")).toBe(0);
  });

  it("follows the row, not its slot", () => {
    const timeline = begun();
    const handover: Change[] = [
      ["walkers", "p:2", walker(4)],
      ["walkers", "p:1", null],
    ];
    timeline.accept(step(6, 1000, 2000, handover), packWalk(60, 60, 8000, 9000));
    timeline.advance(1999);
    expect(timeline.stood("walkers", "p:1", "x")).toBe(100);
    expect(timeline.stood("walkers", "p:2", "x")).toBeNull();
    timeline.advance(2000);
    expect(timeline.stood("walkers", "p:1", "x")).toBeNull();
    expect(timeline.stood("walkers", "p:2", "x")).toBe(9000);
  });
});

describe("a slot that changes hands", () => {
  it("does not lend the newcomer's way to who leaves", () => {
    const timeline = begun();
    const handover: Change[] = [
      ["walkers", "p:2", walker(4)],
      ["walkers", "p:1", null],
    ];
    timeline.accept(step(6, 1000, 2000, handover), packWalk(60, 60, 8000, 9000));
    timeline.accept(step(7, 2000, 3000, [["walkers", "p:2", walker(4)]]), packWalk(120, 60, 9000, 9768));
    expect(timeline.sample("walkers", 4, "x", 1500)).toBeNull();
    expect(timeline.sample("walkers", 4, "x", 2500)).toBeCloseTo(9384);
  });

  it("is nobody's between a leaving and a coming", () => {
    const timeline = begun();
    timeline.accept(step(6, 1000, 2000, [["walkers", "p:1", null]]), NOTHING);
    timeline.accept(step(7, 2000, 3000, [["walkers", "p:1", walker(4)]]), packWalk(120, 60, 0, 768));
    timeline.accept(step(8, 3000, 4000), packWalk(180, 60, 768, 1536));
    expect(timeline.sample("walkers", 4, "x", 2500)).toBeNull();
    expect(timeline.sample("walkers", 4, "x", 3500)).toBeCloseTo(1152);
  });
});
