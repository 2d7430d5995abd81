/** People who wander, stop, do things and talk to the air; for looking at the stage only. */

import { type TownMap, isWalkable } from "../src/stage/scene";
import type { Body, Facing, Speech, Tile } from "../src/stage/types";

const TILES_PER_SECOND = 0.75;
const LOOKS = 32;
const NAMES = ["Ada", "Benedikt", "Clara", "Dimitri", "Esther", "Farid", "Greta", "Hugo", "Ines", "Jonas"];
const EMOJI = ["📖", "🌱", "☕", "🎣", "🧹", "🎨", null, null];
const LINES = [
  "Morning! Did you hear about the lantern evening by the bridge?",
  "No, tell me.",
  "I baked two loaves too many, as always. Come by before noon and take one, or the ducks will have it, and they are fat enough as it is, if you ask me or anyone else.",
  "Lovely.",
];

interface Walker {
  readonly body: Body;
  path: Tile[];
  restMs: number;
}

export interface Crowd {
  readonly bodies: readonly Body[];
  advance(elapsedMs: number): void;
  send(id: string, to: Tile): void;
  pathOf(id: string): readonly Tile[];
}

/** The same numbers on every visit, so that pictures can be compared. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function createCrowd(map: TownMap, count: number): Crowd {
  const chance = createChance(7);
  const open: Tile[] = [];
  for (let y = 0; y < map.height; y += 1) {
    for (let x = 0; x < map.width; x += 1) if (isWalkable(map, x, y)) open.push({ x, y });
  }
  const anyTile = (): Tile => open[Math.floor(chance() * open.length)] ?? { x: 0, y: 0 };
  const walkers = Array.from({ length: count }, (_, index): Walker => {
    const start = anyTile();
    const body: Body = {
      id: `p:${index}`,
      name: NAMES[index % NAMES.length] ?? "Someone",
      look: `look-${String((index % LOOKS) + 1).padStart(2, "0")}`,
      x: start.x,
      y: start.y,
      facing: Math.floor(chance() * 4) as Facing,
      speed: 0,
      emoji: null,
      typing: false,
      bubble: null,
      talk: null,
      human: index === 0,
      self: index === 0,
    };
    return { body, path: [], restMs: 0 };
  });
  for (const walker of walkers) rest(walker);

  function rest(walker: Walker): void {
    walker.restMs = 2000 + chance() * 6000;
    const kind = chance();
    walker.body.bubble = kind < 0.2 ? lineOf(LINES[Math.floor(chance() * LINES.length)] ?? "") : null;
    walker.body.typing = kind > 0.92;
    walker.body.emoji = EMOJI[Math.floor(chance() * EMOJI.length)] ?? null;
  }

  function walkOn(walker: Walker, elapsedMs: number): void {
    const { body } = walker;
    let left = (TILES_PER_SECOND * elapsedMs) / 1000;
    body.speed = TILES_PER_SECOND;
    for (let next = walker.path[0]; next !== undefined && left > 0; next = walker.path[0]) {
      const [dx, dy] = [next.x - body.x, next.y - body.y];
      const distance = Math.abs(dx) + Math.abs(dy);
      if (distance > 0) body.facing = Math.abs(dx) > Math.abs(dy) ? (dx < 0 ? 1 : 2) : dy < 0 ? 3 : 0;
      const share = distance <= left ? 1 : left / distance;
      body.x += dx * share;
      body.y += dy * share;
      left -= distance;
      if (share === 1) walker.path.shift();
    }
    if (walker.path.length > 0) return;
    body.speed = 0;
    rest(walker);
  }

  function advanceOne(walker: Walker, elapsedMs: number): void {
    if (walker.path.length > 0) {
      walkOn(walker, elapsedMs);
      return;
    }
    walker.restMs -= elapsedMs;
    if (walker.restMs > 0 || walker.body.self) return;
    walker.body.bubble = null;
    walker.body.typing = false;
    walker.path = route(map, walker.body, anyTile());
  }

  return {
    bodies: walkers.map((walker) => walker.body),
    advance(elapsedMs) {
      for (const walker of walkers) advanceOne(walker, elapsedMs);
    },
    send(id, to) {
      const walker = walkers.find((candidate) => candidate.body.id === id);
      if (walker !== undefined) walker.path = route(map, walker.body, to);
    },
    pathOf: (id) => walkers.find((walker) => walker.body.id === id)?.path ?? [],
  };
}

function lineOf(text: string): Speech {
  return { text, saidAtMs: 0, isLeaving: false };
}

/** A shortest way over walkable tiles, breadth first; empty when there is none. */
function route(map: TownMap, from: Tile, to: Tile): Tile[] {
  const start = { x: Math.round(from.x), y: Math.round(from.y) };
  const cameFrom = new Map<number, Tile | null>([[start.y * map.width + start.x, null]]);
  const queue = [start];
  for (const tile of queue) {
    if (tile.x === to.x && tile.y === to.y) break;
    for (const [dx, dy] of [[0, 1], [1, 0], [0, -1], [-1, 0]] as const) {
      const next = { x: tile.x + dx, y: tile.y + dy };
      const key = next.y * map.width + next.x;
      if (cameFrom.has(key) || !isWalkable(map, next.x, next.y)) continue;
      cameFrom.set(key, tile);
      queue.push(next);
    }
  }
  const path: Tile[] = [];
  for (let tile: Tile | null | undefined = to; tile; tile = cameFrom.get(tile.y * map.width + tile.x)) {
    path.unshift(tile);
  }
  return path[0]?.x === start.x && path[0].y === start.y ? path : [];
}
