/** The keys that one holds, kept by the browser so that a reload changes nothing. */

import type { PlayerId } from "../wire/types";

export interface PlayerKey {
  readonly id: PlayerId;
  readonly key: string;
}

export interface WorldKeys {
  /** A key with an owner's powers: the world's own, or else the operator's. */
  readonly owner: string | null;
  readonly player: PlayerKey | null;
}

const NO_KEYS: WorldKeys = { owner: null, player: null };
const OPERATOR_ENTRY = "everbrook.operator";
const WORLD_ENTRY = "everbrook.keys.";

/** May be forbidden, or hold something else's text; whoever reads it does without then. */
export type BrowserStorage = () => Storage;

const browserStorage: BrowserStorage = () => localStorage;

export function loadKeys(worldId: string, storage: BrowserStorage = browserStorage): WorldKeys {
  const kept = keptKeys(worldId, storage);
  return kept.owner === null ? { ...kept, owner: loadOperator(storage) } : kept;
}

export function saveKeys(worldId: string, keys: WorldKeys, storage: BrowserStorage = browserStorage): void {
  const owner = keys.owner === loadOperator(storage) ? null : keys.owner;
  write(WORLD_ENTRY + worldId, JSON.stringify({ ...keys, owner }), storage);
}

/** The key that opens all worlds of this town, if one holds it. */
export function loadOperator(storage: BrowserStorage = browserStorage): string | null {
  return read(OPERATOR_ENTRY, storage);
}

export function saveOperator(key: string, storage: BrowserStorage = browserStorage): void {
  write(OPERATOR_ENTRY, key, storage);
}

/** The keys of each world of which one holds any; without the operator's. */
export function worldsWithKeys(storage: BrowserStorage = browserStorage): ReadonlyMap<string, WorldKeys> {
  const ids = entryNames(storage)
    .filter((name) => name.startsWith(WORLD_ENTRY))
    .map((name) => name.slice(WORLD_ENTRY.length));
  const found = ids.map((id) => [id, keptKeys(id, storage)] as const);
  return new Map(found.filter(([, { owner, player }]) => owner !== null || player !== null));
}

function keptKeys(worldId: string, storage: BrowserStorage): WorldKeys {
  const text = read(WORLD_ENTRY + worldId, storage);
  if (text === null) return NO_KEYS;
  try {
    return { ...NO_KEYS, ...(JSON.parse(text) as Partial<WorldKeys>) };
  } catch {
    return NO_KEYS;
  }
}

function read(name: string, storage: BrowserStorage): string | null {
  try {
    return storage().getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, text: string, storage: BrowserStorage): void {
  try {
    storage().setItem(name, text);
  } catch {
    // Without storage the keys live as long as the page does.
  }
}

function entryNames(storage: BrowserStorage): string[] {
  try {
    const kept = storage();
    return Array.from({ length: kept.length }, (_, at) => kept.key(at) ?? "");
  } catch {
    return [];
  }
}
