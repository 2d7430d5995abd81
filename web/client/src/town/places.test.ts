import { describe, expect, it } from "vitest";
import type { ObjectState } from "../wire/types";
import { type Place, tilesInUse } from "./places";

const oven = { id: "oven", name: "oven", idle: "cold", x: 3, y: 4, stands: [{ x: 3, y: 5 }] };
const bakery: Place = {
  id: "bakery",
  name: "Bakery",
  kind: "bakery",
  area: { x: 0, y: 0, width: 5, height: 5 },
  entrance: { x: 1, y: 1 },
  activities: [],
  objects: [oven, { ...oven, id: "oven-2", x: 4 }],
};
const baking: ObjectState = {
  place: "bakery",
  object: "oven",
  state: "baking",
  users: ["p:1"],
  untilMs: null,
};

describe("tilesInUse", () => {
  it("is where an object has users, not where one was left in some state", () => {
    const warm = { ...baking, object: "oven-2", state: "still warm", users: [], untilMs: 9 };
    const objects = new Map([
      ["bakery/oven", baking],
      ["bakery/oven-2", warm],
    ]);
    expect(tilesInUse([bakery], objects)).toMatchObject([{ x: 3, y: 4 }]);
  });

  it("passes over what the map does not know", () => {
    const gone = new Map([["mill/oven", { ...baking, place: "mill" }]]);
    expect(tilesInUse([bakery], gone)).toEqual([]);
  });
});
