import { describe, expect, it, vi } from "vitest";
import type { Change, Chunk, Ground, MapEntities, StoredFixture, StoredPlace, WholeMap } from "../wire/types";
import { partsAfter, partsOf, sameParts, wholeMap } from "./map";
import { createMapKeeper } from "./mapKeeper";

/** Forty tiles by two: a chunk, and one of eight tiles beside it. */
const GROUND: Ground = {
  id: "lane",
  width: 40,
  height: 2,
  tileSize: 16,
  entry: { x: 0, y: 0 },
  layers: ["path", "water"],
};

function chunk(width: number, mark: string): Chunk {
  const row = mark.repeat(width);
  return { ground: ["0".repeat(width), "1".repeat(width)], walkable: [row, row], corners: {}, sprites: [], lights: [] };
}

const POND = { path: ["0".repeat(9), "1".repeat(9), "0".repeat(9)] };
const TREE = { frame: "tree", x: 8, y: 8, depth: 8 };
const LAMP = { x: 600, y: 8, radius: 3, kind: "lamp" } as const;

const MILL: StoredPlace = {
  id: "mill",
  name: "Mill",
  kind: "mill",
  area: { x: 0, y: 0, width: 2, height: 2 },
  entrance: { x: 0, y: 0 },
  spots: [],
  activities: [],
  order: 1,
};

function fixture(id: string, order: number): StoredFixture {
  const states = { idle: "still", inUse: "busy", afterUse: null, afterUseMinutes: 0 };
  return { id, name: id, x: 0, y: 0, stands: [], ...states, place: "mill", order };
}

const ENTITIES: MapEntities = {
  ground: { "": GROUND },
  chunks: {
    "1,0": { ...chunk(8, "#"), corners: POND, lights: [LAMP] },
    "0,0": { ...chunk(32, "."), sprites: [TREE] },
  },
  places: { mill: MILL, plaza: { ...MILL, id: "plaza", order: 0 } },
  fixtures: { "mill/wheel": fixture("wheel", 1), "mill/stone": fixture("stone", 0) },
};

describe("the whole map", () => {
  const map = wholeMap(partsOf(ENTITIES));

  it("is its chunks side by side", () => {
    expect(map?.walkable).toEqual(Array(2).fill(".".repeat(32) + "#".repeat(8)));
    expect(map?.ground).toEqual(["0".repeat(40), "1".repeat(40)]);
    expect(map?.terrain).toEqual({
      path: ["0".repeat(41), "0".repeat(32) + "1".repeat(9), "0".repeat(41)],
      water: Array(3).fill("0".repeat(41)),
    });
    expect([map?.sprites, map?.lights]).toEqual([[TREE], [LAMP]]);
  });

  it("lists places and their objects in their order", () => {
    expect(map?.places.map(({ id, objects }) => [id, objects.map((object) => object.id)])).toEqual([
      ["plaza", []],
      ["mill", ["stone", "wheel"]],
    ]);
  });

  it("has the corners on its edge where a chunk ends there too", () => {
    const corners = { path: [...Array<string>(32).fill("0".repeat(33)), "1".repeat(33)] };
    const square = { "": { ...GROUND, width: 32, height: 32 } };
    const edged = wholeMap(partsOf({ ground: square, chunks: { "0,0": { ...chunk(32, "."), corners } } }));
    expect(edged?.terrain["path"]).toEqual(corners.path);
    expect(edged?.terrain["water"]).toEqual(Array(33).fill("0".repeat(33)));
  });

  it("is none before it is known", () => {
    expect(wholeMap(partsOf({}))).toBeNull();
  });
});

describe("a change of the map", () => {
  const dug: Change = ["chunks", "1,0", { ...chunk(8, ".") }];

  it("is seen where it was made, and nothing else is", () => {
    const before = partsOf(ENTITIES);
    const after = partsAfter(before, [dug]);
    expect(wholeMap(after)?.walkable).toEqual(Array(2).fill(".".repeat(40)));
    expect(wholeMap(after)?.sprites).toEqual([TREE]);
    expect(after.chunks.get("0,0")).toBe(before.chunks.get("0,0"));
    expect(after.places).toBe(before.places);
  });

  it("takes away what is gone, and passes over what is not of the map", () => {
    const before = partsOf(ENTITIES);
    expect(wholeMap(partsAfter(before, [["places", "mill", null]]))?.places.map(({ id }) => id)).toEqual(["plaza"]);
    expect(partsAfter(before, [["plans", "p:1", null]])).toBe(before);
  });

  it("is none when all is told again", () => {
    const before = partsOf(ENTITIES);
    const again = partsOf({ ...structuredClone(ENTITIES), chunks: { "0,0": chunk(32, "."), ...ENTITIES.chunks } });
    expect(sameParts(before, again)).toBe(before);
    expect(sameParts(before, partsAfter(again, [dug]))).not.toBe(before);
  });
});

/** A keeper, and what answers its questions one after the other. */
function kept() {
  const answers: ((answer: WholeMap) => void)[] = [];
  const map = () => new Promise<WholeMap>((resolve) => answers.push(resolve));
  return { keeper: createMapKeeper({ map }, "w", vi.fn()), answers };
}

function answered(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

describe("the keeper of the map", () => {
  const built: Change = ["chunks", "0,0", chunk(32, "#")];

  it("shows what the server has, then each change", async () => {
    const { keeper, answers } = kept();
    keeper.renew();
    expect(keeper.map.get()).toBeNull();
    answers[0]?.({ entities: ENTITIES });
    await answered();
    expect(keeper.map.get()?.walkable[0]).toBe(".".repeat(32) + "#".repeat(8));
    keeper.follow([built]);
    expect(keeper.map.get()?.walkable[0]).toBe("#".repeat(40));
  });

  it("keeps a change that came while it asked, whichever the answer knew", async () => {
    const { keeper, answers } = kept();
    keeper.renew();
    keeper.follow([built]);
    answers[0]?.({ entities: ENTITIES });
    await answered();
    expect(keeper.map.get()?.walkable[0]).toBe("#".repeat(40));
  });

  it("takes an earlier answer only as long as it knows none", async () => {
    const { keeper, answers } = kept();
    keeper.renew();
    keeper.renew();
    answers[0]?.({ entities: ENTITIES });
    await answered();
    const early = keeper.map.get();
    expect(early).not.toBeNull();
    answers[1]?.({ entities: ENTITIES });
    await answered();
    expect(keeper.map.get()).toBe(early);
  });

  it("shows nothing once it is closed", async () => {
    const { keeper, answers } = kept();
    keeper.renew();
    keeper.close();
    answers[0]?.({ entities: ENTITIES });
    await answered();
    expect(keeper.map.get()).toBeNull();
  });
});
