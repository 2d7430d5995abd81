import { describe, expect, it } from "vitest";
import { PLAYER, talk } from "../../tests/samples";
import type { PlayerId } from "../wire/types";
import { firstSight } from "./firstSight";
import { EMPTY_TOWN, advanceTown } from "./model";
import type { Pose } from "./scene";

const PLACES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  "p:1": [2, 2],
  "p:2": [3, 2],
  "p:3": [40, 20],
  "p:4": [41, 20],
  "p:5": [42, 22],
};
const people = advanceTown(
  EMPTY_TOWN,
  (Object.keys(PLACES) as PlayerId[]).map((id) => ["players", id, { ...PLAYER, id }] as const),
  [],
);

function poseOf(player: PlayerId): Pose {
  const [x, y] = PLACES[player] ?? [0, 0];
  return { x: x * 1_024, y: y * 1_024, facing: 0, speed: 0 };
}

describe("the first sight", () => {
  it("is a talk, wherever it is", () => {
    const talking = advanceTown(people, [["conversations", "c:1", talk()]], []);
    expect(firstSight(talking, poseOf)?.tile.y).toBe(2);
  });

  it("is where most people are when nobody talks", () => {
    expect(firstSight(people, poseOf)?.tile).toEqual({ x: 40, y: 20 });
  });

  it("is left to the map in an empty town", () => {
    expect(firstSight(EMPTY_TOWN, poseOf)).toBeNull();
  });
});
