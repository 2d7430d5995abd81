/** What the server tells of a mind: docs/WIRE.md, section 3. Times are world time in ms unless said otherwise. */

import type { PlayerId } from "./types";

export const MEMORY_KINDS = ["observation", "conversation", "reflection", "plan", "told"] as const;

export type MemoryKind = (typeof MEMORY_KINDS)[number];
export type MemoryId = string;

export interface Memory {
  readonly id: MemoryId;
  readonly kind: MemoryKind;
  readonly text: string;
  readonly atMs: number;
  /** The id of the place where it happened. */
  readonly place: string | null;
  /** 1 to 10. */
  readonly importance: number;
  /** Who said it. */
  readonly source: PlayerId | null;
  /** The memories that it rests on. */
  readonly evidence: readonly MemoryId[];
  readonly about: readonly PlayerId[];
  readonly tags: readonly string[];
  /** When it last came to mind. */
  readonly accessedMs: number;
  /** The model of its vector; empty while it has none. */
  readonly embeddingModel: string;
  /** The summary that took its place. */
  readonly archivedIn: MemoryId | null;
}

export interface MemoryPage {
  readonly memories: readonly Memory[];
  readonly next: string | null;
}

/** A memory with the parts of its score, each 0 to 1. */
export interface FoundMemory {
  readonly memory: Memory;
  readonly recency: number;
  readonly importance: number;
  readonly relevance: number;
  readonly score: number;
}

export interface FoundMemories {
  readonly nowMs: number;
  readonly weights: {
    readonly recency: number;
    readonly importance: number;
    readonly relevance: number;
  };
  readonly found: readonly FoundMemory[];
}

export interface Relationship {
  readonly other: PlayerId;
  /** 0 to 100. */
  readonly familiarity: number;
  /** -100 to 100. */
  readonly warmth: number;
  readonly talks: number;
  readonly summary: string;
  readonly atMs: number;
}

/** Minutes count from the midnight before the first day. */
export interface Span {
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface PlannedPiece extends Span {
  readonly place: string;
  readonly activity: string;
  readonly emoji: string;
  readonly object: string | null;
}

export interface PlannedHour extends Span {
  readonly pieces: readonly PlannedPiece[];
}

export interface PlannedStroke extends Span {
  readonly place: string;
  readonly activity: string;
  readonly emoji: string;
  readonly meets: PlayerId | null;
  readonly hours: readonly PlannedHour[];
}

export interface Promised {
  readonly partner: PlayerId;
  readonly partnerName: string;
  readonly minute: number;
  readonly place: string;
  readonly about: string;
}

export interface PlannedDay {
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** Thought out; else the usual day. */
  readonly own: boolean;
  readonly strokes: readonly PlannedStroke[];
  readonly promises: readonly Promised[];
}

export interface UsageSums {
  readonly calls: number;
  readonly failures: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly microdollars: number;
  readonly meanLatencyMs: number;
  readonly answersFromCache: number;
  readonly stoodIn: number;
}

export interface UsagePart {
  readonly day: string;
  readonly task: string;
  /** `cache` and `scripted` where no model was asked. */
  readonly model: string;
  readonly calls: number;
  readonly failures: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microdollars: number;
}

export interface ModelCall {
  /** Unix time, ms. */
  readonly atMs: number;
  readonly task: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly latencyMs: number;
  /** `ok` or the kind of error. */
  readonly outcome: string;
  readonly priceMicrodollars: number;
}

export interface PlayerUsage {
  readonly total: UsageSums;
  readonly parts: readonly UsagePart[];
  readonly latest: readonly ModelCall[];
}

export interface WorldBudget {
  readonly microdollars: number | null;
  readonly tokens: number | null;
  readonly state: "unlimited" | "ok" | "near" | "exhausted";
}

export interface SpeakingVoice {
  /** The voice that is meant to speak in this world. */
  readonly name: string;
  readonly chosenBy: "world" | "worker";
  /** Who really speaks just now; null while time stands still. */
  readonly speaks: string | null;
  readonly language: string;
  readonly state: "speaking" | "standingIn" | "budgetSpent" | "paused" | "resting";
  /** Why the scripted voice stands in. */
  readonly reason: string;
}

export interface WorldUsage {
  readonly voice: SpeakingVoice | null;
  readonly budget: WorldBudget | null;
  readonly today: UsageSums;
  readonly total: UsageSums;
  readonly parts: readonly UsagePart[];
}
