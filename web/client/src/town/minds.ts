/** Reading minds: each call as the page asks it, with the owner's key where that is needed. */

import type {
  FoundMemories,
  KeptMemory,
  MemoryKind,
  MemoryPage,
  PlannedDay,
  PlayerUsage,
  KeptRelationship,
  WorldUsage,
} from "../wire/types";
import type { OperationFailedEvent, PlayerId } from "../wire/types";

/** What of a stream one wants to see; null is anything. */
export interface MemoryFilter {
  readonly kinds: readonly MemoryKind[] | null;
  readonly about: PlayerId | null;
  readonly leastImportance: number;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly text: string;
}

export interface Minds {
  readonly plan: (player: PlayerId, signal: AbortSignal) => Promise<PlannedDay | null>;
  readonly lastFailure: (
    player: PlayerId,
    signal: AbortSignal,
  ) => Promise<OperationFailedEvent | null>;
  readonly memories: (
    player: PlayerId,
    filter: MemoryFilter,
    before: string | null,
    signal: AbortSignal,
  ) => Promise<MemoryPage>;
  readonly evidence: (
    player: PlayerId,
    memory: KeptMemory["id"],
    signal: AbortSignal,
  ) => Promise<readonly KeptMemory[]>;
  readonly search: (
    player: PlayerId,
    question: string,
    kinds: readonly MemoryKind[] | null,
    signal: AbortSignal,
  ) => Promise<FoundMemories>;
  readonly relationships: (
    player: PlayerId,
    signal: AbortSignal,
  ) => Promise<readonly KeptRelationship[]>;
  readonly usage: (player: PlayerId, signal: AbortSignal) => Promise<PlayerUsage>;
  readonly worldUsage: (signal: AbortSignal) => Promise<WorldUsage>;
}

/** Reads below a world's address. */
export type Read = <Answer>(rest: string, signal: AbortSignal) => Promise<Answer>;

export const MEMORIES_A_PAGE = 30;
const FOUND_AT_MOST = 20;

export function createMinds(read: Read): Minds {
  return {
    async plan(player, signal) {
      const { plan } = await read<{ readonly plan: PlannedDay | null }>(`${of(player)}/plan`, signal);
      return plan;
    },
    async lastFailure(player, signal) {
      const path = `${of(player)}/failures?limit=1`;
      const [latest] = await read<readonly OperationFailedEvent[]>(path, signal);
      return latest ?? null;
    },
    memories: (player, filter, before, signal) =>
      read(`${of(player)}/memories?${streamQuery(filter, before)}`, signal),
    evidence: (player, memory, signal) =>
      read(`${of(player)}/memories/evidence?${new URLSearchParams({ of: memory })}`, signal),
    search(player, question, kinds, signal) {
      const query = new URLSearchParams({ question, limit: String(FOUND_AT_MOST) });
      for (const kind of kinds ?? []) query.append("kind", kind);
      return read(`${of(player)}/memories/search?${query}`, signal);
    },
    relationships: (player, signal) => read(`${of(player)}/relationships`, signal),
    usage: (player, signal) => read(`${of(player)}/usage`, signal),
    worldUsage: (signal) => read("/usage?days=1", signal),
  };
}

function of(player: PlayerId): string {
  return `/players/${encodeURIComponent(player)}`;
}

/** The query of a page of memories; what is not asked for is left out. */
export function streamQuery(filter: MemoryFilter, before: string | null): string {
  const query = new URLSearchParams({ limit: String(MEMORIES_A_PAGE) });
  for (const kind of filter.kinds ?? []) query.append("kind", kind);
  if (filter.about !== null) query.set("about", filter.about);
  if (filter.leastImportance > 1) query.set("leastImportance", String(filter.leastImportance));
  if (filter.fromMs !== null) query.set("from", String(filter.fromMs));
  if (filter.toMs !== null) query.set("to", String(filter.toMs));
  if (filter.text !== "") query.set("text", filter.text);
  if (before !== null) query.set("before", before);
  return query.toString();
}
