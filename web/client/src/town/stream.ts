/** A memory stream as far as it has been read: newest first, renewed at its head, read on at its end. */

import type { KeptMemory, MemoryPage } from "../wire/types";

export interface Stream {
  readonly memories: readonly KeptMemory[];
  /** Where to read on; null at the end. */
  readonly next: string | null;
}

/** The stream after its newest page was read again. Memories that did not change stay the same values. */
export function renewed(stream: Stream | null, head: MemoryPage): Stream {
  if (stream === null) return head;
  const fresh = new Set(head.memories.map(({ id }) => id));
  const rest = stream.memories.filter(({ id }) => !fresh.has(id));
  const overlaps = rest.length < stream.memories.length;
  // Without a common memory there may be others between the two: then one begins anew.
  if (!overlaps || head.next === null) return kept(stream, head);
  const known = new Map(stream.memories.map((memory) => [memory.id, memory]));
  const oldest = head.memories.at(-1);
  const older = oldest === undefined ? rest : rest.filter((memory) => isBelow(memory, oldest));
  const memories = [...head.memories.map((memory) => unchanged(known.get(memory.id), memory)), ...older];
  return kept(stream, { memories, next: older.length === 0 ? head.next : stream.next });
}

/** The stream with the page below what was read. */
export function extended(stream: Stream, page: MemoryPage): Stream {
  const known = new Set(stream.memories.map(({ id }) => id));
  const memories = [...stream.memories, ...page.memories.filter(({ id }) => !known.has(id))];
  return { memories, next: page.next };
}

function isBelow(memory: KeptMemory, other: KeptMemory): boolean {
  return memory.atMs < other.atMs || (memory.atMs === other.atMs && memory.id < other.id);
}

function unchanged(before: KeptMemory | undefined, now: KeptMemory): KeptMemory {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

/** The stream itself where nothing is new, so that nothing need be drawn. */
function kept(stream: Stream, next: Stream): Stream {
  const same =
    stream.next === next.next &&
    stream.memories.length === next.memories.length &&
    next.memories.every((memory, place) => memory === stream.memories[place]);
  return same ? stream : next;
}
