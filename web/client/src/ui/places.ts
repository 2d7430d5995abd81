import { type Place, placeAt } from "../town/places";
import { tileOf } from "../town/scene";
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
    return walker === undefined ? null : (placeAt(places, tileOf(walker))?.name ?? null);
  });
}

export function usePlaceName(): (id: string) => string {
  const places = usePlaces();
  return (id) => places.find((place) => place.id === id)?.name ?? id;
}
