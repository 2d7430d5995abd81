import { describe, expect, it } from "vitest";
import {
  type Camera,
  type Viewport,
  clampCamera,
  closestScale,
  easeShare,
  farthestScale,
  openingCamera,
  panBy,
  rescaleAbout,
  restScale,
  toMap,
  toScreen,
} from "./camera";

const desk: Viewport = { width: 1280, height: 800, pixelRatio: 1, mapWidth: 1024, mapHeight: 768 };
const phone: Viewport = { width: 1170, height: 2532, pixelRatio: 3, mapWidth: 1024, mapHeight: 768 };
const wall: Viewport = { width: 7680, height: 4320, pixelRatio: 1, mapWidth: 1024, mapHeight: 768 };
const screens = [desk, phone, wall];

/** Cameras all over and beyond the map, at scales all over and beyond the range. */
function* cameras(): Generator<Camera> {
  for (const x of [-500, 0, 333.3, 1024, 9999]) {
    for (const y of [-500, 0, 200.7, 768, 9999]) {
      for (const scale of [0.01, 1, 1.37, 2.5, 40]) yield { x, y, scale };
    }
  }
}

describe("clampCamera", () => {
  it.each(screens)("never shows what lies outside of the map", (viewport) => {
    for (const camera of cameras()) {
      const clamped = clampCamera(camera, viewport);
      const topLeft = toMap({ x: 0, y: 0 }, clamped, viewport);
      const bottomRight = toMap({ x: viewport.width, y: viewport.height }, clamped, viewport);
      expect(topLeft.x).toBeGreaterThanOrEqual(-1e-6);
      expect(topLeft.y).toBeGreaterThanOrEqual(-1e-6);
      expect(bottomRight.x).toBeLessThanOrEqual(viewport.mapWidth + 1e-6);
      expect(bottomRight.y).toBeLessThanOrEqual(viewport.mapHeight + 1e-6);
    }
  });

  it("leaves a camera alone that shows the map only", () => {
    const camera = { x: 500, y: 400, scale: 3 };
    expect(clampCamera(camera, desk)).toEqual(camera);
  });
});

describe("toScreen and toMap", () => {
  it("undo each other", () => {
    const camera = { x: 312.5, y: 207.25, scale: 2.75 };
    const there = toScreen({ x: 401, y: 99 }, camera, desk);
    const back = toMap(there, camera, desk);
    expect(back.x).toBeCloseTo(401);
    expect(back.y).toBeCloseTo(99);
  });
});

describe("rescaleAbout", () => {
  it("keeps what is under the pointer under the pointer", () => {
    const anchor = { x: 900, y: 250 };
    const before = { x: 500, y: 400, scale: 2 };
    const after = rescaleAbout(before, 3.3, anchor, desk);
    expect(after.scale).toBe(3.3);
    const held = toMap(anchor, before, desk);
    const now = toMap(anchor, after, desk);
    expect(now.x).toBeCloseTo(held.x);
    expect(now.y).toBeCloseTo(held.y);
  });
});

describe("restScale", () => {
  it.each(screens)("is crisp, or the farthest there is", (viewport) => {
    for (let scale = farthestScale(viewport); scale < closestScale(viewport); scale *= 1.07) {
      const rest = restScale(scale, scale, viewport);
      if (rest !== farthestScale(viewport)) expect(rest).toBe(Math.round(rest));
    }
  });

  it("goes on in the direction of a small zoom", () => {
    expect(restScale(3.15, 3, desk)).toBe(4);
    expect(restScale(2.8, 3, desk)).toBe(2);
    expect(restScale(2 / 1.1, 2, desk)).toBe(farthestScale(desk));
  });

  it("stays where it is at either end", () => {
    expect(restScale(closestScale(desk), closestScale(desk), desk)).toBe(5);
    expect(restScale(farthestScale(desk), farthestScale(desk), desk)).toBe(farthestScale(desk));
  });
});

describe("panBy", () => {
  it("moves by pixels of the screen, whatever the scale", () => {
    const before = { x: 500, y: 400, scale: 4 };
    const after = panBy(before, 40, -20, desk);
    expect(after).toEqual({ x: 510, y: 395, scale: 4 });
  });
});

describe("easeShare", () => {
  it("covers the same way in one long frame as in many short ones", () => {
    let left = 1;
    for (let frame = 0; frame < 10; frame += 1) left *= 1 - easeShare(8, 100);
    expect(left).toBeCloseTo(1 - easeShare(80, 100));
  });
});

describe("openingCamera", () => {
  it.each(screens)("shows the middle of the map at a scale of rest", (viewport) => {
    const camera = openingCamera(viewport);
    expect([camera.x, camera.y]).toEqual([512, 384]);
    expect(restScale(camera.scale, camera.scale, viewport)).toBe(camera.scale);
  });
});
