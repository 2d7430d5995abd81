/** Follows the visitor's own player when it comes, and notices when it is no longer in the town. */

import type { Town } from "./town";

/** The picture is a little in the past: who has just joined appears only after a while. */
const ARRIVAL_TAKES_AT_MOST_MS = 10_000;

/** Answers with what to call now and then. */
export function createPresence({
  state,
  keys,
  view,
  visitor,
  notices,
}: Pick<Town, "state" | "keys" | "view" | "visitor" | "notices">): (realMs: number) => void {
  let expected: string | null = null;
  let wasSeen = false;
  let expectedSinceMs = 0;

  return (realMs) => {
    const { entities } = state.get();
    const player = keys.get().player?.id ?? null;
    if (player !== expected) {
      expected = player;
      expectedSinceMs = realMs;
      wasSeen = false;
    }
    if (player === null || entities.settings.size === 0) {
      expectedSinceMs = realMs;
      return;
    }
    if (entities.players.has(player)) {
      if (!wasSeen) view.set({ ...view.get(), following: player });
      wasSeen = true;
      return;
    }
    if (!wasSeen && realMs - expectedSinceMs < ARRIVAL_TAKES_AT_MOST_MS) return;
    visitor.forgetPlayer();
    notices.tell({ kind: "goneHome" });
  };
}
