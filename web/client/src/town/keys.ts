/** The keys that one holds, kept by the browser so that a reload changes nothing. */

import type { PlayerId } from "../wire/types";

export interface PlayerKey {
  readonly id: PlayerId;
  readonly key: string;
}

export interface WorldKeys {
  readonly owner: string | null;
  readonly player: PlayerKey | null;
}

const NO_KEYS: WorldKeys = { owner: null, player: null };

const browserStorage = (): Storage => localStorage;

function entryName(worldId: string): string {
  return `everbrook.keys.${worldId}`;
}

export function loadKeys(worldId: string, storage: () => Storage = browserStorage): WorldKeys {
  try {
    const text = storage().getItem(entryName(worldId));
    return text === null ? NO_KEYS : { ...NO_KEYS, ...(JSON.parse(text) as Partial<WorldKeys>) };
  } catch {
    // Storage may be forbidden or hold something else's text; the town is then only watched.
    return NO_KEYS;
  }
}

export function saveKeys(worldId: string, keys: WorldKeys, storage: () => Storage = browserStorage): void {
  try {
    storage().setItem(entryName(worldId), JSON.stringify(keys));
  } catch {
    // Without storage the keys live as long as the page does.
  }
}
