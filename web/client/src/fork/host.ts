/** Keeps what a fork's own module asks for: its entities, its events and its columns, at the moment shown. */

import { below } from "../town/base";
import type { Playback, Played } from "../town/playback";
import type { BeginFork, ForkEvent, ForkPage, Moment } from "./page";

/** Where historical columns are read at the moment shown. */
export type Columns = Pick<Playback, "sample" | "stood">;

/** Served from the fork's folder, or the one that ships and does nothing. */
const FORK_MODULE = "/page/fork.js";

export interface ForkHost {
  readonly corner: HTMLElement;
  /** Makes what has come into force known to the fork, and the moment that it leads to. */
  play(played: Pick<Played, "nowMs" | "frames">, columns: Columns): void;
  begin(begin: BeginFork): void;
}

export function createForkHost(tell: (text: string) => void): ForkHost {
  const corner = document.createElement("div");
  corner.className = "fork";
  const entities = new Map<string, Map<string, unknown>>();
  const hearers = new Map<string, ((event: ForkEvent) => void)[]>();
  let shows: ((moment: Moment) => void)[] = [];

  function put(kind: string, id: string, body: unknown): void {
    const of = entities.get(kind) ?? new Map<string, unknown>();
    entities.set(kind, of);
    if (body === null) of.delete(id);
    else of.set(id, body);
  }

  function take(frame: Played["frames"][number]): void {
    if (frame.kind === "step") {
      for (const event of frame.events as readonly ForkEvent[]) {
        for (const hear of hearers.get(event.kind) ?? []) guarded(() => hear(event));
      }
      for (const [kind, id, body] of frame.changes) put(kind, id, body);
      return;
    }
    entities.clear();
    for (const [kind, bodies] of Object.entries(frame.entities)) {
      for (const [id, body] of Object.entries(bodies)) put(kind, id, body);
    }
  }

  function momentAt(nowMs: number, columns: Columns): Moment {
    return {
      nowMs,
      ids: (kind) => [...(entities.get(kind)?.keys() ?? [])],
      entity: (kind, id) => entities.get(kind)?.get(id),
      column(table, id, column) {
        const row = entities.get(table)?.get(id) as Readonly<Record<string, number>> | undefined;
        if (row === undefined || row["slot"] === undefined) return null;
        return columns.sample(table, row["slot"], column) ?? row[column] ?? columns.stood(table, id, column);
      },
    };
  }

  const page: ForkPage = {
    corner,
    tell,
    onEvent: (kind, hear) => hearers.set(kind, [...(hearers.get(kind) ?? []), hear]),
    onMoment: (show) => shows.push(show),
  };
  return {
    corner,
    play({ nowMs, frames }, columns) {
      frames.forEach(take);
      const moment = momentAt(nowMs, columns);
      shows = shows.filter((show) => guarded(() => show(moment)));
    },
    begin: (begin) => void guarded(() => begin(page)),
  };
}

/** Lets a fork begin once its module is here; without one the town is whole too. */
export async function loadFork(host: ForkHost): Promise<void> {
  try {
    const module = (await import(/* @vite-ignore */ below(FORK_MODULE).href)) as { readonly default: BeginFork };
    host.begin(module.default);
  } catch (cause) {
    reportError(cause);
  }
}

/** Whether a fork's own code went well; what it breaks is not called again, and breaks nothing of the town's. */
function guarded(call: () => void): boolean {
  try {
    call();
    return true;
  } catch (cause) {
    reportError(cause);
    return false;
  }
}
