/** Who says what above their head, and for how long. */

import type { Speech } from "../stage/types";
import type { PlayerId } from "../wire/types";
import { faceOf } from "./faces";
import type { Message, TownState } from "./model";
import { characters } from "./typed";

const SHORTEST_MS = 2_500;
const LONGEST_MS = 32_000;
const READING_MS_PER_CHARACTER = 60;
/** The last of that time, in which a line fades. */
const LEAVING_MS = 700;

/** Real time that a line stays up: long enough to be read. */
export function readingMs(text: string): number {
  return Math.min(LONGEST_MS, SHORTEST_MS + READING_MS_PER_CHARACTER * characters(text));
}

/** A line, and the talk that it is part of. */
export interface Bubble extends Speech {
  readonly talk: string;
}

/**
 * The line each person is saying at a moment of world time; a fast world keeps lines up for as long as a slow one.
 *
 * A talk that is over is read to its end: its last words would be gone as they come otherwise.
 */
export function bubblesAt(
  state: TownState,
  nowMs: number,
  speedPermille: number,
): ReadonlyMap<PlayerId, Bubble> {
  const bubbles = new Map<PlayerId, Bubble>();
  const longestMs = (LONGEST_MS * speedPermille) / 1_000;
  for (const { endedAtMs, messages } of state.ended) {
    if (endedAtMs + longestMs < nowMs) break;
    for (const message of messages) putUp(bubbles, message, nowMs, speedPermille);
  }
  for (const messages of state.messages.values()) {
    for (const message of messages) putUp(bubbles, message, nowMs, speedPermille);
  }
  return bubbles;
}

function putUp(
  bubbles: Map<PlayerId, Bubble>,
  message: Message,
  nowMs: number,
  speedPermille: number,
): void {
  const leftMs = ((message.atMs - nowMs) * 1_000) / speedPermille + readingMs(message.text);
  if (message.text === "" || leftMs <= 0) return;
  if ((bubbles.get(message.player)?.saidAtMs ?? -Infinity) > message.atMs) return;
  bubbles.set(message.player, {
    text: lineOf(message),
    talk: message.conversation,
    saidAtMs: message.atMs,
    isLeaving: leftMs <= LEAVING_MS,
  });
}

/** The face comes last, so that a line that was seen to grow stays where it is. */
function lineOf({ text, emotion }: Message): string {
  const face = faceOf(emotion);
  return face === null ? text : `${text} ${face}`;
}
