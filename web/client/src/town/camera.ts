/** The stage's camera as the page steers it, also before there is a stage. */

import type { Stage } from "../stage/types";
import type { Tile } from "../wire/types";

/** CSS pixels a second at which held keys move the map. */
const DRIFT_PIXELS_PER_SECOND = 620;

export interface Camera {
  attach(stage: Stage | null): void;
  zoom(factor: number): void;
  /** Glides to a tile. */
  focus(tile: Tile): void;
  /** Is at a tile at once. */
  show(tile: Tile): void;
  /** Keeps moving, each of -1, 0 and 1, until told otherwise. */
  drift(x: number, y: number): void;
  /** Moves on by a frame. */
  advance(elapsedMs: number): void;
}

export function createCamera(): Camera {
  let stage: Stage | null = null;
  let driftX = 0;
  let driftY = 0;
  return {
    attach(next) {
      stage = next;
    },
    zoom: (factor) => stage?.zoom(factor),
    focus: (tile) => stage?.focus(tile),
    show: (tile) => stage?.focus(tile, false),
    drift(x, y) {
      driftX = x;
      driftY = y;
    },
    advance(elapsedMs) {
      if (driftX === 0 && driftY === 0) return;
      const distance = (DRIFT_PIXELS_PER_SECOND * elapsedMs) / 1_000;
      stage?.pan(driftX * distance, driftY * distance);
    },
  };
}
