import { useDeferredValue, useId, useMemo, useState } from "react";
import type { Player, PlayerId } from "../wire/types";
import { Portrait } from "./Portrait";
import { usePart, useTown, useTownPart } from "./hooks";
import { useDoing } from "./doing";

export interface PeopleListProps {
  readonly onPick: (id: PlayerId) => void;
}

/** Everyone in town, by name, with a search. */
export function PeopleList({ onPick }: PeopleListProps) {
  const players = useTownPart(({ entities }) => entities.players);
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const found = useMemo(() => search(players, wanted), [players, wanted]);
  const searchId = useId();
  return (
    <>
      <label className="search" htmlFor={searchId}>
        <span className="visually-hidden">Search by name</span>
        <input
          id={searchId}
          className="input"
          type="search"
          placeholder="Search by name"
          autoComplete="off"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      {found.length === 0 ? (
        <p className="hint">{query === "" ? "Nobody is here yet." : "Nobody of that name."}</p>
      ) : (
        <ul className="people">
          {found.map((player) => (
            <PersonRow key={player.id} player={player} onPick={onPick} />
          ))}
        </ul>
      )}
    </>
  );
}

function search(players: ReadonlyMap<PlayerId, Player>, query: string): readonly Player[] {
  const needle = query.trim().toLocaleLowerCase();
  return [...players.values()]
    .filter(({ name }) => name.toLocaleLowerCase().includes(needle))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function PersonRow({
  player,
  onPick,
}: {
  readonly player: Player;
  readonly onPick: (id: PlayerId) => void;
}) {
  const doing = useDoing(player);
  const isSelf = usePart(useTown().keys, (keys) => keys.player?.id === player.id);
  return (
    <li>
      <button type="button" className="people__row" onClick={() => onPick(player.id)}>
        <Portrait look={player.look} size="small" />
        <span className="people__text">
          <span className="people__name">
            {player.name}
            {player.human ? <span className="tag">{isSelf ? "you" : "visitor"}</span> : null}
          </span>
          <span className="people__doing">
            {doing.emoji === null ? null : <span aria-hidden="true">{doing.emoji} </span>}
            {doing.text}
          </span>
        </span>
      </button>
    </li>
  );
}
