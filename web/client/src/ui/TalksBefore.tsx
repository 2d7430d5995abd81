import { useEffect, useMemo, useState } from "react";
import type { EndedConversation, PlayerId } from "../wire/types";
import { formatMoment } from "../town/calendar";
import { explain } from "../town/notices";
import { Talk } from "./Talk";
import { useTown, useTownPart } from "./hooks";

const TALKS_A_PAGE = 5;

type Past =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "loaded"; readonly talks: readonly EndedConversation[] };

/** The talks somebody had, newest first, a page at a time. */
export function TalksBefore({ player }: { readonly player: PlayerId }) {
  const past = usePastTalks(player);
  const watched = useTownPart(({ ended }) => ended);
  const [shown, setShown] = useState(TALKS_A_PAGE);
  const talks = useMemo(
    () => merge(watched, past.kind === "loaded" ? past.talks : [], player),
    [watched, past, player],
  );
  return (
    <section className="section">
      <h3 className="section__title">Talks before</h3>
      {talks.slice(0, shown).map((talk) => (
        <PastTalk key={talk.conversation} talk={talk} player={player} />
      ))}
      {talks.length === 0 ? <p className="hint">{hintFor(past)}</p> : null}
      {talks.length > shown ? (
        <button
          type="button"
          className="button button--quiet"
          onClick={() => setShown(shown + TALKS_A_PAGE)}
        >
          Older talks ({talks.length - shown})
        </button>
      ) : null}
    </section>
  );
}

function hintFor(past: Past): string {
  switch (past.kind) {
    case "loading":
      return "Leafing through the town's diary…";
    case "failed":
      return past.why;
    case "loaded":
      return "None yet.";
  }
}

function usePastTalks(player: PlayerId): Past {
  const { api, worldId } = useTown();
  const [past, setPast] = useState<Past>({ kind: "loading" });
  useEffect(() => {
    const abort = new AbortController();
    api.endedTalks(worldId, player, abort.signal).then(
      (talks) => setPast({ kind: "loaded", talks }),
      (error: unknown) => {
        if (!abort.signal.aborted) setPast({ kind: "failed", why: explain(error).text });
      },
    );
    return () => abort.abort();
  }, [api, worldId, player]);
  return past;
}

/** Talks seen ending here come at once; the server's list holds those from before. */
function merge(
  watched: readonly EndedConversation[],
  told: readonly EndedConversation[],
  player: PlayerId,
): readonly EndedConversation[] {
  const known = new Set(told.map(({ conversation }) => conversation));
  const fresh = watched.filter(
    ({ conversation, members }) =>
      !known.has(conversation) && members.some((member) => member.player === player),
  );
  return [...fresh, ...told].filter(({ messages }) => messages.length > 0);
}

function PastTalk({
  talk,
  player,
}: {
  readonly talk: EndedConversation;
  readonly player: PlayerId;
}) {
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
