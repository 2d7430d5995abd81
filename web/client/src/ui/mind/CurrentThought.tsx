import { useCallback } from "react";
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
  const circumstances = { agent, player, failure, partnerName };
  // A text is the same value as long as it says the same, so that it is drawn anew only then.
  const told = usePart(instant, ({ nowMs }) => JSON.stringify(thoughtOf({ ...circumstances, nowMs })));
  const thought = JSON.parse(told) as Thought;
  return (
    <section className={`thought thought--${thought.kind}`} aria-label="Current thought">
      <ThoughtText thought={thought} />
      {failure === null || thought.kind === "failed" ? null : <FailedBefore failure={failure} />}
    </section>
  );
}

function ThoughtText({ thought }: { readonly thought: Thought }) {
  const clock = useMoment();
  switch (thought.kind) {
    case "thinking":
    case "late":
      return (
        <p>
          <strong>{thought.kind === "late" ? "Late" : "Thinking"}</strong> about {thought.about}{" "}
          <span className="hint">since {clock(thought.sinceMs)}</span>
        </p>
      );
    case "asleep":
      return (
        <p>
          <strong>Asleep</strong> until {clock(thought.untilMs)}
        </p>
      );
    case "failed":
      return (
        <p>
          <strong>Failed</strong> at {clock(thought.atMs)} to think of {thought.about}: {thought.reason}.
          The rules have gone on without it.
        </p>
      );
    case "noticed":
      return (
        <p>
          <strong>Noticed</strong> at {clock(thought.atMs)}: {thought.text}
        </p>
      );
    case "quiet":
      return (
        <p>
          <strong>Nothing to decide:</strong> follows the plan.
        </p>
      );
  }
}

function FailedBefore({ failure }: { readonly failure: OperationFailedEvent }) {
  const settings = useTownPart(({ entities }) => entities.settings.get(""));
  if (settings === undefined) return null;
  return (
    <p className="hint">
      Last failed thought: {formatMoment(settings, failure.atMs)}, {failure.body.reason}
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
