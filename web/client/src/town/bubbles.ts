/** Who says what above their head, and for how long. */

import type { PlayerId } from "../wire/types";
import type { Message, TownState } from "./model";

const SHORTEST_MS = 2_500;
const LONGEST_MS = 10_000;
const READING_MS_PER_CHARACTER = 60;

/** Real time that a line stays up: long enough to be read. */
export function readingMs(text: string): number {
  return Math.min(LONGEST_MS, SHORTEST_MS + READING_MS_PER_CHARACTER * text.length);
}

/** The line each person is saying at a moment of world time; a fast world keeps lines up for as long as a slow one. */
export function bubblesAt(
  state: TownState,
  nowMs: number,
  speedPermille: number,
): ReadonlyMap<PlayerId, string> {
  const bubbles = new Map<PlayerId, string>();
  for (const messages of state.messages.values()) {
    for (const message of messages) {
      if (isUp(message, nowMs, speedPermille)) bubbles.set(message.player, message.text);
    }
  }
  return bubbles;
}

function isUp(message: Message, nowMs: number, speedPermille: number): boolean {
  return nowMs < message.atMs + (readingMs(message.text) * speedPermille) / 1_000;
}
