/** The map: whole as the server has it, then as the changes of steps leave it, joined from its parts. */

import type { TownMap } from "../stage/scene";
import type {
  Building,
  Change,
  Chunk,
  Ground,
  MapEntities,
  StoredFixture,
  StoredPlace,
} from "../wire/types";
import type { Place, PlacedMap } from "./places";

/** Tiles along the side of a chunk. */
const CHUNK_TILES = 32;

/** The entities of a map, by id. */
export interface MapParts {
  readonly ground: ReadonlyMap<string, Ground>;
  readonly chunks: ReadonlyMap<string, Chunk>;
  readonly places: ReadonlyMap<string, StoredPlace>;
  readonly buildings: ReadonlyMap<string, Building>;
  readonly fixtures: ReadonlyMap<string, StoredFixture>;
}

export const NO_MAP: MapParts = partsOf({});

export function partsOf(entities: MapEntities): MapParts {
  return {
    ground: byId(entities.ground),
    chunks: byId(entities.chunks),
    places: byId(entities.places),
    buildings: byId(entities.buildings),
    fixtures: byId(entities.fixtures),
  };
}

function byId<Body>(bodies: Readonly<Record<string, Body>> = {}): ReadonlyMap<string, Body> {
  return new Map(Object.entries(bodies));
}

function isMapKind(kind: string): kind is keyof MapParts {
  return kind in NO_MAP;
}

/** The parts after the changes of a step: the same value if none of them is of the map. */
export function partsAfter(parts: MapParts, changes: readonly Change[]): MapParts {
  let after = parts;
  for (const [kind, id, body] of changes) {
    if (!isMapKind(kind)) continue;
    const bodies = new Map<string, unknown>(after[kind]);
    if (body === null) bodies.delete(id);
    else bodies.set(id, body);
    after = { ...after, [kind]: bodies };
  }
  return after;
}

/** The later parts, or the earlier ones if nothing in them is different. */
export function sameParts(before: MapParts, after: MapParts): MapParts {
  return told(before) === told(after) ? before : after;
}

function told(parts: MapParts): string {
  const bodies = Object.values(parts).map((kind: ReadonlyMap<string, unknown>) => [...kind]);
  return JSON.stringify(bodies.map((kind) => kind.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** The map in one piece; null while nothing is known of it. */
export function wholeMap(parts: MapParts): PlacedMap | null {
  const ground = parts.ground.get("");
  if (ground === undefined) return null;
  const rows = rowsOfChunks(ground, parts.chunks);
  const chunks = rows.flat();
  const edge = { width: ground.width + 1, height: ground.height + 1 };
  const terrain = ground.layers.map((layer): [string, readonly string[]] => [
    layer,
    joined(rows, edge, ({ corners }) => corners[layer] ?? []),
  ]);
  return {
    width: ground.width,
    height: ground.height,
    tileSize: ground.tileSize,
    terrain: Object.fromEntries(terrain),
    ground: joined(rows, ground, (chunk) => chunk.ground),
    walkable: joined(rows, ground, (chunk) => chunk.walkable),
    sprites: chunks.flatMap((chunk) => chunk.sprites),
    buildings: [...parts.buildings.values()],
    lights: chunks.flatMap((chunk) => chunk.lights),
    places: joinedPlaces(parts),
  };
}

const EMPTY: Chunk = { ground: [], walkable: [], corners: {}, sprites: [], lights: [] };

function rowsOfChunks(ground: Ground, chunks: ReadonlyMap<string, Chunk>): readonly Chunk[][] {
  const [columns, rows] = [ground.width, ground.height].map((tiles) => Math.ceil(tiles / CHUNK_TILES));
  return Array.from({ length: rows ?? 0 }, (_row, y) =>
    Array.from({ length: columns ?? 0 }, (_chunk, x) => chunks.get(`${String(x)},${String(y)}`) ?? EMPTY),
  );
}

/** The rows of all chunks, side by side; what a chunk leaves out is `0`. */
function joined(
  rows: readonly (readonly Chunk[])[],
  size: Pick<TownMap, "width" | "height">,
  rowsIn: (chunk: Chunk) => readonly string[],
): readonly string[] {
  return Array.from({ length: size.height }, (_, y) => {
    const across = Math.min(Math.floor(y / CHUNK_TILES), rows.length - 1);
    const chunks = rows[across] ?? [];
    return chunks
      .map((chunk, x) => {
        const isLast = x === chunks.length - 1;
        const width = isLast ? size.width - x * CHUNK_TILES : CHUNK_TILES;
        return (rowsIn(chunk)[y - across * CHUNK_TILES] ?? "").padEnd(width, "0");
      })
      .join("");
  });
}

function joinedPlaces({ places, fixtures }: MapParts): readonly Place[] {
  const objects = inOrder(fixtures);
  return inOrder(places).map((place) => ({
    ...place,
    objects: objects.filter((fixture) => fixture.place === place.id),
  }));
}

function inOrder<Part extends { readonly order: number; readonly id: string }>(
  parts: ReadonlyMap<string, Part>,
): readonly Part[] {
  return [...parts.values()].toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}
