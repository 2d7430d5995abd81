import { useTexts } from "../../texts/useTexts";
import type { MemoryFilter } from "../../town/minds";
import type { PlayerId } from "../../wire/types";
import { MemoryList } from "./MemoryList";
import { ANYTHING } from "./filters";

const REFLECTIONS: MemoryFilter = { ...ANYTHING, kinds: ["reflection"] };

/** What somebody has understood, each insight with what it follows from. */
export function Reflections({ player }: { readonly player: PlayerId }) {
  const { memories } = useTexts().mind;
  return (
    <MemoryList
      player={player}
      filter={REFLECTIONS}
      none={memories.noInsights}
    />
  );
}
