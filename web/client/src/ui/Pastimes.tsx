import { useTexts } from "../texts/useTexts";
import type { Player } from "../wire/types";
import { deedOf, isSleeping, offersAt } from "../town/pastimes";
import { useConversationOf, usePart, useTown, useTownPart } from "./hooks";
import { usePlaceOf } from "./places";

/** What the visitor can do where they are. */
export function Pastimes({ self }: { readonly self: Player }) {
  const { view, visitor } = useTown();
  const { dock } = useTexts();
  const place = usePlaceOf(self.id);
  const objects = useTownPart(({ entities }) => entities.objects);
  const asked = usePart(view, ({ askedPastime }) => askedPastime);
  const status = useConversationOf(self)?.members[self.id]?.status;
  const isTalking = status !== undefined && status !== "invited";
  const offers = isTalking ? [] : offersAt(place, self, objects, asked);
  if (place === null || offers.length === 0) return null;
  return (
    <fieldset className="pastimes" aria-label={dock.pastimesAt(place.name)}>
      {offers.map(({ pastime, isChosen, isTaken }) => (
        <button
          key={pastime.id}
          type="button"
          className="button pastimes__offer"
          aria-pressed={isChosen}
          disabled={isTaken}
          title={isTaken ? dock.taken(pastime.object ?? "") : undefined}
          onClick={() => void visitor.begin(place.id, pastime.id)}
        >
          <span aria-hidden="true">{pastime.emoji}</span> <bdi>{pastime.description}</bdi>
        </button>
      ))}
    </fieldset>
  );
}

export interface StopButtonProps {
  readonly self: Player;
  /** Called before the button goes. */
  readonly onStop: () => void;
}

/** Ends what the visitor is at, or on the way to. */
export function StopButton({ self, onStop }: StopButtonProps) {
  const { visitor } = useTown();
  const { dock } = useTexts();
  if (deedOf(self) === null) return null;
  const stop = (): void => {
    onStop();
    void visitor.stop();
  };
  return (
    <button type="button" className="button dock__stop" onClick={stop}>
      {isSleeping(self) ? dock.wakeUp : dock.stop}
    </button>
  );
}
