/** The named parts of a town. */

import type { Tile } from "../wire/types";

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly areas: readonly Area[];
  /** Tiles to be busy on. */
  readonly spots: readonly Tile[];
}

export function placeAt(places: readonly Place[], tile: Tile): Place | null {
  return places.find(({ areas }) => areas.some((area) => holds(area, tile))) ?? null;
}

function holds(area: Area, { x, y }: Tile): boolean {
  return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;
}
