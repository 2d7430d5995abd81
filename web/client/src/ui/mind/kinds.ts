/** The kinds of memories, in words and pictures. */

import type { MemoryKind } from "../../wire/minds";

export const KIND_NAMES: Readonly<Record<MemoryKind, string>> = {
  observation: "Observation",
  conversation: "Conversation",
  reflection: "Reflection",
  plan: "Plan",
  told: "Told by the owner",
};

export const KIND_EMOJI: Readonly<Record<MemoryKind, string>> = {
  observation: "👁️",
  conversation: "💬",
  reflection: "💡",
  plan: "🗓️",
  told: "📜",
};
