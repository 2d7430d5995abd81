import { useCallback } from "react";
import { useTexts } from "../../texts/useTexts";
import type { KeptRelationship } from "../../wire/types";
import type { Acquaintance, PlayerId } from "../../wire/types";
import { Portrait } from "../Portrait";
import { useFresh } from "../fresh";
import { usePlayer, useTown, useTownPart } from "../hooks";
import { Unread } from "./Unread";
import { useMoment } from "./moments";

const ASK_EVERY_MS = 8_000;
const NOBODY: readonly Acquaintance[] = [];

export interface RelationshipsProps {
  readonly player: PlayerId;
  readonly onPick: (id: PlayerId) => void;
}

/** What others have become to somebody, and whom they know but have not talked with yet. */
export function Relationships({ player, onPick }: RelationshipsProps) {
  const { minds } = useTown();
  const { ties } = useTexts().mind;
  const load = useCallback((signal: AbortSignal) => minds.relationships(player, signal), [minds, player]);
  const { value, failure } = useFresh(load, ASK_EVERY_MS);
  const knows = useTownPart(({ entities }) => entities.people.get(player)?.knows ?? NOBODY);
  if (value === null) return <Unread failure={failure} />;
  const talkedWith = new Set(value.map(({ other }) => other));
  const others = knows.filter((known) => !talkedWith.has(known.player));
  return (
    <>
      {value.length === 0 ? <p className="hint">{ties.none}</p> : null}
      <ul className="ties">
        {value.map((tie) => (
          <Tie
            key={tie.other}
            tie={tie}
            known={knows.find((known) => known.player === tie.other)}
            onPick={onPick}
          />
        ))}
      </ul>
      {others.length === 0 ? null : <NotTalkedYet others={others} onPick={onPick} />}
    </>
  );
}

interface TieProps {
  readonly tie: KeptRelationship;
  readonly known: Acquaintance | undefined;
  readonly onPick: (id: PlayerId) => void;
}

function Tie({ tie, known, onPick }: TieProps) {
  const other = usePlayer(tie.other);
  const moment = useMoment();
  const { ties } = useTexts().mind;
  return (
    <li className="tie">
      {other === undefined ? null : <Portrait look={other.look} size="small" />}
      <div className="tie__text">
        <p>
          {other === undefined ? (
            <strong dir="auto">{known?.name ?? ties.left}</strong>
          ) : (
            <button type="button" className="link" onClick={() => onPick(other.id)}>
              <bdi>{other.name}</bdi>
            </button>
          )}
          {known === undefined ? null : <span className="hint">, <bdi>{known.relation}</bdi></span>}
        </p>
        <p className="tie__summary" dir="auto">{tie.summary}</p>
        <label className="tie__measure">
          <span>{ties.familiarity}</span>
          <meter className="meter" min={0} max={100} value={tie.familiarity} />
          <output>{tie.familiarity}</output>
        </label>
        <label className="tie__measure">
          <span>{ties.warmth}</span>
          <meter
            className={tie.warmth < 0 ? "meter meter--cold" : "meter meter--warm"}
            min={0}
            max={100}
            value={Math.abs(tie.warmth)}
          />
          <output>{tie.warmth}</output>
        </label>
        <p className="hint">
          {ties.talks(tie.talks, moment(tie.atMs))}
        </p>
      </div>
    </li>
  );
}

function NotTalkedYet({
  others,
  onPick,
}: {
  readonly others: readonly Acquaintance[];
  readonly onPick: (id: PlayerId) => void;
}) {
  const { ties } = useTexts().mind;
  return (
    <div className="facts">
      <h3>{ties.notYet}</h3>
      <ul>
        {others.map((other) => (
          <li key={other.player}>
            <button type="button" className="link" onClick={() => onPick(other.player)}>
              <bdi>{other.name}</bdi>
            </button>
            , <bdi>{other.relation}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
