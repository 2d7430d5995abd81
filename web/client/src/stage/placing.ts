/**
 * Where speech and names go: on the screen, clear of the page's bars, off the faces of those who speak, off one
 * another, and the newest line of a talk lowest.
 *
 * The lines of a talk stand in a pile over its people. Where that is not free, the nearest place that is gets
 * found among those that touch what is in the way; where there is none, the oldest lines make room.
 */

import { type Rect, meet, within } from "./rects";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One line, and the middle of who says it. */
export interface PiledLine extends Size {
  readonly x: number;
}

export interface Pile {
  /** The faces that belong to it: it would like to stand right above them. */
  readonly faces: Rect;
  /** Oldest first. */
  readonly lines: readonly PiledLine[];
}

export interface Room extends Size {
  /** What may not be covered: bars, and faces. */
  readonly taken: readonly Rect[];
}

export interface Point {
  readonly left: number;
  readonly top: number;
}

export const GAP = 6;
/** Under the lowest line, for its tail. */
export const TAIL = 9;
export const EDGE = 6;
/** How much dearer it is to stand below people than as far above them: eyes look up for speech. */
const BELOW_COSTS = 1.6;

/** Places piles one after the other; null where there is no room for a line. */
export function placePiles(piles: readonly Pile[], room: Room): readonly (readonly (Point | null)[])[] {
  const taken = [...room.taken];
  return piles.map((pile) => {
    for (let left = 0; left < pile.lines.length; left += 1) {
      const lines = pile.lines.slice(left);
      const at = freeSpot(pile.faces, sizeOf(lines), { ...room, taken });
      if (at === null) continue;
      const points = spread(lines, at);
      points.forEach((point, place) => taken.push({ ...point, ...sizeAt(lines, place) }));
      return [...Array.from({ length: left }, () => null), ...points];
    }
    return pile.lines.map(() => null);
  });
}

function sizeAt(lines: readonly PiledLine[], place: number): Size {
  const { width, height } = lines[place] ?? { width: 0, height: 0 };
  return { width, height };
}

function sizeOf(lines: readonly PiledLine[]): Size {
  const heights = lines.reduce((sum, { height }) => sum + height, GAP * (lines.length - 1));
  return { width: Math.max(...lines.map(({ width }) => width)), height: heights };
}

/** Each line as near to who says it as the width of the pile lets it. */
function spread(lines: readonly PiledLine[], pile: Rect): readonly Point[] {
  let { top } = pile;
  return lines.map(({ x, width, height }) => {
    const point = { left: within(x - width / 2, pile.left, pile.left + pile.width - width), top };
    top += height + GAP;
    return point;
  });
}

/** The free place nearest to right above the faces, or null. */
function freeSpot(faces: Rect, size: Size, room: Room): Rect | null {
  const most = { left: room.width - EDGE - size.width, top: room.height - EDGE - size.height };
  if (most.left < EDGE || most.top < EDGE) return null;
  const wish = {
    left: faces.left + faces.width / 2 - size.width / 2,
    top: faces.top - TAIL - size.height,
  };
  const fits = ({ left, top }: Point): Rect | null => {
    const rect = { left: within(left, EDGE, most.left), top: within(top, EDGE, most.top), ...size };
    return room.taken.some((other) => meet(rect, other, GAP - 1)) ? null : rect;
  };
  return fits(wish) ?? nearest(wish, besides(faces, size, room), fits);
}

/** The places that touch what is in the way. */
function besides(faces: Rect, size: Size, room: Room): readonly Point[] {
  const lefts = [faces.left + faces.width / 2 - size.width / 2, EDGE, room.width];
  const tops = [faces.top - TAIL - size.height, EDGE, room.height];
  for (const { left, top, width, height } of [faces, ...room.taken]) {
    lefts.push(left - GAP - size.width, left + width + GAP);
    tops.push(top - TAIL - size.height, top + height + GAP);
  }
  return [...new Set(lefts)].flatMap((left) => [...new Set(tops)].map((top) => ({ left, top })));
}

function nearest(
  wish: Point,
  points: readonly Point[],
  fits: (point: Point) => Rect | null,
): Rect | null {
  const cost = ({ left, top }: Point): number =>
    Math.abs(left - wish.left) + Math.abs(top - wish.top) * (top > wish.top ? BELOW_COSTS : 1);
  let best: Rect | null = null;
  let bestCost = Infinity;
  for (const point of points) {
    if (cost(point) >= bestCost) continue;
    const rect = fits(point);
    if (rect === null || cost(rect) >= bestCost) continue;
    best = rect;
    bestCost = cost(rect);
  }
  return best;
}

/** A name: the middle of its lower edge, where it would like to stand. */
export interface NameWish extends Size {
  readonly x: number;
  readonly y: number;
}

const NAME_GAP = 1;
/** A name so many heights over its bearer would be read as somebody else's. */
const MOST_HEIGHTS = 3;

/** Places names in the order given, each above what it would cover; null for those without room. */
export function placeNames(
  wishes: readonly NameWish[],
  taken: readonly Rect[],
): readonly (Point | null)[] {
  const covered = [...taken];
  return wishes.map(({ x, y, width, height }) => {
    let rect = { left: x - width / 2, top: y - height, width, height };
    for (;;) {
      const below = covered.find((other) => meet(rect, other, NAME_GAP));
      if (below === undefined) break;
      rect = { ...rect, top: below.top - height - NAME_GAP };
      if (y - height - rect.top > MOST_HEIGHTS * height) return null;
    }
    covered.push(rect);
    return { left: rect.left, top: rect.top };
  });
}
