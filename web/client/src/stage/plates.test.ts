// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { createPlateLayer } from "./plates";

function shownIn(host: HTMLElement): (string | null)[] {
  return [...host.querySelectorAll(".stage-plate.is-shown")].map((plate) => plate.textContent);
}

describe("plates", () => {
  it("say what is given, for as long as it is", () => {
    const host = document.createElement("div");
    const layer = createPlateLayer(host);
    const mill = { place: "mill", x: 10, y: 20 };
    layer.show([{ ...mill, text: "The Old Mill · 2 inside" }], []);
    expect(shownIn(host)).toEqual(["The Old Mill · 2 inside"]);
    layer.show([{ ...mill, text: "The Old Mill" }], []);
    expect(shownIn(host)).toEqual(["The Old Mill"]);
    layer.show([], []);
    expect(shownIn(host)).toEqual([]);
  });
});
