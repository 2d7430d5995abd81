import { useTexts } from "../texts/useTexts";
import type { Fixture, Place } from "../town/places";
import type { PlayerId } from "../wire/types";
import { useTownPart } from "./hooks";
import { usePlaceOf } from "./places";

/** Where a person is; unfolded, what there is and in which state. */
export function Whereabouts({ player }: { readonly player: PlayerId }) {
  const { person } = useTexts();
  const place = usePlaceOf(player);
  if (place === null) return <p className="person__where">{person.outside}</p>;
  return (
    <details className="person__where">
      <summary>{person.at(place.name)}</summary>
      <ul className="objects" aria-label={person.thingsAt(place.name)}>
        {place.objects.map((fixture) => (
          <ObjectRow key={fixture.id} place={place} fixture={fixture} />
        ))}
      </ul>
    </details>
  );
}

interface ObjectRowProps {
  readonly place: Place;
  readonly fixture: Fixture;
}

function ObjectRow({ place, fixture }: ObjectRowProps) {
  const texts = useTexts();
  const object = useTownPart(({ entities }) => entities.objects.get(`${place.id}/${fixture.id}`));
  const players = useTownPart(({ entities }) => entities.players);
  const users = (object?.users ?? []).map((id) => players.get(id)?.name ?? texts.someone);
  return (
    <li className={users.length > 0 ? "objects__row is-used" : "objects__row"}>
      <span className="objects__name">{fixture.name}</span>
      <span>
        {object?.state ?? fixture.idle}
        {users.length > 0 ? ` · ${users.join(", ")}` : null}
      </span>
    </li>
  );
}
