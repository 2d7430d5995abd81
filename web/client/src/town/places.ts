/** The named parts of a town, and where in it somebody is. */

import type { Area, TownMap } from "../stage/scene";
import type { ObjectState, Tile } from "../wire/types";

/** Something that people use. */
export interface Fixture extends Tile {
  readonly id: string;
  readonly name: string;
  /** Its state at rest, in words that follow "The oven is". */
  readonly idle: string;
  /** Where one stands to use it: one user each. */
  readonly stands: readonly Tile[];
}

/** Something one can do at a place, in the third person. */
export interface Pastime {
  readonly id: string;
  readonly description: string;
  readonly emoji: string;
  /** The name of what it is done with, among the objects of the place. */
  readonly object: string | null;
}

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly area: Area;
  /** Where one goes to arrive. */
  readonly entrance: Tile;
  readonly objects: readonly Fixture[];
  readonly activities: readonly Pastime[];
}

/** The map with what concerns the page beyond the picture. */
export interface PlacedMap extends TownMap {
  readonly places: readonly Place[];
}

export function placeAt(places: readonly Place[], tile: Tile): Place | null {
  return places.find(({ area }) => holds(area, tile)) ?? null;
}

/** Where the objects are that somebody uses. */
export function tilesInUse(
  places: readonly Place[],
  objects: ReadonlyMap<string, ObjectState>,
): readonly Tile[] {
  const inUse = [...objects.values()].filter(({ users }) => users.length > 0);
  return inUse.flatMap(({ place, object }) => {
    const fixtures = places.find(({ id }) => id === place)?.objects ?? [];
    return fixtures.filter(({ id }) => id === object);
  });
}

/** The id of the building around a tile, or null out of doors. */
export function buildingAt(map: TownMap, tile: Tile): string | null {
  return map.buildings.find(({ footprint }) => holds(footprint, tile))?.id ?? null;
}

function holds(area: Area, { x, y }: Tile): boolean {
  return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;
}
