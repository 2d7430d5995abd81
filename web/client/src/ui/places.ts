import { type Place, placeAt } from "../town/places";
import { UNITS_PER_TILE } from "../town/scene";
import type { PlayerId } from "../wire/types";
import { usePart, useTown, useTownPart } from "./hooks";

const NO_PLACES: readonly Place[] = [];

export function usePlaces(): readonly Place[] {
  return usePart(useTown().map, (map) => map?.places ?? NO_PLACES);
}

/** The name of the place that a person is at, or null out of doors. */
export function usePlaceOf(player: PlayerId): string | null {
  const places = usePlaces();
  return useTownPart(({ entities }) => {
    const walker = entities.walkers.get(player);
    if (walker === undefined) return null;
    const tile = {
      x: Math.round(walker.x / UNITS_PER_TILE),
      y: Math.round(walker.y / UNITS_PER_TILE),
    };
    return placeAt(places, tile)?.name ?? null;
  });
}

export function usePlaceName(): (id: string) => string {
  const places = usePlaces();
  return (id) => places.find((place) => place.id === id)?.name ?? id;
}
