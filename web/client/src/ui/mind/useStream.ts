import { useCallback, useEffect, useState } from "react";
import type { MemoryFilter } from "../../town/minds";
import { type Stream, extended, renewed } from "../../town/stream";
import type { PlayerId } from "../../wire/types";
import { repeat } from "../fresh";
import { useTown } from "../hooks";

const RENEW_EVERY_MS = 4_000;

export interface StreamState {
  /** Null until it is first read; the one before until another is read. */
  readonly stream: Stream | null;
  /** What the last try failed with, or null. */
  readonly failure: unknown;
}

interface Read extends StreamState {
  readonly filter: MemoryFilter;
}

/** Somebody's memories through a filter, kept new; and how to read on. */
export function useStream(player: PlayerId, filter: MemoryFilter): [StreamState, () => void] {
  const { minds } = useTown();
  const [state, setState] = useState<Read>({ filter, stream: null, failure: null });
  useEffect(
    () =>
      repeat((signal) => minds.memories(player, filter, null, signal), RENEW_EVERY_MS, {
        onValue: (head) =>
          setState((read) => ({
            filter,
            stream: renewed(read.filter === filter ? read.stream : null, head),
            failure: null,
          })),
        onFailure: (error) => setState((read) => ({ ...read, failure: error })),
      }),
    [minds, player, filter],
  );
  const before = state.filter === filter ? (state.stream?.next ?? null) : null;
  const readOn = useCallback((): void => {
    if (before === null) return;
    minds.memories(player, filter, before, new AbortController().signal).then(
      (page) =>
        setState((read) =>
          read.filter === filter && read.stream?.next === before
            ? { ...read, stream: extended(read.stream, page) }
            : read,
        ),
      (error: unknown) => setState((read) => ({ ...read, failure: error })),
    );
  }, [minds, player, filter, before]);
  return [state, readOn];
}
