import { useCallback } from "react";
import type { ModelCall, PlayerUsage } from "../../wire/minds";
import type { PlayerId } from "../../wire/types";
import { CostTable } from "../CostTable";
import { useFresh } from "../fresh";
import { useTown } from "../hooks";
import { formatCount, formatDollars, formatModel, formatSums, formatTask, voiceStatus } from "../usage";
import { Unread } from "./Unread";

const ASK_EVERY_MS = 6_000;

/** The calls to models that somebody's thinking took, and what they cost. */
export function Calls({ player }: { readonly player: PlayerId }) {
  const { minds } = useTown();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [usage, world] = await Promise.all([
        minds.usage(player, signal),
        minds.worldUsage(signal),
      ]);
      return { usage, world };
    },
    [minds, player],
  );
  const { value, failure } = useFresh(load, ASK_EVERY_MS);
  if (value === null) return <Unread failure={failure} />;
  return (
    <>
      <p className="hint">{voiceStatus(value.world).explanation}</p>
      <CallsMade usage={value.usage} />
    </>
  );
}

function CallsMade({ usage }: { readonly usage: PlayerUsage }) {
  if (usage.parts.length === 0) {
    return <p>No model was asked on behalf of this person in the last seven days.</p>;
  }
  return (
    <>
      <p>
        <strong>In seven days:</strong> {formatSums(usage.total)}
      </p>
      <CostTable parts={usage.parts} />
      <div className="facts">
        <h4>Latest calls</h4>
        <ol className="calls">
          {usage.latest.map((call, place) => (
            // Calls have no name of their own, and two may be alike.
            // oxlint-disable-next-line react/no-array-index-key
            <Call key={`${call.atMs} ${place}`} call={call} />
          ))}
        </ol>
      </div>
    </>
  );
}

function Call({ call }: { readonly call: ModelCall }) {
  const isGood = call.outcome === "ok";
  return (
    <li className={isGood ? "call" : "call call--failed"}>
      <time>{new Date(call.atMs).toLocaleTimeString([], { timeStyle: "medium" })}</time>
      <span>
        {formatTask(call.task)}, {formatModel(call.model)}
        {isGood ? null : <strong> {outcomeOf(call)}</strong>}
      </span>
      <span className="hint">
        {formatCount(call.inputTokens + call.outputTokens)} tokens, {formatCount(call.latencyMs)} ms,{" "}
        {formatDollars(call.priceMicrodollars)}
      </span>
    </li>
  );
}

/** The scripted voice never fails: what is told of it is why it was needed. */
function outcomeOf({ model, outcome }: ModelCall): string {
  const kind = outcome.replaceAll("_", " ");
  return model === "scripted" ? `stood in: ${kind}` : `failed: ${kind}`;
}
