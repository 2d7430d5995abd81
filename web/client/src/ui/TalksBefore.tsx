import { useEffect, useMemo, useState } from "react";
import { useTexts } from "../texts/useTexts";
import type { PlayerId } from "../wire/types";
import { formatMoment } from "../town/calendar";
import { type EndedTalk, messageOf } from "../town/model";
import { explain } from "../town/notices";
import { Talk } from "./Talk";
import { useTown, useTownPart } from "./hooks";

const TALKS_A_PAGE = 8;

interface Past {
  readonly talks: readonly EndedTalk[];
  readonly phase: "loading" | "more" | "complete" | "failed";
  /** Why it failed. */
  readonly failure: unknown;
  /** Ask for talks before this number. */
  readonly before: number | null;
}

const UNREAD: Past = { talks: [], phase: "loading", failure: null, before: null };

/** The talks somebody had, newest first, a page at a time. */
export function TalksBefore({ player }: { readonly player: PlayerId }) {
  const texts = useTexts();
  const [past, readOn] = usePastTalks(player);
  const watched = useTownPart(({ ended }) => ended);
  const talks = useMemo(() => merge(watched, past.talks, player), [watched, past, player]);
  return (
    <section className="section">
      <h3 className="section__title">{texts.person.talksBefore}</h3>
      {talks.map((talk, place) => (
        <PastTalk
          key={talk.conversation}
          talk={talk}
          player={player}
          isOpen={place === 0 && watched.includes(talk)}
        />
      ))}
      {past.phase === "loading" ? <p className="hint">{texts.person.leafing}</p> : null}
      {past.phase === "complete" && talks.length === 0 ? <p className="hint">{texts.person.noTalks}</p> : null}
      {past.failure === null ? null : <p className="hint">{explain(past.failure, texts).text}</p>}
      {past.phase === "more" || past.phase === "failed" ? (
        <button type="button" className="button button--quiet" onClick={readOn}>
          {past.phase === "more" ? texts.person.olderTalks : texts.person.tryAgain}
        </button>
      ) : null}
    </section>
  );
}

/** What has been read of somebody's past, and how to read on. */
function usePastTalks(player: PlayerId): [Past, () => void] {
  const { api, worldId } = useTown();
  const [past, setPast] = useState(UNREAD);
  const { phase, before } = past;
  useEffect(() => {
    if (phase !== "loading") return undefined;
    const abort = new AbortController();
    api.pastTalks(worldId, player, { before, limit: TALKS_A_PAGE }, abort.signal).then(
      (page) =>
        setPast(({ talks }) => ({
          talks: [...talks, ...page.map((talk) => ({ ...talk, messages: talk.messages.map(messageOf) }))],
          phase: page.length < TALKS_A_PAGE ? "complete" : "more",
          failure: null,
          before: page.at(-1)?.number ?? before,
        })),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setPast((read) => ({ ...read, phase: "failed", failure: error }));
      },
    );
    return () => abort.abort();
  }, [api, worldId, player, phase, before]);
  return [past, () => setPast({ ...past, phase: "loading", failure: null })];
}

/** Talks seen ending here come at once; the server's list holds those from before. */
function merge(
  watched: readonly EndedTalk[],
  told: readonly EndedTalk[],
  player: PlayerId,
): readonly EndedTalk[] {
  const known = new Set(told.map(({ conversation }) => conversation));
  const fresh = watched.filter(
    ({ conversation, members }) =>
      !known.has(conversation) && members.some((member) => member.player === player),
  );
  return [...fresh, ...told].filter(({ messages }) => messages.length > 0);
}

interface PastTalkProps {
  readonly talk: EndedTalk;
  readonly player: PlayerId;
  /** One has just listened to it. */
  readonly isOpen: boolean;
}

function PastTalk({ talk, player, isOpen }: PastTalkProps) {
  const texts = useTexts();
  const settings = useTownPart(({ entities }) => entities.settings.get(""));
  const partner = talk.members.find((member) => member.player !== player)?.name ?? texts.someone;
  return (
    <details className="past" open={isOpen}>
      <summary>
        <span className="past__with">{texts.person.talkWith(partner)}</span>
        <span className="past__when">
          {settings === undefined ? "" : formatMoment(settings, talk.startedAtMs, texts)}
        </span>
      </summary>
      <Talk messages={talk.messages} typist={null} perspective={player} live={false} />
    </details>
  );
}
