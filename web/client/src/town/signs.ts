/** The names of places, as they stand on the map. */

import type { StageSigns } from "../stage/types";
import type { Texts } from "../texts/english";
import type { PlacedMap } from "./places";

const NO_SIGNS: StageSigns = { outdoors: [], plate: () => null };

/** Signs of a map in a language; the same value as long as both are the same. */
export function createSigns(): (map: PlacedMap | null, texts: Texts) => StageSigns {
  let made: readonly [PlacedMap, Texts, StageSigns] | null = null;
  return (map, texts) => {
    if (map === null) return NO_SIGNS;
    if (made === null || made[0] !== map || made[1] !== texts) made = [map, texts, signsOf(map, texts)];
    return made[2];
  };
}

function signsOf(map: PlacedMap, texts: Texts): StageSigns {
  const places = new Map(map.places.map((place) => [place.id, place]));
  const housed = new Set(map.buildings.map(({ place }) => place));
  const outdoors = map.places
    .filter(({ id }) => !housed.has(id))
    .map(({ id, area }) => ({ place: id, x: area.x + area.width / 2, y: area.y + area.height }));
  return {
    outdoors,
    plate(id, people, far) {
      const place = places.get(id);
      // From afar the names of all the homes would hide them.
      if (place === undefined || (far && place.kind === "home" && people === 0)) return null;
      return far && place.kind === "home" ? texts.map.inside(people) : texts.map.plate(place.name, people);
    },
  };
}
