import { useDeferredValue, useId, useMemo, useState } from "react";
import { useTexts } from "../texts/useTexts";
import type { Player, PlayerId } from "../wire/types";
import { Portrait } from "./Portrait";
import { folded } from "../town/typed";
import { usePart, useTown, useTownPart } from "./hooks";
import { useDoing } from "./doing";

export interface PeopleListProps {
  readonly onPick: (id: PlayerId) => void;
}

/** Everyone in town, by name, with a search. */
export function PeopleList({ onPick }: PeopleListProps) {
  const texts = useTexts();
  const players = useTownPart(({ entities }) => entities.players);
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const found = useMemo(() => search(players, wanted), [players, wanted]);
  const searchId = useId();
  return (
    <>
      <label className="search" htmlFor={searchId}>
        <span className="visually-hidden">{texts.people.search}</span>
        <input
          id={searchId}
          className="input"
          type="search"
          placeholder={texts.people.search}
          autoComplete="off"
          dir="auto"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      {found.length === 0 ? (
        <p className="hint">{query === "" ? texts.people.nobody : texts.people.noSuch}</p>
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

function search(players: ReadonlyMap<string, Player>, query: string): readonly Player[] {
  const needle = folded(query.trim());
  return [...players.values()]
    .filter(({ name }) => folded(name).includes(needle))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function PersonRow({
  player,
  onPick,
}: {
  readonly player: Player;
  readonly onPick: (id: PlayerId) => void;
}) {
  const texts = useTexts();
  const doing = useDoing(player);
  const isSelf = usePart(useTown().keys, (keys) => keys.player?.id === player.id);
  return (
    <li>
      <button type="button" className="people__row" onClick={() => onPick(player.id)}>
        <Portrait look={player.look} size="small" />
        <span className="people__text">
          <span className="people__name">
            <bdi>{player.name}</bdi>
            {player.human ? <span className="tag">{isSelf ? texts.people.you : texts.people.visitor}</span> : null}
          </span>
          <span className="people__doing" dir="auto">
            {doing.emoji === null ? null : <span aria-hidden="true">{doing.emoji} </span>}
            {doing.text}
          </span>
        </span>
      </button>
    </li>
  );
}
