import { describe, expect, it } from "vitest";
import { randomStream } from "../../tests/random";
import { EDGE, type Pile, type Room, placeNames, placePiles } from "./placing";
import { type Rect, meet, union } from "./rects";

const SCREENS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
  { width: 390, height: 380 },
  { width: 844, height: 390 },
];
const FACE = { width: 42, height: 39 };

interface Scene {
  readonly room: Room;
  readonly bars: readonly Rect[];
  readonly faces: readonly Rect[];
  readonly piles: readonly Pile[];
}

/** A town where some talk, at the edges of the screen as well as in its middle. */
function sceneOf(seed: number): Scene {
  const chance = randomStream(seed);
  const screen = SCREENS[seed % SCREENS.length] ?? { width: 800, height: 600 };
  const bars = [
    { left: screen.width * 0.1, top: 8, width: screen.width * 0.8, height: 56 },
    { left: 8, top: screen.height - 70, width: 200, height: 60 },
  ];
  const talks = Array.from({ length: 1 + Math.floor(chance() * 7) }, () => {
    const left = chance() * (screen.width + 40) - 40;
    const top = chance() * (screen.height + 40) - 40;
    return [
      { left, top, ...FACE },
      { left: left + 30 + chance() * 30, top: top + chance() * 50 - 25, ...FACE },
    ];
  });
  const faces = talks.flat();
  const piles = talks.map((pair): Pile => {
    const lines = pair.slice(0, 1 + Math.floor(chance() * 2)).map((face) => ({
      x: face.left + FACE.width / 2,
      width: 60 + chance() * 240,
      height: 34 + chance() * 150,
    }));
    return { faces: union(pair), lines };
  });
  return { room: { ...screen, taken: [...bars, ...faces] }, bars, faces, piles };
}

function placedIn({ piles, room }: Scene): readonly (readonly (Rect | null)[])[] {
  return placePiles(piles, room).map((points, pile) =>
    points.map((point, place) => {
      const line = piles[pile]?.lines[place];
      return point === null || line === undefined
        ? null
        : { ...point, width: line.width, height: line.height };
    }),
  );
}

const SEEDS = Array.from({ length: 400 }, (_, seed) => seed);

/** What holds in every scene; says where it does not. */
function faultsOf(holds: (scene: Scene, shown: readonly Rect[]) => boolean): readonly number[] {
  return SEEDS.filter((seed) => {
    const scene = sceneOf(seed);
    return !holds(scene, placedIn(scene).flat().filter((rect) => rect !== null));
  });
}

function apart(shown: readonly Rect[]): boolean {
  return shown.every((one, place) => !shown.slice(place + 1).some((other) => meet(one, other)));
}

function isInside(rect: Rect, { width, height }: Room): boolean {
  const right = rect.left + rect.width;
  const bottom = rect.top + rect.height;
  return rect.left >= EDGE && rect.top >= EDGE && right <= width - EDGE && bottom <= height - EDGE;
}

function inOrder(lines: readonly (Rect | null)[]): boolean {
  return lines.every((line, place) => {
    const newer = lines[place + 1];
    if (newer === undefined || line === null) return true;
    return newer !== null && line.top + line.height <= newer.top;
  });
}

describe("speech", () => {
  it("covers no face of those who speak, and no bar", () => {
    expect(faultsOf(({ room }, shown) => !shown.some((one) => room.taken.some((other) => meet(one, other))))).toEqual([]);
  });

  it("covers no other speech", () => {
    expect(faultsOf((_, shown) => apart(shown))).toEqual([]);
  });

  it("stays on the screen", () => {
    expect(faultsOf(({ room }, shown) => shown.every((rect) => isInside(rect, room)))).toEqual([]);
  });

  it("has the newest line of a talk lowest, and leaves out older ones first", () => {
    expect(SEEDS.filter((seed) => !placedIn(sceneOf(seed)).every(inOrder))).toEqual([]);
  });

  it("is left out on few occasions", () => {
    const newest = SEEDS.filter((seed) => seed % SCREENS.length === 0).flatMap((seed) =>
      placedIn(sceneOf(seed)).map((lines) => lines.at(-1)),
    );
    expect(newest.filter((line) => line === null).length / newest.length).toBeLessThan(0.01);
  });

  it("stands right above who is alone with it", () => {
    const faces = { left: 380, top: 300, ...FACE };
    const [points] = placePiles([{ faces, lines: [{ x: 401, width: 100, height: 40 }] }], {
      width: 800,
      height: 600,
      taken: [faces],
    });
    expect(points).toEqual([{ left: 351, top: 251 }]);
  });

  it("goes elsewhere when a bar hangs over who speaks", () => {
    const faces = { left: 380, top: 60, ...FACE };
    const bar = { left: 200, top: 0, width: 400, height: 56 };
    const [[point] = []] = placePiles([{ faces, lines: [{ x: 401, width: 100, height: 40 }] }], {
      width: 800,
      height: 600,
      taken: [bar, faces],
    });
    expect(point?.top).toBeGreaterThan(bar.height);
  });
});

describe("names", () => {
  const wish = { y: 200, width: 60, height: 16 };

  it("pile up over people side by side, and stand over faces and speech", () => {
    const speech = { left: 380, top: 170, width: 60, height: 40 };
    expect(placeNames([{ ...wish, x: 100 }, { ...wish, x: 130 }, { ...wish, x: 400 }], [speech])).toEqual([
      { left: 70, top: 184 },
      { left: 100, top: 167 },
      { left: 370, top: 153 },
    ]);
  });

  it("are left out rather than far from their bearers", () => {
    const speech = { left: 60, top: 60, width: 90, height: 140 };
    expect(placeNames([{ ...wish, x: 100 }], [speech])).toEqual([null]);
  });
});
