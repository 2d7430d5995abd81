import { useState } from "react";
import { useTexts } from "../texts/useTexts";
import { usePart, useTown } from "./hooks";

/** Says by which way the page goes on where WebSockets do not pass, and who can mend that. */
export function Detour() {
  const { keyring } = useTexts();
  const { live } = useTown();
  const isHeld = usePart(live, ({ held }) => held === true);
  const isDetour = usePart(live, ({ way, connection }) => way === "events" && connection.phase === "open");
  const [isSeen, setSeen] = useState(false);
  if (isSeen || (!isHeld && !isDetour)) return null;
  const { events, eventsRemedy, held, heldRemedy } = keyring.detour;
  return (
    <div className="card arrival">
      <output>{isHeld ? `${held} ${heldRemedy}` : `${events} ${eventsRemedy}`}</output>
      <button type="button" className="button button--quiet" onClick={() => setSeen(true)}>
        {keyring.good}
      </button>
    </div>
  );
}
