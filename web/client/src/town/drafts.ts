/** What people are writing, as it is told while the world goes on: shown as much in the past as all else. */

import type { DraftFrame, PlayerId } from "../wire/types";

/** However far in the past the world is shown, while it is paused say. */
const LONGEST_DELAY_MS = 2_000;
/** Of one speaker, still to be shown: more than come in the longest delay. */
const MOST_WAITING = 20;

interface Waiting {
  readonly draft: DraftFrame;
  readonly dueMs: number;
}

export class DraftBoard {
  private readonly waiting = new Map<PlayerId, readonly Waiting[]>();
  private shown: ReadonlyMap<PlayerId, DraftFrame> = new Map();

  /** Takes note of a draft that came at a time of the page's own clock, while the world is shown so late. */
  receive(draft: DraftFrame, arrivedMs: number, delayMs: number): void {
    const dueMs = arrivedMs + Math.min(LONGEST_DELAY_MS, Math.max(0, delayMs));
    const before = this.waiting.get(draft.player) ?? [];
    this.waiting.set(draft.player, [...before, { draft, dueMs }].slice(-MOST_WAITING));
  }

  /** The newest draft of each speaker that is due by a time. */
  advance(timeMs: number): ReadonlyMap<PlayerId, DraftFrame> {
    for (const [player, waiting] of this.waiting) {
      const due = waiting.findLast(({ dueMs }) => dueMs <= timeMs);
      if (due === undefined) continue;
      this.shown = new Map(this.shown).set(player, due.draft);
      const left = waiting.slice(waiting.indexOf(due) + 1);
      if (left.length > 0) this.waiting.set(player, left);
      else this.waiting.delete(player);
    }
    return this.shown;
  }
}
