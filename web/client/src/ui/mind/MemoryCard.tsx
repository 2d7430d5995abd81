import { type ReactNode, memo, useCallback, useState } from "react";
import { useTexts } from "../../texts/useTexts";
import type { KeptMemory } from "../../wire/types";
import type { PlayerId } from "../../wire/types";
import { usePlaceName } from "../places";
import { useFresh } from "../fresh";
import { usePlayer, useTown } from "../hooks";
import { Unread } from "./Unread";
import { KIND_EMOJI } from "./kinds";
import { useMoment } from "./moments";

/** Evidence never changes; it is asked for again only where the first answer was lost. */
const ASK_EVERY_MS = 60_000;

export interface MemoryCardProps {
  readonly player: PlayerId;
  readonly memory: KeptMemory;
  /** How it was found. */
  readonly children?: ReactNode;
}

/** One memory with all that is kept with it. */
export const MemoryCard = memo(function MemoryCard({ player, memory, children }: MemoryCardProps) {
  return (
    <article className={`memory memory--${memory.kind}`}>
      <p className="memory__text" dir="auto">{memory.text}</p>
      <MemoryFacts memory={memory} />
      {children}
      {memory.evidence.length === 0 ? null : <Evidence player={player} memory={memory} />}
    </article>
  );
});

function MemoryFacts({ memory }: { readonly memory: KeptMemory }) {
  const { memories } = useTexts().mind;
  const placeName = usePlaceName();
  const moment = useMoment();
  const speaker = usePlayer(memory.source);
  return (
    <p className="memory__facts">
      <span aria-hidden="true">{KIND_EMOJI[memory.kind]}</span>
      <span>{memories.kinds[memory.kind]}</span>
      <time>{moment(memory.atMs)}</time>
      {memory.place === null ? null : <span>{placeName(memory.place)}</span>}
      {speaker === undefined ? null : <span>{memories.from(speaker.name)}</span>}
      <Importance value={memory.importance} />
      {memory.accessedMs > memory.atMs ? (
        <span title={memories.recalledTitle}>{memories.recalled(moment(memory.accessedMs))}</span>
      ) : null}
      {memory.archivedIn === null ? null : <span>{memories.faded}</span>}
      {memory.embeddingModel === "" ? <span>{memories.notEmbedded}</span> : null}
    </p>
  );
}

function Importance({ value }: { readonly value: number }) {
  const { memories } = useTexts().mind;
  return (
    <span className={value >= 7 ? "importance importance--high" : "importance"}>
      {memories.importanceOf(value)}
    </span>
  );
}

interface EvidenceProps {
  readonly player: PlayerId;
  readonly memory: KeptMemory;
}

/** The memories that one rests on: a tree, since they may rest on others in turn. Read when it is opened. */
function Evidence({ player, memory }: EvidenceProps) {
  const { memories } = useTexts().mind;
  const [isOpen, setOpen] = useState(false);
  const count = memory.evidence.length;
  return (
    <details className="evidence" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {memories.restsOn(count)}
      </summary>
      {isOpen ? <Roots player={player} memory={memory} /> : null}
    </details>
  );
}

function Roots({ player, memory }: EvidenceProps) {
  const { minds } = useTown();
  const { id } = memory;
  const load = useCallback(
    (signal: AbortSignal) => minds.evidence(player, id, signal),
    [minds, player, id],
  );
  const { value, failure } = useFresh(load, ASK_EVERY_MS);
  if (value === null) return <Unread failure={failure} />;
  return (
    <ul className="evidence__roots">
      {value.map((root) => (
        <li key={root.id}>
          <Root player={player} memory={root} />
        </li>
      ))}
    </ul>
  );
}

function Root({ player, memory }: EvidenceProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="evidence__title">
        <span aria-hidden="true">{KIND_EMOJI[memory.kind]} </span>
        <bdi>{memory.text}</bdi>
      </summary>
      {isOpen ? <MemoryCard player={player} memory={memory} /> : null}
    </details>
  );
}
