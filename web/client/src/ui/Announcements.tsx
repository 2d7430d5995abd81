import { useEffect, useRef, useState } from "react";
import { useTexts } from "../texts/useTexts";
import { createAnnouncer } from "../town/announcing";
import type { Happening } from "../town/feed";
import { titleOf, useHappenings } from "./Feed";

const LOOK_EVERY_MS = 1_000;

/** Reads out what happens to who cannot see it, so much a minute at most. */
export function Announcements() {
  const texts = useTexts();
  const happenings = useHappenings();
  const [announcer] = useState(() => createAnnouncer());
  const [said, setSaid] = useState("");
  const told = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const before = told.current;
    told.current = new Set(happenings.map(keyOf));
    // What was going on when one came is in the feed.
    if (before === null || happenings.length === 0) return;
    for (const happening of happenings.toReversed()) {
      if (!before.has(keyOf(happening))) announcer.tell(happening.id, texts.feed.announce(titleOf(happening, texts)));
    }
  }, [announcer, happenings, texts]);
  useEffect(() => {
    const timer = setInterval(() => {
      const next = announcer.next(Date.now());
      if (next !== null) setSaid(next);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [announcer]);
  return (
    <div className="visually-hidden" role="log" aria-live="polite" aria-label={texts.feed.title}>
      {said}
    </div>
  );
}

/** The same talk is news when it begins and when it is over. */
function keyOf(happening: Happening): string {
  return `${happening.id} ${happening.kind === "talk" && happening.isOver}`;
}
