// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { createOccupancyLayer } from "./occupancy";

function shownIn(host: HTMLElement): (string | null)[] {
  return [...host.querySelectorAll(".stage-plate.is-shown")].map((plate) => plate.textContent);
}

describe("occupancy", () => {
  it("says how many are in each house, for as long as anybody is", () => {
    const host = document.createElement("div");
    const layer = createOccupancyLayer(host);
    const mill = { building: "mill", x: 10, y: 20 };
    layer.show([{ ...mill, count: 2 }]);
    expect(shownIn(host)).toEqual(["2 inside"]);
    layer.show([{ ...mill, count: 1 }]);
    expect(shownIn(host)).toEqual(["1 inside"]);
    layer.show([]);
    expect(shownIn(host)).toEqual([]);
  });
});
