/** Keeps the map of a town as it is at the moment shown. */

import type { Change } from "../wire/types";
import type { Api } from "./http";
import { type MapParts, NO_MAP, partsAfter, partsOf, sameParts, wholeMap } from "./map";
import type { PlacedMap } from "./places";
import { type Store, createStore } from "./store";

const RETRY_MS = 2_000;

export interface MapKeeper {
  readonly map: Store<PlacedMap | null>;
  /** Asks for all of it: at first, and when changes may have been missed. */
  readonly renew: () => void;
  /** Follows the changes of a step. */
  readonly follow: (changes: readonly Change[]) => void;
  readonly close: () => void;
}

export function createMapKeeper(
  api: Pick<Api, "map">,
  worldId: string,
  onFailed: (error: unknown) => void,
): MapKeeper {
  const map = createStore<PlacedMap | null>(null);
  let parts: MapParts = NO_MAP;
  /** What has come since the map was asked for, which the answer may know already or not. */
  let since: readonly Change[] = [];
  let open = new AbortController();
  let asked = 0;
  let answered = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(next: MapParts): void {
    if (next === parts) return;
    parts = next;
    map.set(wholeMap(parts));
  }

  function ask(): void {
    asked += 1;
    const [question, { signal }] = [asked, open];
    api.map(worldId, signal).then(
      ({ entities }) => {
        // One that was asked before is better than none.
        if (signal.aborted || (question < asked && parts !== NO_MAP)) return;
        answered = question;
        show(sameParts(parts, partsAfter(partsOf(entities), since)));
      },
      (error: unknown) => {
        if (signal.aborted || question < asked) return;
        onFailed(error);
        timer = setTimeout(ask, RETRY_MS);
      },
    );
  }

  return {
    map,
    renew() {
      clearTimeout(timer);
      since = [];
      ask();
    },
    follow(changes) {
      if (answered < asked) since = [...since, ...changes];
      show(partsAfter(parts, changes));
    },
    close() {
      open.abort();
      open = new AbortController();
      clearTimeout(timer);
    },
  };
}
