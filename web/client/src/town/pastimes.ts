/** What a place offers a visitor to do. */

import type { ObjectState, Player } from "../wire/types";
import type { Pastime, Place } from "./places";

export interface Offer {
  readonly pastime: Pastime;
  /** Whether the visitor is at it, on the way to it or has just asked for it. */
  readonly isChosen: boolean;
  /** Whether others use all that it could be done with. */
  readonly isTaken: boolean;
}

/** What somebody may do at a place; nothing for who only passes through. `asked` is what is on its way. */
export function offersAt(
  place: Place | null,
  player: Player,
  objects: ReadonlyMap<string, ObjectState>,
  asked: string | null,
): readonly Offer[] {
  const isPassing = player.destination !== null && player.heading === null;
  if (place === null || isPassing) return [];
  const chosen = deedOf(player);
  return place.activities.map((pastime) => ({
    pastime,
    isChosen: asked === null ? isIt(pastime, chosen) : asked === `${place.id}/${pastime.id}`,
    isTaken: isTaken(place, pastime, player, objects),
  }));
}

type Deed = Pick<Pastime, "description" | "emoji">;

/** What somebody is at or on the way to. */
export function deedOf({ activity, heading }: Player): Deed | null {
  return activity ?? heading?.activity ?? null;
}

export function isSleeping({ activity }: Player): boolean {
  return activity !== null && activity.asleep;
}

function isIt(pastime: Pastime, deed: Deed | null): boolean {
  return deed?.description === pastime.description && deed.emoji === pastime.emoji;
}

function isTaken(
  place: Place,
  pastime: Pastime,
  player: Player,
  objects: ReadonlyMap<string, ObjectState>,
): boolean {
  if (pastime.object === null) return false;
  const fitting = place.objects.filter(({ name }) => name === pastime.object);
  return fitting.every(({ id, stands }) => {
    const users = objects.get(`${place.id}/${id}`)?.users ?? [];
    return users.length >= stands.length && !users.includes(player.id);
  });
}
