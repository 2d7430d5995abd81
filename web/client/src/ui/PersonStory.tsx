import { useTexts } from "../texts/useTexts";
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
  const { person: words } = useTexts();
  const person = useTownPart(({ entities }) => entities.people.get(player.id));
  if (person === undefined) {
    return player.human ? <p className="hint">{words.visitor}</p> : null;
  }
  return (
    <section className="section">
      <h3 className="section__title">
        {person.age}, {person.pronouns}
      </h3>
      <p className="story" dir="auto">{person.background}</p>
      <Addresses person={person} />
      <Traits words={person.character} />
      <Wishes title={words.wants} wishes={person.wants} />
      <Wishes title={words.worries} wishes={person.worries} />
      <Wishes title={words.interests} wishes={person.interests} />
      <Friends person={person} onPick={onPick} />
      <UsualDay person={person} />
    </section>
  );
}

function Addresses({ person }: { readonly person: Person }) {
  const placeName = usePlaceName();
  const { person: words } = useTexts();
  const home = person.home === null ? null : placeName(person.home);
  const work = person.work === null ? null : placeName(person.work);
  if (home === null) return work === null ? null : <p className="hint">{words.worksAt(work)}</p>;
  return <p className="hint">{work === null ? words.livesAt(home) : words.livesAndWorks(home, work)}</p>;
}

function Traits({ words }: { readonly words: readonly string[] }) {
  const { person } = useTexts();
  return (
    <ul className="traits" aria-label={person.character}>
      {words.map((word) => (
        <li key={word} className="tag" dir="auto">
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
          <li key={wish} dir="auto">{wish}</li>
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
  const { person: words } = useTexts();
  if (person.knows.length === 0) return null;
  return (
    <div className="facts">
      <h4>{words.knows}</h4>
      <ul>
        {person.knows.map((other) => (
          <li key={other.player} dir="auto">
            <button type="button" className="link" onClick={() => onPick(other.player)}>
              <bdi>{other.name}</bdi>
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
  const { person: words } = useTexts();
  if (person.day.length === 0) return null;
  return (
    <details className="facts facts--day">
      <summary>{words.usualDay}</summary>
      <ol className="day">
        {person.day.map((entry) => (
          <li key={entry.fromMinute}>
            <time>{formatMinute(entry.fromMinute)}</time>
            <span>
              <span aria-hidden="true">{entry.emoji} </span>
              <bdi>{entry.activity}</bdi> <span className="day__place">({placeName(entry.place)})</span>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
