/** The dotted line along the tiles ahead of the visitor's own player. */

import type { Point } from "./camera";
import { centreOf } from "./scene";
import type { Tile } from "./types";

const DOTS_PER_TILE = 2;

/** The points, in art pixels, of the dots from where someone is along the tiles ahead. */
export function dotsAlong(from: Point, tiles: readonly Tile[]): Point[] {
  const dots: Point[] = [];
  let before: Point | null = null;
  for (const tile of tiles) {
    const at = centreOf(tile);
    const start: Point = before ?? from;
    const count = before === null ? 1 : DOTS_PER_TILE;
    for (let step = 1; step <= count; step += 1) {
      const share = step / count;
      dots.push({ x: start.x + (at.x - start.x) * share, y: start.y + (at.y - start.y) * share });
    }
    before = at;
  }
  return dots;
}
