import { useCallback } from "react";
import type { WorldBudget, WorldUsage } from "../wire/minds";
import { toggleVoice } from "../town/view";
import { CostTable } from "./CostTable";
import { type Fresh, useFresh } from "./fresh";
import { useTown, useTownPart } from "./hooks";
import { Unread } from "./mind/Unread";
import { SCRIPTED, formatCount, formatDollars, formatSums, voiceStatus } from "./usage";

const GLANCE_EVERY_MS = 15_000;
const WATCH_EVERY_MS = 4_000;

/** Says who speaks for the people; opens what that costs. */
export function VoiceBadge() {
  const { view } = useTown();
  const { value } = useWorldUsage(GLANCE_EVERY_MS);
  if (value === null) return null;
  const { tone, label, short, explanation } = voiceStatus(value);
  return (
    <button
      type="button"
      className={`voice voice--${tone}`}
      aria-label={label}
      title={explanation}
      onClick={() => view.set(toggleVoice(view.get()))}
    >
      <span className="voice__dot" aria-hidden="true" />
      <span className="voice__label">{label}</span>
      <span className="voice__short">{short}</span>
    </button>
  );
}

/** Who speaks for the people, how far the day's budget is spent, and on what. */
export function VoicePanel() {
  const { value, failure } = useWorldUsage(WATCH_EVERY_MS);
  if (value === null) return <Unread failure={failure} />;
  const { tone, label, explanation } = voiceStatus(value);
  return (
    <>
      <p className={tone === "warning" ? "failure" : undefined}>
        <strong>{label}.</strong> {explanation}
      </p>
      {value.budget === null || value.voice?.name === SCRIPTED ? null : <Budget budget={value.budget} usage={value} />}
      <section className="section">
        <h3 className="section__title">Today (UTC)</h3>
        <p>{formatSums(value.today)}</p>
        <p className="hint">
          {formatCount(value.today.answersFromCache)} answers were known already, the scripted voice
          stood in {formatCount(value.today.stoodIn)} times.
        </p>
        {value.parts.length === 0 ? null : <CostTable parts={value.parts} />}
      </section>
    </>
  );
}

function Budget({ budget, usage }: { readonly budget: WorldBudget; readonly usage: WorldUsage }) {
  const { today } = usage;
  const used = today.inputTokens + today.outputTokens;
  if (budget.microdollars === null && budget.tokens === null) {
    return <p className="hint">No budget is set: what is spent has no limit.</p>;
  }
  return (
    <div className="budget">
      {budget.microdollars === null ? null : (
        <Spent
          title="Money"
          told={`${formatDollars(today.microdollars)} of ${formatDollars(budget.microdollars)}`}
          part={today.microdollars / budget.microdollars}
        />
      )}
      {budget.tokens === null ? null : (
        <Spent
          title="Tokens"
          told={`${formatCount(used)} of ${formatCount(budget.tokens)}`}
          part={used / budget.tokens}
        />
      )}
    </div>
  );
}

function Spent({
  title,
  told,
  part,
}: {
  readonly title: string;
  readonly told: string;
  readonly part: number;
}) {
  return (
    <label className="tie__measure">
      <span>{title}</span>
      <meter className="meter" min={0} max={1} high={0.8} value={Math.min(1, part)} />
      <output>{told}</output>
    </label>
  );
}

/** Read anew at once when the town's time stops or goes on: that decides who speaks. */
function useWorldUsage(everyMs: number): Fresh<WorldUsage> {
  const { minds } = useTown();
  const isPaused = useTownPart(({ entities }) => entities.clock.get("")?.paused ?? false);
  const load = useCallback((signal: AbortSignal) => minds.worldUsage(signal), [minds]);
  return useFresh(load, everyMs, isPaused);
}
