import { type ReactNode, memo, useCallback, useState } from "react";
import type { Memory } from "../../wire/minds";
import type { PlayerId } from "../../wire/types";
import { usePlaceName } from "../places";
import { useFresh } from "../fresh";
import { usePlayer, useTown } from "../hooks";
import { Unread } from "./Unread";
import { KIND_EMOJI, KIND_NAMES } from "./kinds";
import { useMoment } from "./moments";

/** Evidence never changes; it is asked for again only where the first answer was lost. */
const ASK_EVERY_MS = 60_000;

export interface MemoryCardProps {
  readonly player: PlayerId;
  readonly memory: Memory;
  /** How it was found. */
  readonly children?: ReactNode;
}

/** One memory with all that is kept with it. */
export const MemoryCard = memo(function MemoryCard({ player, memory, children }: MemoryCardProps) {
  return (
    <article className={`memory memory--${memory.kind}`}>
      <p className="memory__text">{memory.text}</p>
      <MemoryFacts memory={memory} />
      {children}
      {memory.evidence.length === 0 ? null : <Evidence player={player} memory={memory} />}
    </article>
  );
});

function MemoryFacts({ memory }: { readonly memory: Memory }) {
  const placeName = usePlaceName();
  const moment = useMoment();
  const speaker = usePlayer(memory.source);
  return (
    <p className="memory__facts">
      <span aria-hidden="true">{KIND_EMOJI[memory.kind]}</span>
      <span>{KIND_NAMES[memory.kind]}</span>
      <time>{moment(memory.atMs)}</time>
      {memory.place === null ? null : <span>{placeName(memory.place)}</span>}
      {speaker === undefined ? null : <span>from {speaker.name}</span>}
      <Importance value={memory.importance} />
      {memory.accessedMs > memory.atMs ? (
        <span title="When it last came to mind">recalled {moment(memory.accessedMs)}</span>
      ) : null}
      {memory.archivedIn === null ? null : <span>faded into a summary</span>}
      {memory.embeddingModel === "" ? <span>not embedded yet</span> : null}
    </p>
  );
}

function Importance({ value }: { readonly value: number }) {
  return (
    <span className={value >= 7 ? "importance importance--high" : "importance"}>
      importance {value}
    </span>
  );
}

interface EvidenceProps {
  readonly player: PlayerId;
  readonly memory: Memory;
}

/** The memories that one rests on: a tree, since they may rest on others in turn. Read when it is opened. */
function Evidence({ player, memory }: EvidenceProps) {
  const [isOpen, setOpen] = useState(false);
  const count = memory.evidence.length;
  return (
    <details className="evidence" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        Rests on {count} {count === 1 ? "memory" : "memories"}
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
        {memory.text}
      </summary>
      {isOpen ? <MemoryCard player={player} memory={memory} /> : null}
    </details>
  );
}
