import { useRef } from "react";
import type { Player } from "../wire/types";
import { type Offer, deedOf, isSleeping, offersAt } from "../town/pastimes";
import type { Place } from "../town/places";
import { usePart, useTown, useTownPart } from "./hooks";
import { isByKeyboard } from "./keyboard";
import { usePlaceOf } from "./places";

/** What the visitor can do where they are, and how to stop. */
export function Pastimes({ self }: { readonly self: Player }) {
  const place = usePlaceOf(self.id);
  const objects = useTownPart(({ entities }) => entities.objects);
  const asked = usePart(useTown().view, ({ askedPastime }) => askedPastime);
  const offers = offersAt(place, self, objects, asked);
  if (place === null || offers.length === 0) return null;
  return <Offers key={place.id} self={self} place={place} offers={offers} />;
}

interface OffersProps {
  readonly self: Player;
  readonly place: Place;
  readonly offers: readonly Offer[];
}

function Offers({ self, place, offers }: OffersProps) {
  const { visitor } = useTown();
  const row = useRef<HTMLFieldSetElement>(null);
  const stop = (): void => {
    if (isByKeyboard()) row.current?.querySelector("button")?.focus();
    void visitor.stop();
  };
  return (
    <fieldset ref={row} className="pastimes" aria-label={`What to do at ${place.name}`}>
      {offers.map(({ pastime, isChosen, isTaken }) => (
        <button
          key={pastime.id}
          type="button"
          className="button pastimes__offer"
          aria-pressed={isChosen}
          disabled={isTaken}
          title={isTaken ? `Somebody else is at the ${pastime.object ?? ""}` : undefined}
          onClick={() => void visitor.begin(place.id, pastime.id)}
        >
          <span aria-hidden="true">{pastime.emoji}</span> {pastime.description}
        </button>
      ))}
      {deedOf(self) === null ? null : (
        <button type="button" className="button pastimes__offer pastimes__stop" onClick={stop}>
          {isSleeping(self) ? "Wake up" : "Stop"}
        </button>
      )}
    </fieldset>
  );
}
