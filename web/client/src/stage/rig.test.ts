import { describe, expect, it } from "vitest";
import type { Viewport } from "./camera";
import { type CameraRig, createCameraRig } from "./rig";

const desk: Viewport = { width: 1280, height: 800, pixelRatio: 1, mapWidth: 1024, mapHeight: 768 };
const FRAME_MS = 1000 / 60;
const middle = { x: 640, y: 400 };

function run(rig: CameraRig, frames: number): void {
  for (let frame = 0; frame < frames; frame += 1) rig.advance(FRAME_MS, null);
}

describe("a camera rig", () => {
  it("glides to a target and stops there", () => {
    const rig = createCameraRig(desk);
    rig.glideTo({ x: 400, y: 300 });
    run(rig, 120);
    expect(rig.camera().x).toBeCloseTo(400, 0);
    expect(rig.camera().y).toBeCloseTo(300, 0);
  });

  it("never moves back on its way", () => {
    const rig = createCameraRig(desk);
    rig.glideTo({ x: 700, y: 384 });
    let before = rig.camera().x;
    for (let frame = 0; frame < 90; frame += 1) {
      run(rig, 1);
      expect(rig.camera().x).toBeGreaterThanOrEqual(before);
      before = rig.camera().x;
    }
  });

  it("follows a walker at an even pace once it has caught up", () => {
    const rig = createCameraRig(desk);
    const steps: number[] = [];
    for (let frame = 0; frame < 240; frame += 1) {
      const before = rig.camera().x;
      rig.advance(FRAME_MS, { x: 450 + frame * 0.2, y: 384 });
      if (frame > 180) steps.push(rig.camera().x - before);
    }
    for (const step of steps) expect(step).toBeCloseTo(0.2, 2);
  });

  it("goes on after a fling, ever slower, and comes to rest", () => {
    const rig = createCameraRig(desk);
    rig.fling(-1, 0);
    const start = rig.camera().x;
    run(rig, 5);
    const early = rig.camera().x - start;
    run(rig, 200);
    const rest = rig.camera().x;
    run(rig, 10);
    expect(early).toBeGreaterThan(0);
    expect(rig.camera().x).toBe(rest);
  });

  it("rests on a crisp scale after a zoom, one step on at least", () => {
    const rig = createCameraRig(desk);
    expect(rig.camera().scale).toBe(3);
    rig.zoom(1.1, middle);
    run(rig, 10);
    rig.settle(middle);
    run(rig, 60);
    expect(rig.camera().scale).toBe(4);
  });

  it("drags the map along with the pointer", () => {
    const rig = createCameraRig(desk);
    rig.drag(30, -12);
    expect(rig.camera().x).toBeCloseTo(512 - 10);
    expect(rig.camera().y).toBeCloseTo(384 + 4);
  });

  it("stays on the map when the screen grows", () => {
    const rig = createCameraRig(desk);
    rig.jumpTo({ x: 0, y: 0 });
    rig.setViewport({ ...desk, width: 4000, height: 2600 });
    expect(rig.camera().x).toBeGreaterThanOrEqual(4000 / rig.camera().scale / 2 - 1e-9);
  });
});
