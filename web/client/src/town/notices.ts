/** Short notes to the visitor about what went wrong, or right. */

import { InputRejected, Problem, ServerUnreachable } from "./http";
import { type Store, createStore } from "./store";

export interface Notice {
  readonly id: number;
  readonly tone: "info" | "error";
  readonly text: string;
  readonly remedy: string | null;
}

export interface Notices {
  readonly store: Store<readonly Notice[]>;
  readonly tell: (text: string, remedy?: string) => void;
  readonly fail: (error: unknown) => void;
  readonly dismiss: (id: number) => void;
}

const MOST_NOTICES = 4;
const SHOWN_MS = 7_000;

export function createNotices(): Notices {
  const store = createStore<readonly Notice[]>([]);
  let nextId = 1;

  function dismiss(id: number): void {
    store.set(store.get().filter((notice) => notice.id !== id));
  }

  function show(tone: Notice["tone"], text: string, remedy: string | null): void {
    const id = nextId++;
    const others = store.get().filter((notice) => notice.text !== text);
    store.set([...others, { id, tone, text, remedy }].slice(-MOST_NOTICES));
    setTimeout(() => dismiss(id), SHOWN_MS);
  }

  return {
    store,
    tell: (text, remedy) => show("info", text, remedy ?? null),
    fail(error) {
      const { text, remedy } = explain(error);
      show("error", text, remedy);
    },
    dismiss,
  };
}

export interface Explanation {
  readonly text: string;
  readonly remedy: string | null;
}

export function explain(error: unknown): Explanation {
  if (error instanceof Problem) {
    return { text: error.details.detail, remedy: error.details.remedy ?? null };
  }
  if (error instanceof InputRejected) return { text: error.message, remedy: null };
  if (error instanceof ServerUnreachable) {
    return {
      text: "The town's server does not answer.",
      remedy: "This page keeps trying; do it again in a moment.",
    };
  }
  return { text: error instanceof Error ? error.message : String(error), remedy: null };
}
