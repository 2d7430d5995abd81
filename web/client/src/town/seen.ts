/** When one last looked at a town, so that one can be told what has passed since. */

/** Real and world time of a last look. */
export interface LastLook {
  readonly realMs: number;
  readonly worldMs: number;
}

/** Who was away for less has missed little. */
const AWAY_FROM_MS = 10 * 60_000;

const browserStorage = (): Storage => localStorage;

function entryName(worldId: string): string {
  return `everbrook.seen.${worldId}`;
}

export function loadLook(worldId: string, storage: () => Storage = browserStorage): LastLook | null {
  try {
    const kept = JSON.parse(storage().getItem(entryName(worldId)) ?? "null") as Partial<LastLook> | null;
    if (typeof kept?.realMs !== "number" || typeof kept.worldMs !== "number") return null;
    return { realMs: kept.realMs, worldMs: kept.worldMs };
  } catch {
    // Storage may be forbidden or hold something else's text: then one is new here.
    return null;
  }
}

export function saveLook(worldId: string, look: LastLook, storage: () => Storage = browserStorage): void {
  try {
    storage().setItem(entryName(worldId), JSON.stringify(look));
  } catch {
    // Then nobody is told what they missed.
  }
}

/** World time that passed since the last look, or null when that is nothing to speak of. */
export function missedSince(last: LastLook | null, now: LastLook): number | null {
  if (last === null || now.realMs - last.realMs < AWAY_FROM_MS) return null;
  return now.worldMs > last.worldMs ? now.worldMs - last.worldMs : null;
}
