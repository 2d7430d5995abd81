import { describe, expect, it } from "vitest";
import { type Gait, gaitFrame, standingAt, stepGait } from "./gait";

function walk(frames: number, tilesPerFrame: number): { gait: Gait; shown: number[] } {
  let gait = standingAt(3, 4);
  const shown: number[] = [];
  for (let frame = 1; frame <= frames; frame += 1) {
    gait = stepGait(gait, 3 + frame * tilesPerFrame, 4, 0.75);
    shown.push(gaitFrame(gait, 0.75));
  }
  return { gait, shown };
}

describe("a gait", () => {
  it("steps with either foot in turn and stands in between", () => {
    const { shown } = walk(160, 0.0125);
    const changes = shown.filter((frame, index) => frame !== shown[index - 1]);
    expect(changes.slice(0, 8)).toEqual([1, 0, 2, 0, 1, 0, 2, 0]);
  });

  it("depends on the way, not on the number of frames", () => {
    expect(walk(20, 0.1).gait.walked).toBeCloseTo(walk(200, 0.01).gait.walked);
  });

  it("puts both feet down at rest", () => {
    const { gait } = walk(13, 0.0125);
    expect(gaitFrame(stepGait(gait, gait.x, gait.y, 0), 0)).toBe(0);
  });

  it("takes no steps for a jump of the replay", () => {
    expect(stepGait(standingAt(0, 0), 20, 0, 0.75).walked).toBe(0);
  });
});
