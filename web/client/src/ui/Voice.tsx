import { useCallback } from "react";
import { useTexts } from "../texts/useTexts";
import type { WorldBudget, WorldUsage } from "../wire/types";
import { toggleVoice } from "../town/view";
import { CostTable } from "./CostTable";
import { type Fresh, useFresh } from "./fresh";
import { useTown, useTownPart } from "./hooks";
import { Unread } from "./mind/Unread";
import { SCRIPTED, formatDollars, formatSums, voiceStatus } from "./usage";

const GLANCE_EVERY_MS = 15_000;
const WATCH_EVERY_MS = 4_000;

/** Says who speaks for the people; opens what that costs. */
export function VoiceBadge() {
  const { view } = useTown();
  const { mind } = useTexts();
  const { value } = useWorldUsage(GLANCE_EVERY_MS);
  if (value === null) return null;
  const { tone, label, short, explanation } = voiceStatus(value, mind);
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
  const texts = useTexts();
  const { costs } = texts.mind;
  const { value, failure } = useWorldUsage(WATCH_EVERY_MS);
  if (value === null) return <Unread failure={failure} />;
  const { tone, label, explanation } = voiceStatus(value, texts.mind);
  return (
    <>
      <p className={tone === "warning" ? "failure" : undefined}>
        <strong>{label}.</strong> {explanation}
      </p>
      {value.budget === null || value.voice?.name === SCRIPTED ? null : <Budget budget={value.budget} usage={value} />}
      <section className="section">
        <h3 className="section__title">{costs.today}</h3>
        <p>{formatSums(value.today, texts)}</p>
        <p className="hint">
          {costs.withoutCalls(
            texts.count(value.today.answersFromCache),
            texts.count(value.today.stoodIn),
          )}{" "}
          {value.today.badAnswers === 0 ? null : costs.usable(texts.count(Math.round(100 * value.today.usableShare)))}
        </p>
        {value.parts.length === 0 ? null : <CostTable parts={value.parts} />}
      </section>
    </>
  );
}

function Budget({ budget, usage }: { readonly budget: WorldBudget; readonly usage: WorldUsage }) {
  const texts = useTexts();
  const { costs } = texts.mind;
  const { today } = usage;
  const used = today.inputTokens + today.outputTokens;
  if (budget.microdollars === null && budget.tokens === null) {
    return <p className="hint">{costs.noBudget}</p>;
  }
  return (
    <div className="budget">
      {budget.microdollars === null ? null : (
        <Spent
          title={costs.money}
          told={costs.ofMost(
            formatDollars(today.microdollars, texts),
            formatDollars(budget.microdollars, texts),
          )}
          part={today.microdollars / budget.microdollars}
        />
      )}
      {budget.tokens === null ? null : (
        <Spent
          title={costs.tokens}
          told={costs.ofMost(texts.count(used), texts.count(budget.tokens))}
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
