import { useCallback, useEffect, useState } from "react";
import { useTexts } from "../texts/useTexts";
import { formatMoment } from "../town/calendar";
import { type EndedTalk, messageOf } from "../town/model";
import { loadLook, missedSince, saveLook } from "../town/seen";
import type { Town } from "../town/town";
import { Talk } from "./Talk";
import { useFresh } from "./fresh";
import { usePart, useTown, useTownPart } from "./hooks";
import { Unread } from "./mind/Unread";

const LOOK_EVERY_MS = 5_000;
const TALKS_OF_EACH = 2;
const MOST_TALKS = 12;
const AT_ONCE = 5;
/** What was missed does not change. */
const NEVER_AGAIN_MS = 3_600_000;

/** Tells who comes back how much of the town's time has passed, and what was said in it. */
export function Missed() {
  const texts = useTexts();
  const [sinceMs, forget] = useMissed();
  const [isOpen, setOpen] = useState(false);
  const settings = useTownPart(({ entities }) => entities.settings.get(""));
  if (sinceMs === null || settings === undefined) return null;
  return (
    <section className="card missed" data-bar aria-label={texts.missed.title}>
      <h2 className="welcome__title">{texts.missed.title}</h2>
      <p>{texts.missed.since(formatMoment(settings, sinceMs, texts))}</p>
      {isOpen ? <TalksSince sinceMs={sinceMs} /> : null}
      <div className="actions">
        {isOpen ? null : (
          <button type="button" className="button button--primary" onClick={() => setOpen(true)}>
            {texts.missed.tell}
          </button>
        )}
        <button type="button" className="button" onClick={forget}>
          {texts.missed.close}
        </button>
      </div>
    </section>
  );
}

/** World time of the last look of who was away, or null; and how to be done with it. */
function useMissed(): [number | null, () => void] {
  const { worldId, instant } = useTown();
  const isKnown = usePart(instant, ({ nowMs }) => nowMs > 0);
  const [sinceMs, setSinceMs] = useState<number | null>(null);
  useEffect(() => {
    if (!isKnown) return undefined;
    const look = (): void => {
      if (document.hidden) return;
      const now = { realMs: Date.now(), worldMs: instant.get().nowMs };
      const last = loadLook(worldId);
      if (last !== null && missedSince(last, now) !== null) setSinceMs(last.worldMs);
      saveLook(worldId, now);
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [worldId, instant, isKnown]);
  return [sinceMs, () => setSinceMs(null)];
}

function TalksSince({ sinceMs }: { readonly sinceMs: number }) {
  const texts = useTexts();
  const town = useTown();
  const load = useCallback(
    (signal: AbortSignal) => talksSince(town, sinceMs, signal),
    [town, sinceMs],
  );
  const { value, failure } = useFresh(load, NEVER_AGAIN_MS);
  if (value === null) return <Unread failure={failure} />;
  if (value.length === 0) return <p className="hint">{texts.missed.nothing}</p>;
  return (
    <div className="missed__talks">
      {value.map((talk) => (
        <details key={talk.conversation} className="past">
          <summary className="past__with">
            {texts.feed.talked(
              talk.members[0]?.name ?? texts.unknownPerson,
              talk.members[1]?.name ?? texts.someone,
            )}
          </summary>
          <Talk messages={talk.messages} typist={null} perspective={null} live={false} />
        </details>
      ))}
    </div>
  );
}

/** The newest talks that have begun since, a few of each person in town. */
async function talksSince(
  { api, worldId, state }: Town,
  sinceMs: number,
  signal: AbortSignal,
): Promise<readonly EndedTalk[]> {
  const players = [...state.get().entities.players.keys()] as Parameters<typeof api.pastTalks>[1][];
  const talks = new Map<string, EndedTalk>();
  for (let from = 0; from < players.length; from += AT_ONCE) {
    const pages = await Promise.all(
      players
        .slice(from, from + AT_ONCE)
        .map((player) => api.pastTalks(worldId, player, { before: null, limit: TALKS_OF_EACH }, signal)),
    );
    for (const talk of pages.flat()) {
      if (talk.startedAtMs < sinceMs || talk.messages.length === 0) continue;
      talks.set(talk.conversation, { ...talk, messages: talk.messages.map(messageOf) });
    }
  }
  return [...talks.values()].toSorted((a, b) => b.endedAtMs - a.endedAtMs).slice(0, MOST_TALKS);
}
