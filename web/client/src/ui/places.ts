import { type Place, placeAt } from "../town/places";
import type { PlayerId } from "../wire/types";
import { usePart, useTown, useTownPart } from "./hooks";

const NO_PLACES: readonly Place[] = [];

export function usePlaces(): readonly Place[] {
  return usePart(useTown().map, (map) => map?.places ?? NO_PLACES);
}

/** The place that a person is at, or null between places. */
export function usePlaceOf(player: PlayerId): Place | null {
  const places = usePlaces();
  return useTownPart(({ entities }) => {
    const walker = entities.walkers.get(player);
    return walker === undefined ? null : placeAt(places, { x: walker.tileX, y: walker.tileY });
  });
}

export function usePlaceName(): (id: string) => string {
  const places = usePlaces();
  return (id) => places.find((place) => place.id === id)?.name ?? id;
}
