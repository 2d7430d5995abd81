import { useCallback } from "react";
import { useTexts } from "../../texts/useTexts";
import type { Texts } from "../../texts/english";
import type { ModelCall, PlayerUsage } from "../../wire/types";
import type { PlayerId } from "../../wire/types";
import { CostTable } from "../CostTable";
import { useFresh } from "../fresh";
import { useTown } from "../hooks";
import { SCRIPTED, formatDollars, formatModel, formatSums, formatTask, voiceStatus } from "../usage";
import { Unread } from "./Unread";

const ASK_EVERY_MS = 6_000;

/** The calls to models that somebody's thinking took, and what they cost. */
export function Calls({ player }: { readonly player: PlayerId }) {
  const { minds } = useTown();
  const { mind } = useTexts();
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
      <p className="hint">{voiceStatus(value.world, mind).explanation}</p>
      <CallsMade usage={value.usage} />
    </>
  );
}

function CallsMade({ usage }: { readonly usage: PlayerUsage }) {
  const texts = useTexts();
  const { calls } = texts.mind;
  if (usage.parts.length === 0) {
    return <p>{calls.none}</p>;
  }
  return (
    <>
      <p>
        <strong>{calls.sevenDays}</strong> {formatSums(usage.total, texts)}
      </p>
      <CostTable parts={usage.parts} />
      <div className="facts">
        <h3>{calls.latest}</h3>
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
  const texts = useTexts();
  const { calls, costs } = texts.mind;
  const isGood = call.outcome === "ok";
  return (
    <li className={isGood ? "call" : "call call--failed"}>
      <time>{new Date(call.atMs).toLocaleTimeString(texts.language, { timeStyle: "medium" })}</time>
      <span>
        {formatTask(call.task, costs)}, {formatModel(call.model, costs)}
        {isGood ? null : <strong> {outcomeOf(call, calls)}</strong>}
      </span>
      <span className="hint">
        {calls.tokens(texts.count(call.inputTokens + call.outputTokens))},{" "}
        {calls.milliseconds(texts.count(call.latencyMs))}, {formatDollars(call.priceMicrodollars, texts)}
      </span>
    </li>
  );
}

/** The scripted voice never fails: what is told of it is why it was needed. */
function outcomeOf({ model, outcome }: ModelCall, words: Texts["mind"]["calls"]): string {
  const kind = outcome.replaceAll("_", " ");
  return model === SCRIPTED ? words.stoodIn(kind) : words.failed(kind);
}
