/** Plays what the live socket brings, a little in the past. */

import type { LiveMessage } from "../wire/frames";
import type { FullFrame, PlayerId, StepFrame, Walker } from "../wire/types";
import type { Pose } from "./scene";

/** What became true since the frame before. */
export interface Played {
  readonly nowMs: number;
  readonly frames: readonly (FullFrame | StepFrame)[];
}

export interface Playback {
  receive(message: LiveMessage, realMs: number): void;
  advance(realMs: number): Played;
  poseOf(player: PlayerId): Pose | null;
}

export function createPlayback(): Playback {
  let queue: (FullFrame | StepFrame)[] = [];
  let nowMs = 0;
  const poses = new Map<PlayerId, Walker>();
  return {
    receive({ frame }) {
      if (frame.kind === "full") queue = [frame];
      else if (frame.kind === "step") queue.push(frame);
    },
    advance() {
      const frames = queue;
      queue = [];
      for (const frame of frames) {
        nowMs = frame.nowMs;
        if (frame.kind === "full") {
          for (const [id, walker] of Object.entries(frame.entities.walkers ?? {})) poses.set(id, walker);
        } else {
          for (const [kind, id, body] of frame.changes) {
            if (kind === "walkers" && body !== null) poses.set(id, body);
          }
        }
      }
      return { nowMs, frames };
    },
    poseOf: (player) => poses.get(player) ?? null,
  };
}
