/** Plays what the live socket brings, a little in the past. */

import { ReplayClock } from "../replay/clock";
import { Timeline } from "../replay/timeline";
import type { LiveMessage } from "../wire/frames";
import type { Facing } from "../stage/types";
import type { DraftFrame, FullFrame, PlayerId, StepFrame } from "../wire/types";
import { DraftBoard } from "./drafts";
import type { Entities } from "./model";
import type { Pose } from "./scene";

export interface Played {
  /** The moment to show. */
  readonly nowMs: number;
  /** Those whose changes have come into force since the call before. */
  readonly frames: readonly (FullFrame | StepFrame)[];
  /** The newest draft of each speaker, whether or not it is of use. */
  readonly drafts: ReadonlyMap<PlayerId, DraftFrame>;
}

export interface Playback {
  /** Whether the message could be played; if not, steps are missing or damaged. */
  receive(message: LiveMessage, realMs: number): boolean;
  advance(realMs: number): Played;
  /** Asks that the outcome of the visitor's own input be shown soon. */
  hasten(realMs: number): void;
  /** The value of a historical column of a slot at the moment shown; null if it does not change in its step. */
  sample(table: string, slot: number, column: string): number | null;
  /** Its value as it was told last; null if it is in no history, nor what histories go on from. */
  stood(table: string, id: string, column: string): number | null;
  /** Where somebody stands at the moment shown. */
  poseOf(player: PlayerId, entities: Entities): Pose | null;
}

export function createPlayback(): Playback {
  const clock = new ReplayClock();
  const timeline = new Timeline();
  const drafts = new DraftBoard();
  let nowMs = 0;
  return {
    receive({ frame, history }, realMs) {
      if (frame.kind === "draft") {
        drafts.receive(frame, realMs, clock.status(realMs).delayMs);
        return true;
      }
      if (frame.kind === "heartbeat") {
        clock.receive(frame, realMs);
        return true;
      }
      const accepted = accept(timeline, frame, history);
      if (accepted === "accepted") clock.receive(frame, realMs);
      return accepted === "accepted" || accepted === "repeated";
    },
    advance(realMs) {
      nowMs = clock.advance(realMs);
      return { nowMs, frames: timeline.advance(nowMs), drafts: drafts.advance(realMs) };
    },
    hasten: (realMs) => clock.hasten(realMs),
    sample: (table, slot, column) => timeline.sample(table, slot, column, nowMs),
    stood: (table, id, column) => timeline.stood(table, id, column),
    poseOf(player, { walkers }) {
      const walker = walkers.get(player);
      if (walker === undefined) return null;
      const sampled = (column: keyof Pose): number | null =>
        timeline.sample("walkers", walker.slot, column, nowMs);
      const placed = (column: "x" | "y"): number | null =>
        sampled(column) ?? timeline.stood("walkers", player, column);
      const [x, y] = [placed("x"), placed("y")];
      if (x === null || y === null) return null;
      const facing = (sampled("facing") ?? walker.facing) as Facing;
      return { x, y, facing, speed: sampled("speed") ?? walker.speed };
    },
  };
}

function accept(
  timeline: Timeline,
  frame: FullFrame | StepFrame,
  history: Uint8Array,
): "accepted" | "repeated" | "gap" | "damaged" {
  try {
    return timeline.accept(frame, history);
  } catch {
    return "damaged";
  }
}
