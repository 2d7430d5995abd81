import { useEffect, useMemo, useState } from "react";
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
  readonly failure: string | null;
  /** Ask for talks before this number. */
  readonly before: number | null;
}

const UNREAD: Past = { talks: [], phase: "loading", failure: null, before: null };

/** The talks somebody had, newest first, a page at a time. */
export function TalksBefore({ player }: { readonly player: PlayerId }) {
  const [past, readOn] = usePastTalks(player);
  const watched = useTownPart(({ ended }) => ended);
  const talks = useMemo(() => merge(watched, past.talks, player), [watched, past, player]);
  return (
    <section className="section">
      <h3 className="section__title">Talks before</h3>
      {talks.map((talk) => (
        <PastTalk key={talk.conversation} talk={talk} player={player} />
      ))}
      {past.phase === "loading" ? <p className="hint">Leafing through the diary…</p> : null}
      {past.phase === "complete" && talks.length === 0 ? <p className="hint">None yet.</p> : null}
      {past.failure === null ? null : <p className="hint">{past.failure}</p>}
      {past.phase === "more" || past.phase === "failed" ? (
        <button type="button" className="button button--quiet" onClick={readOn}>
          {past.phase === "more" ? "Older talks" : "Try again"}
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
        setPast((read) => ({ ...read, phase: "failed", failure: explain(error).text }));
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

function PastTalk({ talk, player }: { readonly talk: EndedTalk; readonly player: PlayerId }) {
  const settings = useTownPart(({ entities }) => entities.settings.get(""));
  const partner = talk.members.find((member) => member.player !== player)?.name ?? "someone";
  return (
    <details className="past">
      <summary>
        <span className="past__with">With {partner}</span>
        <span className="past__when">
          {settings === undefined ? "" : formatMoment(settings, talk.startedAtMs)}
        </span>
      </summary>
      <Talk messages={talk.messages} typist={null} perspective={player} live={false} />
    </details>
  );
}
