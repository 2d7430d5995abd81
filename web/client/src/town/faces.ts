/** The face that goes with a line. */

import type { Emotion } from "../wire/types";

const FACES: Readonly<Record<Exclude<Emotion, "calm">, string>> = {
  glad: "😊",
  sad: "😔",
  angry: "😠",
  afraid: "😟",
  surprised: "😮",
};

/** An emoji, or null for a calm face, which says nothing. */
export function faceOf(emotion: Emotion): string | null {
  return emotion === "calm" ? null : FACES[emotion];
}
