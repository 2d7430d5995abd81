import { useCallback } from "react";
import type { Relationship } from "../../wire/minds";
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
  const load = useCallback((signal: AbortSignal) => minds.relationships(player, signal), [minds, player]);
  const { value, failure } = useFresh(load, ASK_EVERY_MS);
  const knows = useTownPart(({ entities }) => entities.people.get(player)?.knows ?? NOBODY);
  if (value === null) return <Unread failure={failure} />;
  const talkedWith = new Set(value.map(({ other }) => other));
  const others = knows.filter((known) => !talkedWith.has(known.player));
  return (
    <>
      {value.length === 0 ? <p className="hint">Has talked with nobody yet.</p> : null}
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
  readonly tie: Relationship;
  readonly known: Acquaintance | undefined;
  readonly onPick: (id: PlayerId) => void;
}

function Tie({ tie, known, onPick }: TieProps) {
  const other = usePlayer(tie.other);
  const moment = useMoment();
  return (
    <li className="tie">
      {other === undefined ? null : <Portrait look={other.look} size="small" />}
      <div className="tie__text">
        <p>
          {other === undefined ? (
            <strong>{known?.name ?? "Somebody who has left"}</strong>
          ) : (
            <button type="button" className="link" onClick={() => onPick(other.id)}>
              {other.name}
            </button>
          )}
          {known === undefined ? null : <span className="hint">, {known.relation}</span>}
        </p>
        <p className="tie__summary">{tie.summary}</p>
        <label className="tie__measure">
          <span>familiarity</span>
          <meter className="meter" min={0} max={100} value={tie.familiarity} />
          <output>{tie.familiarity}</output>
        </label>
        <label className="tie__measure">
          <span>warmth</span>
          <meter
            className={tie.warmth < 0 ? "meter meter--cold" : "meter meter--warm"}
            min={0}
            max={100}
            value={Math.abs(tie.warmth)}
          />
          <output>{tie.warmth}</output>
        </label>
        <p className="hint">
          {tie.talks} {tie.talks === 1 ? "talk" : "talks"}, the last ended {moment(tie.atMs)}
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
  return (
    <div className="facts">
      <h4>Knows, and has not talked with yet</h4>
      <ul>
        {others.map((other) => (
          <li key={other.player}>
            <button type="button" className="link" onClick={() => onPick(other.player)}>
              {other.name}
            </button>
            , {other.relation}
          </li>
        ))}
      </ul>
    </div>
  );
}
