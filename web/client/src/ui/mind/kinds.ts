/** The kinds of memories, in pictures. */

import type { MemoryKind } from "../../wire/types";

export const KIND_EMOJI: Readonly<Record<MemoryKind, string>> = {
  observation: "👁️",
  conversation: "💬",
  reflection: "💡",
  plan: "🗓️",
  told: "📜",
};

export const KINDS = Object.keys(KIND_EMOJI) as readonly MemoryKind[];
