import { useCallback } from "react";
import { Fill, useTexts } from "../../texts/useTexts";
import { partnerIn } from "../../town/model";
import { formatMoment } from "../../town/calendar";
import { type Thought, thoughtOf } from "../../town/thought";
import type { Agent, OperationFailedEvent, Player, PlayerId } from "../../wire/types";
import { useFresh } from "../fresh";
import { usePart, usePlayer, useTown, useTownPart } from "../hooks";
import { useMoment } from "./moments";

/** Failures come with the live frames; only what was before is asked for. */
const ASK_EVERY_MS = 60_000;

/** What somebody thinks about, and since when; or that they sleep, or that the thought failed. */
export function CurrentThought({
  agent,
  player,
}: {
  readonly agent: Agent;
  readonly player: Player;
}) {
  const failure = useLastFailure(player.id);
  const partnerName = usePartnerName(agent, player);
  const { instant } = useTown();
  const { thought: words } = useTexts().mind;
  const circumstances = { agent, player, failure, partnerName, words };
  // A text is the same value as long as it says the same, so that it is drawn anew only then.
  const told = usePart(instant, ({ nowMs }) => JSON.stringify(thoughtOf({ ...circumstances, nowMs })));
  const thought = JSON.parse(told) as Thought;
  return (
    <section className={`thought thought--${thought.kind}`} aria-label={words.label}>
      <ThoughtText thought={thought} />
      {failure === null || thought.kind === "failed" ? null : <FailedBefore failure={failure} />}
    </section>
  );
}

function ThoughtText({ thought }: { readonly thought: Thought }) {
  const clock = useMoment();
  const { thought: words } = useTexts().mind;
  switch (thought.kind) {
    case "thinking":
    case "late":
      return (
        <p>
          <Fill
            text={words.thinkingOf}
            state={<strong>{thought.kind === "late" ? words.late : words.thinking}</strong>}
            about={thought.about}
            since={<span className="hint">{words.since(clock(thought.sinceMs))}</span>}
          />
        </p>
      );
    case "asleep":
      return (
        <p>
          <Fill text={words.asleepUntil} moment={clock(thought.untilMs)} state={<strong>{words.asleep}</strong>} />
        </p>
      );
    case "failed":
      return (
        <p>
          <Fill
            text={words.failedAt}
            moment={clock(thought.atMs)}
            about={thought.about}
            reason={thought.reason}
            state={<strong>{words.failed}</strong>}
          />
        </p>
      );
    case "noticed":
      return (
        <p>
          <Fill text={words.noticedAt} moment={clock(thought.atMs)} state={<strong>{words.noticed}</strong>} />
        </p>
      );
    case "quiet":
      return (
        <p>
          <Fill text={words.quietly} state={<strong>{words.quiet}</strong>} />
        </p>
      );
  }
}

function FailedBefore({ failure }: { readonly failure: OperationFailedEvent }) {
  const texts = useTexts();
  const settings = useTownPart(({ entities }) => entities.settings.get(""));
  if (settings === undefined) return null;
  return (
    <p className="hint">
      {texts.mind.thought.failedBefore(formatMoment(settings, failure.atMs, texts), failure.body.reason)}
    </p>
  );
}

function useLastFailure(player: PlayerId): OperationFailedEvent | null {
  const { minds } = useTown();
  const watched = useTownPart(({ failures }) => failures.get(player) ?? null);
  const load = useCallback((signal: AbortSignal) => minds.lastFailure(player, signal), [minds, player]);
  const { value } = useFresh(load, ASK_EVERY_MS);
  return watched ?? value;
}

function usePartnerName(agent: Agent, player: Player): string | null {
  const about = agent.operation?.conversation ?? null;
  const partner = useTownPart(({ entities, ended }) => {
    if (about === null) return null;
    const conversation = entities.conversations.get(about);
    if (conversation !== undefined) return partnerIn(conversation, player.id);
    const talk = ended.find((one) => one.conversation === about);
    return talk?.members.find((member) => member.player !== player.id)?.player ?? null;
  });
  return usePlayer(partner)?.name ?? null;
}
