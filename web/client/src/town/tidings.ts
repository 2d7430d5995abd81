/** What happened to the visitor's own player without their doing. */

import type { Played } from "./playback";
import type { Town } from "./town";

export function tellVisitor({ keys, notices }: Town, { frames }: Played): void {
  const self = keys.get().player?.id;
  if (self === undefined) return;
  for (const frame of frames) {
    for (const event of frame.kind === "step" ? frame.events : []) {
      if (event.kind === "walkGivenUp" && event.body.player === self) {
        notices.tell({ kind: "stoppedWalking", reason: event.body.reason });
      }
    }
  }
}
