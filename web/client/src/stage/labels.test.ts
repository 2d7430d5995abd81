// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Speech } from "./types";
import { type Label, type LabelLayer, createLabelLayer } from "./labels";

const ada: Label = {
  id: "p:1",
  name: "Ada",
  emoji: "📖",
  typing: false,
  bubble: null,
  human: false,
  self: false,
  marked: false,
  named: true,
  indoors: false,
  talk: null,
  x: 100,
  y: 200,
  face: { left: 79, top: 200, width: 42, height: 39 },
};
const AROUND = { width: 800, height: 600, bars: [] };
const MORNING: Speech = { text: "Morning!", saidAtMs: 0, isLeaving: false };

let host: HTMLElement;
let layer: LabelLayer;

beforeEach(() => {
  host = document.createElement("div");
  layer = createLabelLayer(host);
});

function shown(kind: string): string[] {
  return [...host.querySelectorAll(`.${kind}.is-shown`)].map((element) => element.textContent ?? "");
}

describe("labels", () => {
  it("show a name and what its bearer does", () => {
    layer.show([ada], false, AROUND);
    expect(shown("stage-tag")).toEqual(["📖Ada"]);
    expect(shown("stage-bubble")).toEqual([]);
  });

  it("show speech in place of the name", () => {
    layer.show([{ ...ada, bubble: MORNING }], false, AROUND);
    expect(shown("stage-tag")).toEqual([]);
    expect(shown("stage-bubble")).toEqual(["AdaMorning!"]);
  });

  it("show dots while someone types, until the words are there", () => {
    layer.show([{ ...ada, typing: true }], false, AROUND);
    const bubble = host.querySelector(".stage-bubble");
    expect(bubble?.classList.contains("is-typing")).toBe(true);
    layer.show([{ ...ada, bubble: MORNING }], false, AROUND);
    expect(bubble?.classList.contains("is-typing")).toBe(false);
  });

  it("pile up the names of people who stand side by side", () => {
    vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(60);
    vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(16);
    layer.show([ada, { ...ada, id: "p:2", x: 130 }, { ...ada, id: "p:3", x: 400 }], false, AROUND);
    const rises = [...host.querySelectorAll<HTMLElement>(".stage-tag")].map((tag) => tag.style.translate);
    expect(rises.map((rise) => rise || "0 0px")).toEqual(["0 0px", "0 -17px", "0 0px"]);
    vi.restoreAllMocks();
  });

  it("take markup for text", () => {
    const markup = "<img src=x onerror=alert(1)>";
    layer.show([{ ...ada, name: markup, bubble: { ...MORNING, text: markup } }], false, AROUND);
    expect(host.querySelector("img")).toBeNull();
    expect(shown("stage-bubble")).toEqual([markup + markup]);
  });

  it("use the elements of those who left again", () => {
    layer.show([ada, { ...ada, id: "p:2" }], false, AROUND);
    const elements = host.querySelectorAll("*").length;
    for (let id = 3; id < 30; id += 1) layer.show([{ ...ada, id: `p:${id}` }], false, AROUND);
    expect(host.querySelectorAll("*").length).toBe(elements);
    expect(shown("stage-tag")).toEqual(["📖Ada"]);
  });
});
