import { describe, expect, it } from "vitest";
import { ACTIVITY, AGENT, PLAYER } from "../../tests/samples";
import { english } from "../texts/english";
import type { Agent, OperationFailedEvent } from "../wire/types";
import { LATE_MS, type Circumstances, thoughtOf } from "./thought";

const SLEEP = { ...ACTIVITY, description: "sleeps", emoji: "💤", untilMs: 9_000, asleep: true };
const FAILURE: OperationFailedEvent = {
  number: 1,
  atMs: 1_000,
  kind: "operationFailed",
  subject: "p:1",
  body: {
    kind: "operationFailed",
    player: "p:1",
    operation: "o:1",
    task: "planDay",
    reason: "no answer came in time",
  },
};

function thought(around: Partial<Circumstances>): ReturnType<typeof thoughtOf> {
  return thoughtOf({
    agent: AGENT,
    player: PLAYER,
    failure: null,
    nowMs: 2_000,
    partnerName: null,
    words: english.mind.thought,
    ...around,
  });
}

function thinking(kind: string, agent: Partial<Agent> = {}): Agent {
  const operation = { id: "o:2", kind, startedAtMs: 1_500, conversation: "c:1" } as const;
  return { ...AGENT, ...agent, operation };
}

describe("thoughtOf", () => {
  it("says what is thought about, and since when", () => {
    expect(thought({ agent: thinking("generateMessage"), partnerName: "Otto" })).toEqual({
      kind: "thinking",
      about: "what to say to Otto",
      sinceMs: 1_500,
    });
    expect(thought({ agent: thinking("rememberConversation") })).toMatchObject({
      about: "what to keep of a talk",
    });
    const anew = thinking("planDay", { replans: "seen:9" });
    expect(thought({ agent: anew })).toMatchObject({
      about: "how to spend the rest of the day, after what has come up",
    });
    expect(thought({ agent: thinking("somethingNew") })).toMatchObject({ about: "somethingNew" });
  });

  it("is late after a while, and not before", () => {
    const agent = thinking("decideNext");
    expect(thought({ agent, nowMs: 1_500 + LATE_MS - 1 }).kind).toBe("thinking");
    expect(thought({ agent, nowMs: 1_500 + LATE_MS }).kind).toBe("late");
  });

  it("sleeps until the activity ends", () => {
    const player = { ...PLAYER, activity: SLEEP };
    expect(thought({ player })).toEqual({ kind: "asleep", untilMs: 9_000 });
    expect(thought({ player, nowMs: 9_000 }).kind).toBe("quiet");
    expect(thought({ player, agent: thinking("planDay") }).kind).toBe("thinking");
    const awake = { ...PLAYER, activity: { ...SLEEP, asleep: false } };
    expect(thought({ player: awake }).kind).toBe("quiet");
  });

  it("tells of a failure for a while, and why it failed", () => {
    expect(thought({ failure: FAILURE })).toEqual({
      kind: "failed",
      about: "how to spend the day",
      atMs: 1_000,
      reason: "no answer came in time",
    });
    expect(thought({ failure: FAILURE, nowMs: 61_000 }).kind).toBe("quiet");
    expect(thought({ failure: FAILURE, agent: thinking("planDay") }).kind).toBe("thinking");
  });

  it("tells what was noticed and not yet thought about", () => {
    const agent = { ...AGENT, noticed: { memory: "seen:9", atMs: 900 } };
    expect(thought({ agent })).toEqual({ kind: "noticed", atMs: 900 });
  });
});
