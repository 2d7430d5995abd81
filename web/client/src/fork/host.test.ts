// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import type { FullFrame, StepFrame } from "../wire/types";
import { type Columns, createForkHost } from "./host";
import type { ForkEvent, Moment } from "./page";

const full = { kind: "full", entities: { bells: { bell: { slot: 0, swing: 7 } } } } as unknown as FullFrame;
const struck = { kind: "bellStruck", subject: "bell", atMs: 5, body: { hour: 3 } };
const step = { kind: "step", events: [struck], changes: [["bells", "bell", null]] } as unknown as StepFrame;

/** Nothing moves; of what no entity holds one thing was told. */
const STILL: Columns = {
  sample: () => null,
  stood: (table, id, column) => (`${table}/${id}/${column}` === "bells/bell/height" ? 3 : null),
};

function watched() {
  const told: string[] = [];
  const host = createForkHost((text) => told.push(text));
  const moments: Moment[] = [];
  const heard: ForkEvent[] = [];
  host.begin((page) => {
    page.onMoment((moment) => moments.push(moment));
    page.onEvent("bellStruck", (event) => heard.push(event));
  });
  return { host, moments, heard };
}

describe("what a fork's module is given", () => {
  it("is a column as it is replayed, or else as the row has it", () => {
    const { host, moments } = watched();
    host.play({ nowMs: 1, frames: [full] }, {
      ...STILL,
      sample: (table, slot) => (table === "bells" && slot === 0 ? 7.5 : null),
    });
    expect(moments[0]?.column("bells", "bell", "swing")).toBe(7.5);
    host.play({ nowMs: 2, frames: [] }, STILL);
    expect(moments[1]?.column("bells", "bell", "swing")).toBe(7);
    expect(moments[1]?.column("bells", "bell", "height")).toBe(3);
    expect(moments[1]?.column("bells", "nobody", "swing")).toBeNull();
    expect(moments[1]?.ids("bells")).toEqual(["bell"]);
  });

  it("is each event once, before what it changes is gone", () => {
    const { host, moments, heard } = watched();
    host.play({ nowMs: 1, frames: [full] }, STILL);
    host.play({ nowMs: 2, frames: [step] }, STILL);
    expect(heard).toEqual([struck]);
    expect(moments[1]?.entity("bells", "bell")).toBeUndefined();
  });

  it("breaks alone", () => {
    const said = vi.fn();
    vi.stubGlobal("reportError", said);
    const { host, moments } = watched();
    host.begin((page) => page.onMoment(() => {
      throw new Error("a fork's own fault");
    }));
    host.play({ nowMs: 1, frames: [full] }, STILL);
    host.play({ nowMs: 2, frames: [] }, STILL);
    expect(moments).toHaveLength(2);
    expect(said).toHaveBeenCalledTimes(1);
  });
});
