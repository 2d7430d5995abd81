/** What thinking costs, in words. */

import type { SpeakingVoice, UsageSums, WorldBudget, WorldUsage } from "../wire/minds";

/** The voice that asks no model, and what stands for a model's name where it spoke. */
export const SCRIPTED = "scripted";

/** `$0.0042`: two digits that say something, and cents at least. */
export function formatDollars(microdollars: number): string {
  const dollars = microdollars / 1_000_000;
  const digits = dollars === 0 || dollars >= 1 ? 2 : Math.min(6, Math.ceil(-Math.log10(dollars)) + 1);
  return `$${dollars.toFixed(Math.max(2, digits))}`;
}

/** `12,345`. */
export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** `3 calls, 1,234 tokens, $0.0042`. */
export function formatSums(sums: UsageSums): string {
  const calls = `${formatCount(sums.calls)} ${sums.calls === 1 ? "call" : "calls"}`;
  const failed = sums.failures === 0 ? "" : ` (${formatCount(sums.failures)} failed)`;
  const tokens = `${formatCount(sums.inputTokens + sums.outputTokens)} tokens`;
  return `${calls}${failed}, ${tokens}, ${formatDollars(sums.microdollars)}`;
}

const TASKS: Readonly<Record<string, string>> = {
  say: "Speaking",
  decide: "Deciding",
  react: "Reacting",
  remember: "Remembering",
  plan: "Planning",
  question: "Wondering",
  insight: "Reflecting",
  interview: "Answering",
  embed: "Recalling",
};

export function formatTask(task: string): string {
  return TASKS[task] ?? task;
}

/** Who answers, where the ledger has no model's name. */
export function formatModel(model: string): string {
  if (model === "cache") return "known already";
  return model === SCRIPTED ? "scripted voice" : model;
}

export interface VoiceStatus {
  readonly tone: "good" | "plain" | "warning";
  readonly label: string;
  /** For where there is little room. */
  readonly short: string;
  readonly explanation: string;
}

const NO_VOICE: VoiceStatus = {
  tone: "warning",
  label: "No voice",
  short: "No voice",
  explanation: "No worker runs, so nobody thinks or speaks: people follow their usual day.",
};

/** Who speaks for the people of this town just now, and if not the voice that is meant to, why not. */
export function voiceStatus({ voice, budget }: WorldUsage): VoiceStatus {
  if (voice === null) return NO_VOICE;
  switch (voice.state) {
    case "paused":
      return silent(`The town's time stands still. When it goes on, ${nameOf(voice)} speaks.`);
    case "resting":
      return silent(`The town rests while nobody is here. When it wakes, ${nameOf(voice)} speaks.`);
    case "budgetSpent":
      return {
        tone: "warning",
        label: "Budget spent",
        short: "Spent",
        explanation: "Today's budget is spent, so the scripted voice speaks until the next day (UTC).",
      };
    case "standingIn":
      return {
        tone: "warning",
        label: "Stand-in voice",
        short: "Stand-in",
        explanation: `The model does not answer (${voice.reason}): the scripted voice speaks until it is back.`,
      };
    case "speaking":
      return voice.name === SCRIPTED ? scripted(voice) : speaking(voice, budget);
  }
}

function silent(why: string): VoiceStatus {
  return {
    tone: "plain",
    label: "Nobody speaks",
    short: "Silent",
    explanation: `${why} Until then no model is asked.`,
  };
}

function scripted({ chosenBy }: SpeakingVoice): VoiceStatus {
  const why =
    chosenBy === "world"
      ? "This town has chosen the script for its people."
      : "The people speak by the script that comes with the town.";
  return {
    tone: "plain",
    label: "Scripted voice",
    short: "Scripted",
    explanation: `${why} No model is asked, and nothing is paid.`,
  };
}

function speaking({ name }: SpeakingVoice, budget: WorldBudget | null): VoiceStatus {
  if (budget?.state === "near") {
    return {
      tone: "warning",
      label: "Budget low",
      short: "Low",
      explanation: "Today's budget is nearly spent: cheaper models speak where some are named.",
    };
  }
  return {
    tone: "good",
    label: `Voice: ${name}`,
    short: name,
    explanation: "A language model speaks for the people.",
  };
}

function nameOf({ name }: SpeakingVoice): string {
  return name === SCRIPTED ? "the scripted voice" : name;
}
