/** The names of places on small plates, with how many people are in each shut house: walls hide them. */

import { type Rect, meet } from "./rects";
import type { CameraRig } from "./rig";
import { type TownMap, TILE } from "./scene";
import type { Body, StageSigns } from "./types";
import { cssPoint, hidingBuilding } from "./view";

/** The plate of one place; its middle, in CSS pixels. */
export interface Plate {
  readonly place: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Art pixels from the middle of a building's base down to the plate's middle: clear of the door's threshold. */
const BELOW_BASE = 5;

/** `far`: the town is seen from so far that there is room for few. */
export function platesOf(
  bodies: readonly Body[],
  map: TownMap,
  openness: readonly number[],
  signs: StageSigns,
  rig: CameraRig,
  far: boolean,
): Plate[] {
  const counts = new Map<number, number>();
  for (const body of bodies) {
    const index = hidingBuilding(body, map, openness);
    if (index >= 0) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const plates: Plate[] = [];
  const put = (place: string, people: number, x: number, y: number): void => {
    const text = signs.plate(place, people, far);
    if (text !== null) plates.push({ place, text, ...cssPoint({ x, y }, rig) });
  };
  map.buildings.forEach(({ place, x, y, footprint }, index) => {
    put(place, counts.get(index) ?? 0, x + (footprint.width * TILE) / 2, y + BELOW_BASE);
  });
  for (const { place, x, y } of signs.outdoors) put(place, 0, x * TILE, y * TILE);
  return plates;
}

export interface PlateLayer {
  /** Leaves out those that would cover what is `taken`. */
  show(plates: readonly Plate[], taken: readonly Rect[]): void;
  destroy(): void;
}

export function createPlateLayer(host: HTMLElement): PlateLayer {
  const root = document.createElement("div");
  root.className = "stage-labels";
  root.setAttribute("aria-hidden", "true");
  host.append(root);
  const boards = new Map<string, Board>();

  function boardOf(place: string): Board {
    const known = boards.get(place);
    if (known !== undefined) return known;
    const element = document.createElement("div");
    element.className = "stage-plate";
    root.append(element);
    const board = { element, text: "", at: "", width: 0, height: 0 };
    boards.set(place, board);
    return board;
  }

  return {
    show(plates, taken) {
      const present = new Set(plates.map(({ place }) => place));
      for (const [place, { element }] of boards) {
        if (!present.has(place)) element.classList.remove("is-shown");
      }
      const shown = plates.map((plate) => ({ plate, board: write(boardOf(plate.place), plate.text) }));
      for (const { board } of shown) measure(board);
      for (const { plate, board } of shown) move(board, plate, taken);
    },
    destroy: () => root.remove(),
  };
}

interface Board {
  readonly element: HTMLElement;
  text: string;
  /** Where it stands, as its style has it. */
  at: string;
  width: number;
  height: number;
}

function write(board: Board, text: string): Board {
  if (board.text === text) return board;
  board.text = text;
  board.width = 0;
  board.element.textContent = text;
  return board;
}

function measure(board: Board): void {
  if (board.width > 0) return;
  board.width = board.element.offsetWidth;
  board.height = board.element.offsetHeight;
}

function move(board: Board, { x, y }: Plate, taken: readonly Rect[]): void {
  const { element, width, height } = board;
  const rect = { left: x - width / 2, top: y - height / 2, width, height };
  const isFree = !taken.some((other) => meet(rect, other));
  element.classList.toggle("is-shown", isFree);
  if (!isFree) return;
  const at = `translate(${Math.round(rect.left)}px, ${Math.round(rect.top)}px)`;
  if (board.at === at) return;
  board.at = at;
  element.style.transform = at;
}
