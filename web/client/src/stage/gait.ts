/** Walking: which frame of a person's sprite to show. Plain values. */

import type { Facing } from "./types";

/** The frames of one direction in the order in which a walk shows them: stand between two steps. */
const STRIDE = [1, 0, 2, 0] as const;
/** Tiles covered while one frame of a stride is shown; short legs take short steps. */
const TILES_PER_FRAME = 0.22;
/** A longer way between two frames is a jump of the replay, not a step. */
const LONGEST_STEP_TILES = 1;

export const DIRECTIONS = ["down", "left", "right", "up"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export function directionOf(facing: Facing): Direction {
  return DIRECTIONS[facing];
}

/** How far a person has walked since last standing still. */
export interface Gait {
  readonly x: number;
  readonly y: number;
  readonly walked: number;
}

export function standingAt(x: number, y: number): Gait {
  return { x, y, walked: 0 };
}

/** The gait one frame later. A person at rest stands with both feet on the ground. */
export function stepGait(gait: Gait, x: number, y: number, speed: number): Gait {
  const distance = Math.hypot(x - gait.x, y - gait.y);
  if (speed === 0 || distance > LONGEST_STEP_TILES) return standingAt(x, y);
  return { x, y, walked: gait.walked + distance };
}

/** The frame to show, 0 standing, 1 and 2 stepping. */
export function gaitFrame(gait: Gait, speed: number): number {
  if (speed === 0) return 0;
  return STRIDE[Math.floor(gait.walked / TILES_PER_FRAME) % STRIDE.length] ?? 0;
}
