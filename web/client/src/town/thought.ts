/** What goes on in somebody's mind just now, from what the town tells of it. */

import type { Texts } from "../texts/english";
import type { Agent, UnderWay, OperationFailedEvent, Player } from "../wire/types";

type Words = Texts["mind"]["thought"];

/** World time after which a thought is late. */
export const LATE_MS = 20_000;

/** World time for which a failure is the last that one knows of a mind. */
const FAILURE_LASTS_MS = 60_000;

export type Thought =
  | { readonly kind: "thinking" | "late"; readonly about: string; readonly sinceMs: number }
  | { readonly kind: "asleep"; readonly untilMs: number }
  | { readonly kind: "failed"; readonly about: string; readonly atMs: number; readonly reason: string }
  | { readonly kind: "noticed"; readonly atMs: number }
  | { readonly kind: "quiet" };

export interface Circumstances {
  readonly agent: Agent;
  readonly player: Player;
  readonly failure: OperationFailedEvent | null;
  readonly nowMs: number;
  /** With whom the agent talks, or talked last in what it thinks about. */
  readonly partnerName: string | null;
  readonly words: Words;
}

export function thoughtOf({ agent, player, failure, nowMs, partnerName, words }: Circumstances): Thought {
  const { operation, noticed } = agent;
  if (operation !== null) {
    const kind = nowMs - operation.startedAtMs < LATE_MS ? "thinking" : "late";
    return { kind, about: aboutOf(operation, agent, partnerName, words), sinceMs: operation.startedAtMs };
  }
  const { activity } = player;
  if (activity !== null && activity.asleep && nowMs < activity.untilMs) {
    return { kind: "asleep", untilMs: activity.untilMs };
  }
  if (failure !== null && nowMs - failure.atMs < FAILURE_LASTS_MS) {
    const about = words.about[failure.body.task] ?? failure.body.task;
    return { kind: "failed", about, atMs: failure.atMs, reason: failure.body.reason };
  }
  if (noticed !== null) return { kind: "noticed", atMs: noticed.atMs };
  return { kind: "quiet" };
}

function aboutOf(
  { kind }: UnderWay,
  { replans }: Agent,
  partnerName: string | null,
  words: Words,
): string {
  if (kind === "planDay" && replans !== null) return words.replanning;
  if (kind === "generateMessage" && partnerName !== null) return words.sayingTo(partnerName);
  if (kind === "rememberConversation" && partnerName !== null) return words.keepingOf(partnerName);
  return words.about[kind] ?? kind;
}
