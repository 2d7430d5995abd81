/** How fresh the picture is, in one word. */

import type { Clock, RunnerState } from "../wire/types";
import type { ConnectionState } from "./connection";

export interface LiveState {
  readonly connection: ConnectionState;
  /** Whether a first frame has come. */
  readonly reached: boolean;
  readonly runner: RunnerState;
  /** World time by which the world lags behind its own clock. */
  readonly behindMs: number;
}

export const UNREACHED: LiveState = {
  connection: { phase: "connecting" },
  reached: false,
  runner: "running",
  behindMs: 0,
};

export type Freshness =
  | { readonly kind: "connecting" | "live" | "paused" | "resting" | "stopped" | "gone" }
  | { readonly kind: "behind"; readonly behindMs: number }
  | { readonly kind: "disconnected"; readonly retryAt: number | null };

/** Real seconds of lag that a visitor would notice. */
const NOTICEABLE_LAG_MS = 2_000;

export function freshnessOf(live: LiveState, clock: Clock | undefined): Freshness {
  if (live.connection.phase === "lost") {
    return { kind: "disconnected", retryAt: live.connection.retryAt };
  }
  if (live.connection.phase === "gone") return { kind: "gone" };
  if (live.connection.phase === "connecting") {
    return live.reached ? { kind: "disconnected", retryAt: null } : { kind: "connecting" };
  }
  if (clock?.resting === true) return { kind: "resting" };
  if (clock?.paused === true) return { kind: "paused" };
  if (live.runner === "stopped") return { kind: "stopped" };
  const speed = (clock?.speedPermille ?? 1_000) / 1_000;
  if (clock?.flatOut !== true && live.behindMs > NOTICEABLE_LAG_MS * Math.max(1, speed)) {
    return { kind: "behind", behindMs: live.behindMs };
  }
  return { kind: "live" };
}
