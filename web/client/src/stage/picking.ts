/** What stands under the pointer. */

import type { Point } from "./camera";

/** A person as drawn, in CSS pixels: where the feet are and how large the sprite is. */
export interface Target {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Half of the least target, in CSS pixels: a finger is broader than a pointer's tip. */
export const REACH = { mouse: 10, touch: 20 } as const;

/**
 * The person a pointer means, or null: among those it touches, the one whose middle is nearest.
 *
 * Sprites smaller than the reach count as if they were as large.
 */
export function personAt(point: Point, targets: readonly Target[], reach: number): string | null {
  let nearest: string | null = null;
  let nearestDistance = Infinity;
  for (const target of targets) {
    const dx = Math.abs(point.x - target.x);
    const dy = Math.abs(point.y - (target.y - target.height / 2));
    if (dx > Math.max(reach, target.width / 2) || dy > Math.max(reach, target.height / 2)) continue;
    const distance = Math.hypot(dx, dy);
    if (distance < nearestDistance) {
      nearest = target.id;
      nearestDistance = distance;
    }
  }
  return nearest;
}
