/** What thinking costs, in words. */

import type { Texts } from "../texts/english";
import type { SpeakingVoice, UsageSums, WorldBudget, WorldUsage } from "../wire/types";

/** The voice that asks no model, and what stands for a model's name where it spoke. */
export const SCRIPTED = "scripted";

/** `$0.0042`: two digits that say something, and cents at least. */
export function formatDollars(microdollars: number, texts: Pick<Texts, "dollars">): string {
  const dollars = microdollars / 1_000_000;
  const digits = dollars === 0 || dollars >= 1 ? 2 : Math.min(6, Math.ceil(-Math.log10(dollars)) + 1);
  return texts.dollars(dollars, Math.max(2, digits));
}

/** `3 calls, 1,234 tokens, $0.0042`. */
export function formatSums(sums: UsageSums, texts: Texts): string {
  return texts.mind.costs.sums(
    sums.calls,
    texts.count(sums.calls),
    sums.failures === 0 ? null : texts.count(sums.failures),
    texts.count(sums.inputTokens + sums.outputTokens),
    formatDollars(sums.microdollars, texts),
  );
}

type CostTexts = Texts["mind"]["costs"];

export function formatTask(task: string, { tasks }: Pick<CostTexts, "tasks">): string {
  return tasks[task] ?? task;
}

/** Who answers, where the ledger has no model's name. */
export function formatModel(model: string, costs: Pick<CostTexts, "known" | "scripted">): string {
  if (model === "cache") return costs.known;
  return model === SCRIPTED ? costs.scripted : model;
}

export interface VoiceStatus {
  readonly tone: "good" | "plain" | "warning";
  readonly label: string;
  /** For where there is little room. */
  readonly short: string;
  readonly explanation: string;
}

type Words = Texts["mind"]["voice"];

/** Who speaks for the people of this town just now, and if not the voice that is meant to, why not. */
export function voiceStatus({ voice, budget }: WorldUsage, { voice: words, costs }: Pick<Texts["mind"], "voice" | "costs">): VoiceStatus {
  if (voice === null) return { tone: "warning", ...words.none, explanation: words.noneWhy };
  const name = voice.name === SCRIPTED ? words.theScript : voice.name;
  switch (voice.state) {
    case "paused":
      return { tone: "plain", ...words.silent, explanation: words.pausedWhy(name) };
    case "resting":
      return { tone: "plain", ...words.silent, explanation: words.restingWhy(name) };
    default:
      break;
  }
  if (voice.wordless) return { tone: "warning", ...words.wordless, explanation: words.wordlessWhy(voice.language) };
  switch (voice.state) {
    case "budgetSpent":
      return { tone: "warning", ...words.spent, explanation: words.spentWhy };
    case "standingIn":
      return {
        tone: "warning",
        ...words.standIn,
        explanation: words.standInWhy(voice.reason, voice.remedy),
      };
    case "warmingUp":
      return { tone: "warning", ...words.warmingUp, explanation: words.warmingUpWhy };
    case "speaking":
      return voice.name === SCRIPTED ? scripted(voice, words) : speaking(voice, budget, words, costs);
  }
}

function scripted({ chosenBy }: SpeakingVoice, words: Words): VoiceStatus {
  const explanation = chosenBy === "world" ? words.scriptedChosen : words.scriptedGiven;
  return { tone: "plain", ...words.scripted, explanation };
}

function speaking(
  { name, failing }: SpeakingVoice,
  budget: WorldBudget | null,
  words: Words,
  costs: Pick<CostTexts, "tasks">,
): VoiceStatus {
  const [first] = failing;
  if (first !== undefined) {
    const tasks = failing.map(({ task }) => formatTask(task, costs)).join(", ");
    const explanation = words.partlyWhy(tasks, first.reason, first.remedy);
    return { tone: "warning", label: words.partly(name), short: name, explanation };
  }
  if (budget?.state === "near") return { tone: "warning", ...words.low, explanation: words.lowWhy };
  return { tone: "good", label: words.named(name), short: name, explanation: words.namedWhy };
}
