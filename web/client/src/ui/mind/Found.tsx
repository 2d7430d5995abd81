import { useCallback } from "react";
import { useTexts } from "../../texts/useTexts";
import type { Texts } from "../../texts/english";
import type { FoundMemories, FoundMemory, MemoryKind } from "../../wire/types";
import type { PlayerId } from "../../wire/types";
import { useFresh } from "../fresh";
import { useTown } from "../hooks";
import { MemoryCard } from "./MemoryCard";
import { Unread } from "./Unread";

/** Gentle, since each answer is computed anew by a worker. */
const ASK_EVERY_MS = 20_000;
/** What each memory gets for a part in which all tie. */
const TIED = 0.5;
const PARTS = ["recency", "importance", "relevance"] as const;

export interface FoundProps {
  readonly player: PlayerId;
  readonly question: string;
  readonly kinds: readonly MemoryKind[] | null;
}

/** What would come to mind with a question, and why: the three parts of each score. */
export function Found({ player, question, kinds }: FoundProps) {
  const { minds } = useTown();
  const { memories } = useTexts().mind;
  const load = useCallback(
    async (signal: AbortSignal) => ({
      question,
      answer: await minds.search(player, question, kinds, signal),
    }),
    [minds, player, question, kinds],
  );
  const { value, failure } = useFresh(load, ASK_EVERY_MS);
  if (value === null || value.question !== question) return <Unread failure={failure} />;
  return (
    <>
      {failure === null ? null : <Unread failure={failure} />}
      <p className="hint">{explanationOf(value.answer, memories)}</p>
      <ol className="memories">
        {value.answer.found.map((found) => (
          <li key={found.memory.id}>
            <MemoryCard player={player} memory={found.memory}>
              <Score found={found} weights={value.answer.weights} />
            </MemoryCard>
          </li>
        ))}
      </ol>
    </>
  );
}

function explanationOf({ found }: FoundMemories, words: Texts["mind"]["memories"]): string {
  if (found.length === 0) return words.none;
  if (found.length > 1 && found.every(({ relevance }) => relevance === TIED)) {
    return words.tied;
  }
  return words.found;
}

function Score({
  found,
  weights,
}: {
  readonly found: FoundMemory;
  readonly weights: FoundMemories["weights"];
}) {
  const { memories } = useTexts().mind;
  const names = {
    recency: memories.recency,
    importance: memories.importancePart,
    relevance: memories.relevance,
  };
  return (
    <div className="score">
      {PARTS.map((part) => (
        <label key={part} className="score__part">
          <span>
            {weights[part] === 1 ? names[part] : memories.weighed(names[part], weights[part])}
          </span>
          <meter className={`meter meter--${part}`} min={0} max={1} value={found[part]} />
          <output>{found[part].toFixed(2)}</output>
        </label>
      ))}
      <p className="score__sum">
        {memories.score} <output>{found.score.toFixed(2)}</output>
      </p>
    </div>
  );
}
