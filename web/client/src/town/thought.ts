/** What goes on in somebody's mind just now, from what the town tells of it. */

import type { Agent, AgentOperation, OperationFailedEvent, Player } from "../wire/types";

/** World time after which a thought is late. */
export const LATE_MS = 20_000;

/** World time for which a failure is the last that one knows of a mind. */
const FAILURE_LASTS_MS = 60_000;

export const SLEEP_EMOJI: ReadonlySet<string> = new Set(["💤", "😴", "🛌", "🛏️", "🛏"]);

export type Thought =
  | { readonly kind: "thinking" | "late"; readonly about: string; readonly sinceMs: number }
  | { readonly kind: "asleep"; readonly untilMs: number }
  | { readonly kind: "failed"; readonly about: string; readonly atMs: number; readonly reason: string }
  | { readonly kind: "noticed"; readonly text: string; readonly atMs: number }
  | { readonly kind: "quiet" };

export interface Circumstances {
  readonly agent: Agent;
  readonly player: Player;
  readonly failure: OperationFailedEvent | null;
  readonly nowMs: number;
  /** With whom the agent talks, or talked last in what it thinks about. */
  readonly partnerName: string | null;
}

export function thoughtOf({ agent, player, failure, nowMs, partnerName }: Circumstances): Thought {
  const { operation, noticed } = agent;
  if (operation !== null) {
    const kind = nowMs - operation.startedAtMs < LATE_MS ? "thinking" : "late";
    return { kind, about: aboutOf(operation, agent, partnerName), sinceMs: operation.startedAtMs };
  }
  const { activity } = player;
  if (activity !== null && SLEEP_EMOJI.has(activity.emoji) && nowMs < activity.untilMs) {
    return { kind: "asleep", untilMs: activity.untilMs };
  }
  if (failure !== null && nowMs - failure.atMs < FAILURE_LASTS_MS) {
    const about = TASKS[failure.body.task] ?? failure.body.task;
    return { kind: "failed", about, atMs: failure.atMs, reason: failure.body.reason };
  }
  if (noticed !== null) return { kind: "noticed", text: noticed.text, atMs: noticed.atMs };
  return { kind: "quiet" };
}

/** The kinds of operations, in words. */
export const TASKS: Readonly<Record<string, string>> = {
  decideNext: "what to do next",
  planDay: "how to spend the day",
  generateMessage: "what to say",
  rememberConversation: "what to keep of a talk",
};

function aboutOf(operation: AgentOperation, agent: Agent, partnerName: string | null): string {
  switch (operation.kind) {
    case "planDay":
      return agent.replans === null
        ? "how to spend the day"
        : `how to spend the rest of the day, since ${agent.replans}`;
    case "generateMessage":
      return partnerName === null ? "what to say" : `what to say to ${partnerName}`;
    case "rememberConversation":
      return partnerName === null
        ? "what to keep of a talk"
        : `what to keep of the talk with ${partnerName}`;
    default:
      return TASKS[operation.kind] ?? operation.kind;
  }
}
