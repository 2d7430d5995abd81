import type { Person, Player, PlayerId } from "../wire/types";
import { formatMinute } from "../town/calendar";
import { usePlaceName } from "./places";
import { useTownPart } from "./hooks";

export interface PersonStoryProps {
  readonly player: Player;
  readonly onPick: (id: PlayerId) => void;
}

/** Who somebody is, as their friends would tell it. */
export function PersonStory({ player, onPick }: PersonStoryProps) {
  const person = useTownPart(({ entities }) => entities.people.get(player.id));
  if (person === undefined) {
    return player.human ? <p className="hint">A visitor, here for a while.</p> : null;
  }
  return (
    <section className="section">
      <h3 className="section__title">
        {person.age}, {person.pronouns}
      </h3>
      <p className="story">{person.background}</p>
      <Addresses person={person} />
      <Traits words={person.character} />
      <Wishes title="Hopes for" wishes={person.wants} />
      <Wishes title="Worries about" wishes={person.worries} />
      <Wishes title="Loves" wishes={person.interests} />
      <Friends person={person} onPick={onPick} />
      <UsualDay person={person} />
    </section>
  );
}

function Addresses({ person }: { readonly person: Person }) {
  const placeName = usePlaceName();
  const parts = [
    person.home === null ? null : `Lives at ${placeName(person.home)}`,
    person.work === null ? null : `works at ${placeName(person.work)}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : <p className="hint">{parts.join(", ")}.</p>;
}

function Traits({ words }: { readonly words: readonly string[] }) {
  return (
    <ul className="traits" aria-label="Character">
      {words.map((word) => (
        <li key={word} className="tag">
          {word}
        </li>
      ))}
    </ul>
  );
}

function Wishes({ title, wishes }: { readonly title: string; readonly wishes: readonly string[] }) {
  if (wishes.length === 0) return null;
  return (
    <div className="facts">
      <h4>{title}</h4>
      <ul>
        {wishes.map((wish) => (
          <li key={wish}>{wish}</li>
        ))}
      </ul>
    </div>
  );
}

function Friends({
  person,
  onPick,
}: {
  readonly person: Person;
  readonly onPick: (id: PlayerId) => void;
}) {
  if (person.knows.length === 0) return null;
  return (
    <div className="facts">
      <h4>Knows</h4>
      <ul>
        {person.knows.map((other) => (
          <li key={other.player}>
            <button type="button" className="link" onClick={() => onPick(other.player)}>
              {other.name}
            </button>
            , {other.relation}: {other.feeling}
          </li>
        ))}
      </ul>
    </div>
  );
}

function UsualDay({ person }: { readonly person: Person }) {
  const placeName = usePlaceName();
  if (person.day.length === 0) return null;
  return (
    <details className="facts facts--day">
      <summary>A usual day</summary>
      <ol className="day">
        {person.day.map((entry) => (
          <li key={entry.fromMinute}>
            <time>{formatMinute(entry.fromMinute)}</time>
            <span>
              <span aria-hidden="true">{entry.emoji} </span>
              {entry.activity} <span className="day__place">({placeName(entry.place)})</span>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
