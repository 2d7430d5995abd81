/** Plays what the live socket brings, a little in the past. */

import { ReplayClock } from "../replay/clock";
import { Timeline } from "../replay/timeline";
import type { LiveMessage } from "../wire/frames";
import type { DraftFrame, Facing, FullFrame, PlayerId, StepFrame } from "../wire/types";
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
    poseOf(player, { walkers }) {
      const walker = walkers.get(player);
      if (walker === undefined) return null;
      const at = (column: "x" | "y" | "facing" | "speed"): number =>
        timeline.sample("walkers", walker.slot, column, nowMs) ?? walker[column];
      return { x: at("x"), y: at("y"), facing: at("facing") as Facing, speed: at("speed") };
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
