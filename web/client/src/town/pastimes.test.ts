import { describe, expect, it } from "vitest";
import { ACTIVITY, HEADING, PLAYER } from "../../tests/samples";
import type { ObjectState, Player, PlayerId } from "../wire/types";
import { type Offer, offersAt } from "./pastimes";
import type { Place } from "./places";

const oven = { id: "oven", name: "oven", idle: "cold", x: 3, y: 4, stands: [{ x: 3, y: 5 }] };
const BAKERY: Place = {
  id: "bakery",
  name: "Bakery",
  kind: "bakery",
  area: { x: 0, y: 0, width: 5, height: 5 },
  entrance: { x: 1, y: 1 },
  activities: [
    { id: "bake", description: "bakes bread", emoji: "🥖", object: "oven" },
    { id: "sing", description: "sings", emoji: "🎵", object: null },
  ],
  objects: [oven, { ...oven, id: "oven-2", x: 4 }],
};
const ADA: Player = { ...PLAYER, name: "Ada", human: true };
const DEED = { description: "bakes bread", emoji: "🥖" };
const BAKING = { ...ACTIVITY, ...DEED, place: "bakery" };
const ALONE = new Map<string, ObjectState>();

function ovensUsedBy(...users: readonly PlayerId[]): ReadonlyMap<string, ObjectState> {
  return new Map(
    users.map((user, index) => {
      const object = index === 0 ? "oven" : `oven-${String(index + 1)}`;
      const state = { place: "bakery", object, state: "baking", users: [user], untilMs: null };
      return [`bakery/${object}`, state];
    }),
  );
}

function ids(offers: readonly Offer[], pick: (offer: Offer) => boolean): readonly string[] {
  return offers.filter(pick).map(({ pastime }) => pastime.id);
}

function isChosen(offer: Offer): boolean {
  return offer.isChosen;
}

function takenWith(objects: ReadonlyMap<string, ObjectState>): readonly string[] {
  return ids(offersAt(BAKERY, ADA, objects, null), ({ isTaken }) => isTaken);
}

describe("offersAt", () => {
  it("is all that the place offers, and nothing between places", () => {
    expect(ids(offersAt(BAKERY, ADA, ALONE, null), () => true)).toEqual(["bake", "sing"]);
    expect(offersAt(null, ADA, ALONE, null)).toEqual([]);
  });

  it("is nothing for who passes through, but stays for who walks to what they chose", () => {
    const walking = { ...ADA, destination: { x: 3, y: 5 } };
    const heading = { ...HEADING, activity: { ...HEADING.activity, ...DEED } };
    expect(offersAt(BAKERY, walking, ALONE, null)).toEqual([]);
    const offers = offersAt(BAKERY, { ...walking, heading }, ALONE, null);
    expect(ids(offers, isChosen)).toEqual(["bake"]);
  });

  it("marks what one is at, or what one has just asked for instead", () => {
    const baking = { ...ADA, activity: BAKING };
    expect(ids(offersAt(BAKERY, baking, ALONE, null), isChosen)).toEqual(["bake"]);
    expect(ids(offersAt(BAKERY, baking, ALONE, "bakery/sing"), isChosen)).toEqual(["sing"]);
  });

  it("marks what others use all of", () => {
    expect(takenWith(ovensUsedBy("p:2"))).toEqual([]);
    expect(takenWith(ovensUsedBy("p:2", "p:3"))).toEqual(["bake"]);
    expect(takenWith(ovensUsedBy("p:2", "p:1"))).toEqual([]);
  });
});
