import type { MemoryFilter } from "../../town/minds";
import type { PlayerId } from "../../wire/types";
import { MemoryList } from "./MemoryList";
import { ANYTHING } from "./filters";

const REFLECTIONS: MemoryFilter = { ...ANYTHING, kinds: ["reflection"] };

/** What somebody has understood, each insight with what it follows from. */
export function Reflections({ player }: { readonly player: PlayerId }) {
  return (
    <MemoryList
      player={player}
      filter={REFLECTIONS}
      none="No insights yet: they come when enough of importance has happened."
    />
  );
}
