import { describe, expect, it } from "vitest";
import {
  type Building,
  type TownMap,
  buildingAround,
  buildingSeenAt,
  centreOf,
  feetOf,
  isWalkable,
  tileAt,
} from "./scene";

function house(id: string, x: number, y: number): Building {
  const footprint = { x, y, width: 4, height: 3 };
  const base = (y + 3) * 16;
  const door = { x: x + 1, y: y + 2 };
  const drawn = { frame: `house/${id}`, floor: "floor/home/0", place: id };
  return { id, ...drawn, x: x * 16, y: base, depth: base - 5, footprint, door };
}

const map: TownMap = {
  width: 20,
  height: 20,
  tileSize: 16,
  terrain: {},
  ground: [],
  walkable: ["#.", ".."],
  sprites: [],
  buildings: [house("behind", 2, 4), house("front", 2, 7)],
  lights: [],
};

describe("tileAt", () => {
  it("finds the tile whose middle a point is", () => {
    expect(tileAt(map, centreOf({ x: 7, y: 3 }))).toEqual({ x: 7, y: 3 });
  });

  it("finds none outside of the map", () => {
    expect(tileAt(map, { x: -1, y: 5 })).toBeNull();
    expect(tileAt(map, { x: 5, y: 320 })).toBeNull();
  });
});

describe("feetOf", () => {
  it("stands within the tile, in its middle from side to side", () => {
    const feet = feetOf({ x: 7, y: 3 });
    expect(feet.x).toBe(centreOf({ x: 7, y: 3 }).x);
    expect(tileAt(map, feet)).toEqual({ x: 7, y: 3 });
  });
});

describe("buildings", () => {
  it("have people in them from the back wall to the door", () => {
    expect(buildingAround(map, { x: 2, y: 4 })).toBe(0);
    expect(buildingAround(map, { x: 3, y: 9 })).toBe(1);
    expect(buildingAround(map, { x: 3, y: 10 })).toBe(-1);
    expect(buildingAround(map, { x: 6, y: 5 })).toBe(-1);
  });

  it("are seen in front of what they hide", () => {
    const overlap = { x: 40, y: 7 * 16 - 4 };
    expect(buildingSeenAt(map, overlap)).toBe(1);
    expect(buildingSeenAt(map, { x: 40, y: 5 * 16 })).toBe(0);
    expect(buildingSeenAt(map, { x: 200, y: 5 * 16 })).toBe(-1);
  });
});

describe("isWalkable", () => {
  it("knows free tiles, blocked ones and the edge", () => {
    expect(isWalkable(map, 1, 0)).toBe(true);
    expect(isWalkable(map, 0, 0)).toBe(false);
    expect(isWalkable(map, -1, 9)).toBe(false);
  });
});
