import { useTexts } from "../../texts/useTexts";
import type { MemoryFilter } from "../../town/minds";
import type { PlayerId } from "../../wire/types";
import { MemoryCard } from "./MemoryCard";
import { Unread } from "./Unread";
import { useStream } from "./useStream";

export interface MemoryListProps {
  readonly player: PlayerId;
  /** The same value as long as it asks for the same. */
  readonly filter: MemoryFilter;
  /** What to say when there is none. */
  readonly none: string;
}

/** Memories, newest first, a page at a time; new ones come in at the top. */
export function MemoryList({ player, filter, none }: MemoryListProps) {
  const { memories } = useTexts().mind;
  const [{ stream, failure }, readOn] = useStream(player, filter);
  if (stream === null) return <Unread failure={failure} />;
  return (
    <>
      {failure === null ? null : <Unread failure={failure} />}
      {stream.memories.length === 0 ? <p className="hint">{none}</p> : null}
      <ol className="memories">
        {stream.memories.map((memory) => (
          <li key={memory.id}>
            <MemoryCard player={player} memory={memory} />
          </li>
        ))}
      </ol>
      {stream.next === null ? null : (
        <button type="button" className="button button--quiet" onClick={readOn}>
          {memories.older}
        </button>
      )}
    </>
  );
}
