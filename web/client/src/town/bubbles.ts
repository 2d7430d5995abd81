/** Who says what above their head, and for how long. */

import type { PlayerId } from "../wire/types";
import { faceOf } from "./faces";
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
      if (isUp(message, nowMs, speedPermille)) bubbles.set(message.player, lineOf(message));
    }
  }
  return bubbles;
}

/** The face comes last, so that a line that was seen to grow stays where it is. */
function lineOf({ text, emotion }: Message): string {
  const face = faceOf(emotion);
  return face === null ? text : `${text} ${face}`;
}

function isUp(message: Message, nowMs: number, speedPermille: number): boolean {
  return nowMs < message.atMs + (readingMs(message.text) * speedPermille) / 1_000;
}
