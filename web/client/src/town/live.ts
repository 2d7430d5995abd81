/** How fresh the picture is, in one word. */

import type { Agent, Pace, PictureState, PlayerId, RunnerState } from "../wire/types";
import type { ConnectionState } from "./connection";
import type { Way } from "./ways";

export interface LiveState {
  readonly connection: ConnectionState;
  /** Whether a first frame has come. */
  readonly reached: boolean;
  readonly runner: RunnerState;
  readonly picture: PictureState;
  /** Why the world is broken, if it is. */
  readonly reason: string | null;
  /** World time by which the world lags behind its own clock. */
  readonly behindMs: number;
  /** By which way the page is reached. */
  readonly way?: Way;
  /** Something in between holds back what the server sends. */
  readonly held?: boolean;
}

export const UNREACHED: LiveState = {
  connection: { phase: "connecting" },
  reached: false,
  runner: "running",
  picture: "current",
  reason: null,
  behindMs: 0,
};

export type Freshness =
  | {
      readonly kind:
        "connecting" | "live" | "paused" | "resting" | "stopped" | "late" | "gone" | "outdated";
    }
  /** `behindMs` is world time, `speed` how many times as fast as life the town is to go. */
  | { readonly kind: "behind"; readonly behindMs: number; readonly speed: number }
  /** The town does not go on without these people's thoughts. */
  | { readonly kind: "waiting"; readonly names: readonly string[] }
  | { readonly kind: "broken"; readonly reason: string | null }
  | { readonly kind: "disconnected"; readonly retryAt: number | null; readonly reason: string | null };

/** Real seconds of lag that a visitor would notice. */
const NOTICEABLE_LAG_MS = 2_000;

/** `late`: the names of those whose thoughts are overdue. */
export function freshnessOf(
  live: LiveState,
  clock: Pace | undefined,
  late: readonly string[] = [],
): Freshness {
  if (live.connection.phase === "lost") {
    const { retryAt, reason } = live.connection;
    return { kind: "disconnected", retryAt, reason };
  }
  if (live.connection.phase === "gone") return { kind: "gone" };
  if (live.connection.phase === "outdated") return { kind: "outdated" };
  if (live.connection.phase === "connecting") {
    return live.reached ? { kind: "disconnected", retryAt: null, reason: null } : { kind: "connecting" };
  }
  if (live.runner === "broken") return { kind: "broken", reason: live.reason };
  // What the clock says is as old as the picture.
  if (live.picture === "late") return { kind: "late" };
  if (clock?.resting === true) return { kind: "resting" };
  if (clock?.paused === true) return { kind: "paused" };
  if (live.runner !== "running") return { kind: "stopped" };
  const speed = (clock?.speedPermille ?? 1_000) / 1_000;
  const isBehind = live.behindMs > NOTICEABLE_LAG_MS * Math.max(1, speed);
  if (late.length > 0 && (clock?.flatOut === true || isBehind)) return { kind: "waiting", names: late };
  if (clock?.flatOut !== true && isBehind) return { kind: "behind", behindMs: live.behindMs, speed };
  return { kind: "live" };
}

/** World time for which a thought may last before the town waits for it. */
const PATIENCE_MS = 30_000;

/** Whose thoughts the town waits for. */
export function overdue(agents: ReadonlyMap<string, Agent>, nowMs: number): readonly PlayerId[] {
  return [...agents.values()]
    .filter(({ operation }) => operation !== null && nowMs - operation.startedAtMs > PATIENCE_MS)
    .map(({ player }) => player);
}
