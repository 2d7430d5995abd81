/** Short notes to the visitor about what went wrong, or right. */

import { type Texts, english } from "../texts/english";
import { InputRejected, InputWaiting, Problem, ServerUnreachable } from "./http";
import { type Store, createStore } from "./store";

/** What a visitor is told, before it is put into words. */
export type Tidings =
  | { readonly kind: "failure"; readonly error: unknown }
  | { readonly kind: "goneHome" }
  | { readonly kind: "stoppedWalking"; readonly reason: string }
  /** In the words of a fork's own module. */
  | { readonly kind: "ofFork"; readonly text: string };

export interface Notice {
  readonly id: number;
  readonly tidings: Tidings;
}

export interface Notices {
  readonly store: Store<readonly Notice[]>;
  readonly tell: (tidings: Tidings) => void;
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

  function tell(tidings: Tidings): void {
    const id = nextId++;
    const others = store.get().filter((notice) => !saysTheSame(notice.tidings, tidings));
    store.set([...others, { id, tidings }].slice(-MOST_NOTICES));
    setTimeout(() => dismiss(id), SHOWN_MS);
  }

  return { store, tell, fail: (error) => tell({ kind: "failure", error }), dismiss };
}

function saysTheSame(one: Tidings, other: Tidings): boolean {
  const [first, second] = [worded(one, english), worded(other, english)];
  return first.text === second.text;
}

export interface Explanation {
  readonly text: string;
  readonly remedy: string | null;
}

/** Tidings in the words of a language. */
export function worded(tidings: Tidings, texts: Texts): Explanation {
  switch (tidings.kind) {
    case "failure":
      return explain(tidings.error, texts);
    case "goneHome":
      return { text: texts.notices.goneHome, remedy: texts.notices.comeAgain };
    case "stoppedWalking":
      return { text: texts.notices.stoppedWalking(tidings.reason), remedy: null };
    case "ofFork":
      return { text: tidings.text, remedy: null };
  }
}

const PROBLEM_TYPE = "urn:everbrook:problem:";

/** What went wrong, as a person would put it. */
export function explain(error: unknown, { failures }: Pick<Texts, "failures">): Explanation {
  if (error instanceof Problem) return explainProblem(error, failures);
  if (error instanceof InputRejected) return { text: failures.refused(error.message), remedy: null };
  if (error instanceof InputWaiting) return { text: failures.noted, remedy: null };
  if (error instanceof ServerUnreachable) {
    return { text: failures.unreachable, remedy: failures.unreachableRemedy };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { text: failures.broke(reason), remedy: null };
}

function explainProblem({ details }: Problem, failures: Texts["failures"]): Explanation {
  const { type, status, detail, remedy } = details;
  const [text, help] = failures.kinds[type.replace(PROBLEM_TYPE, "")] ?? [detail, remedy];
  if (text === "") return { text: failures.status(status), remedy: help || null };
  return { text: failures.refused(text), remedy: help || null };
}
