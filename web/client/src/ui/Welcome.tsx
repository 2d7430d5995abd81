import { useState } from "react";
import { useTexts } from "../texts/useTexts";
import { Hints } from "./Hints";
import { useSelf } from "./hooks";

const ENTRY = "everbrook.welcomed";

/** What one can do here, told once. */
export function Welcome() {
  const { welcome } = useTexts();
  const [isNew, setNew] = useState(isFirstVisit);
  const isInTown = useSelf() !== undefined;
  // Who is in town has found out, and needs the room.
  if (!isNew || isInTown) return null;
  const dismiss = (): void => {
    keepVisited();
    setNew(false);
  };
  return (
    <section className="card welcome" data-bar aria-label={welcome.title}>
      <h2 className="welcome__title">{welcome.title}</h2>
      <Hints />
      <button type="button" className="button" onClick={dismiss}>
        {welcome.done}
      </button>
    </section>
  );
}

function isFirstVisit(): boolean {
  try {
    return localStorage.getItem(ENTRY) === null;
  } catch {
    // Where nothing can be kept it would be told again and again.
    return false;
  }
}

function keepVisited(): void {
  try {
    localStorage.setItem(ENTRY, "yes");
  } catch {
    // Told again next time.
  }
}
