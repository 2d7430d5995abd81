import { describe, expect, it } from "vitest";
import type { SpeakingVoice, UsagePart, UsageSums, WorldUsage } from "../wire/types";
import { english } from "../texts/english";
import { byTaskAndModel } from "./CostTable";
import { formatDollars, formatSums, formatTask, voiceStatus } from "./usage";

const NOTHING: UsageSums = {
  calls: 0,
  failures: 0,
  badAnswers: 0,
  usableShare: 1,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  microdollars: 0,
  meanLatencyMs: 0,
  answersFromCache: 0,
  stoodIn: 0,
  hitRate: 0,
};

function part(day: string, model: string): UsagePart {
  const tokens = { inputTokens: 10, outputTokens: 5, cachedTokens: 0 };
  return { day, model, task: "say", calls: 2, failures: 0, ...tokens, microdollars: 7 };
}

describe("what thinking costs", () => {
  it("is told with digits that say something", () => {
    expect([0, 3, 42, 4_200, 99_000, 250_000, 1_234_567].map((microdollars) => formatDollars(microdollars, english))).toEqual([
      "$0.00",
      "$0.000003",
      "$0.000042",
      "$0.0042",
      "$0.099",
      "$0.25",
      "$1.23",
    ]);
  });

  it("is told in a sentence", () => {
    const sums = { ...NOTHING, calls: 1_200, failures: 3, inputTokens: 900, outputTokens: 334 };
    expect(formatSums(sums, english)).toBe("1,200 calls (3 failed), 1,234 tokens, $0.00");
    expect(formatSums({ ...NOTHING, calls: 1 }, english)).toBe("1 call, 0 tokens, $0.00");
  });

  it("names every task in a word, and one it does not know as it is called", () => {
    const tasks = ["say", "decide", "react", "remember", "plan", "question", "insight", "interview", "embed"];
    expect(tasks.map((task) => formatTask(task, english.mind.costs)).filter((name) => !/^[A-Z][a-z]+ing$/.test(name))).toEqual([]);
    expect(formatTask("paint", english.mind.costs)).toBe("paint");
  });

  it("adds up days by task and model", () => {
    expect(byTaskAndModel([part("2", "chat"), part("2", "cache"), part("1", "chat")])).toEqual([
      { task: "say", model: "chat", calls: 4, tokens: 30, microdollars: 14 },
      { task: "say", model: "cache", calls: 2, tokens: 15, microdollars: 7 },
    ]);
  });
});

describe("voiceStatus", () => {
  const speaking: SpeakingVoice = {
    name: "bedrock",
    chosenBy: "worker",
    speaks: "bedrock",
    language: "en",
    wordless: false,
    state: "speaking",
    reason: "",
    remedy: "",
    failing: [],
  };
  const unlimited = { microdollars: null, tokens: null, state: "unlimited" } as const;
  const usage = (change: Partial<WorldUsage>): WorldUsage => ({
    voice: speaking,
    budget: unlimited,
    today: NOTHING,
    total: NOTHING,
    parts: [],
    ...change,
  });
  const status = (change: Partial<SpeakingVoice>) => voiceStatus(usage({ voice: { ...speaking, ...change } }), english.mind);

  it("names the voice that speaks", () => {
    expect(voiceStatus(usage({}), english.mind)).toMatchObject({ tone: "good", label: "Voice: bedrock" });
    const near = { ...unlimited, tokens: 5, state: "near" } as const;
    expect(voiceStatus(usage({ budget: near }), english.mind).label).toBe("Budget low");
  });

  it("tells a town's own choice of the script from everybody's", () => {
    const workers = status({ name: "scripted", speaks: "scripted" });
    const own = status({ name: "scripted", speaks: "scripted", chosenBy: "world" });
    expect(workers).toMatchObject({ tone: "plain", label: "Scripted voice" });
    expect(own).toMatchObject({ tone: "plain", label: "Scripted voice" });
    expect(own.explanation).toContain("This town has chosen");
    expect(workers.explanation).not.toContain("chosen");
  });

  it("says why a model does not speak", () => {
    expect(voiceStatus(usage({ voice: null }), english.mind).label).toBe("No voice");
    const standIn = status({ state: "standingIn", speaks: "scripted", reason: "throttled", remedy: "Pay." });
    expect(standIn.label).toBe("Stand-in voice");
    expect(standIn.explanation).toContain("throttled");
    expect(standIn.explanation).toContain("Pay.");
    expect(status({ state: "warmingUp", speaks: "scripted" }).label).toBe("Model is loading");
    const partly = status({ failing: [{ task: "plan", reason: "bad_answer", remedy: "Choose another." }] });
    expect(partly).toMatchObject({ tone: "warning", label: "Voice: bedrock, in part" });
    expect(partly.explanation).toBe("The scripted voice stands in for the model at: Planning (bad_answer). Choose another.");
    expect(status({ state: "budgetSpent", speaks: "scripted" }).label).toBe("Budget spent");
  });

  it("says that nobody has words in a language that the script does not speak", () => {
    const script = status({ name: "scripted", speaks: "scripted", language: "fa", wordless: true });
    expect(script).toMatchObject({ tone: "warning", label: "Without words" });
    expect(script.explanation).toContain("fa");
    const standIn = status({ state: "standingIn", speaks: "scripted", language: "fa", wordless: true });
    expect(standIn.label).toBe("Without words");
  });

  it("says that nobody speaks while time stands still, and who will", () => {
    const paused = status({ state: "paused", speaks: null });
    expect(paused).toMatchObject({ tone: "plain", label: "Nobody speaks" });
    expect(paused.explanation).toContain("bedrock speaks");
    const resting = status({ name: "scripted", state: "resting", speaks: null });
    expect(resting.explanation).toContain("rests while nobody is here");
    expect(resting.explanation).toContain("the scripted voice speaks");
  });
});
