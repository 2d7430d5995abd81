/** The map as `GET /api/worlds/{id}/map` answers it, and where its tiles lie; see docs/SCENE.md. */

import type { Point } from "./camera";
import type { Tile } from "./types";

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A drawing placed in the scene; x, y and depth in art pixels. Flat ones lie below all people. */
export interface Placed {
  readonly frame: string;
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  readonly flat?: boolean;
}

export interface Building {
  readonly id: string;
  readonly place: string;
  readonly frame: string;
  /** The bottom left corner of the footprint, in art pixels. */
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  /** In tiles. */
  readonly footprint: Area;
  readonly door: Tile;
  readonly floor: string;
}

export interface MapLight {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly kind: "lamp" | "window";
}

/** The part of the map that is drawn; its named places concern the page only. */
export interface TownMap {
  readonly width: number;
  readonly height: number;
  readonly tileSize: number;
  /** For each layer, bottom to top, rows of corners: `1` where the terrain is. */
  readonly terrain: Readonly<Record<string, readonly string[]>>;
  /** Rows of grass variants, one base-36 digit a tile. */
  readonly ground: readonly string[];
  readonly walkable: readonly string[];
  readonly sprites: readonly Placed[];
  readonly buildings: readonly Building[];
  readonly lights: readonly MapLight[];
}

/** Art pixels to a tile, in every map. */
export const TILE = 16;
/** Feet stand this far below the top of their tile. */
const FEET = 13;

export function isWalkable(map: TownMap, x: number, y: number): boolean {
  return map.walkable[y]?.[x] === ".";
}

/** The middle of a tile in art pixels. */
export function centreOf(tile: Tile): Point {
  return { x: (tile.x + 0.5) * TILE, y: (tile.y + 0.5) * TILE };
}

/** Where the feet of someone at a position in tiles stand, in art pixels. */
export function feetOf(position: Point): Point {
  return { x: (position.x + 0.5) * TILE, y: position.y * TILE + FEET };
}

/** The tile at an art pixel, or null outside of the map. */
export function tileAt(map: TownMap, point: Point): Tile | null {
  const tile = { x: Math.floor(point.x / TILE), y: Math.floor(point.y / TILE) };
  const inside = tile.x >= 0 && tile.y >= 0 && tile.x < map.width && tile.y < map.height;
  return inside ? tile : null;
}

/** Which building, counted, someone at a position in tiles is in; -1 when outdoors. */
export function buildingAround(map: TownMap, position: Point): number {
  const x = Math.round(position.x);
  const y = Math.round(position.y);
  return map.buildings.findIndex(({ footprint }) => contains(footprint, x, y));
}

function contains(area: Area, x: number, y: number): boolean {
  return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;
}

/** How far walls and roof rise above the back of the footprint, in art pixels. */
const ROOF_RISE = 12;

/** Which building, counted, is seen at an art pixel: the one in front; -1 for none. */
export function buildingSeenAt(map: TownMap, point: Point): number {
  let seen = -1;
  let front = -Infinity;
  map.buildings.forEach(({ footprint, x, y, depth }, index) => {
    const across = point.x >= x && point.x < x + footprint.width * TILE;
    const along = point.y < y && point.y >= y - footprint.height * TILE - ROOF_RISE;
    if (!across || !along || depth <= front) return;
    seen = index;
    front = depth;
  });
  return seen;
}
