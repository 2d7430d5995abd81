import { describe, expect, it } from "vitest";
import { AGENT, CLOCK } from "../../tests/samples";
import type { Agent } from "../wire/types";
import { type LiveState, freshnessOf, overdue } from "./live";

const LIVE: LiveState = {
  connection: { phase: "open" },
  reached: true,
  runner: "running",
  picture: "current",
  reason: null,
  behindMs: 0,
};

describe("freshnessOf", () => {
  it("is live when the world keeps up", () => {
    expect(freshnessOf({ ...LIVE, behindMs: 900 }, CLOCK)).toEqual({ kind: "live" });
  });

  it("tells a lag that a visitor would notice at the world's speed", () => {
    const behind = { ...LIVE, behindMs: 5_000 };
    expect(freshnessOf(behind, CLOCK)).toEqual({ kind: "behind", behindMs: 5_000, speed: 1 });
    expect(freshnessOf(behind, { ...CLOCK, speedPermille: 16_000 })).toEqual({ kind: "live" });
    expect(freshnessOf(behind, { ...CLOCK, flatOut: true })).toEqual({ kind: "live" });
  });

  it("says paused or resting rather than stopped or behind", () => {
    const paused = { ...CLOCK, paused: true };
    expect(freshnessOf({ ...LIVE, runner: "stopped" }, paused)).toEqual({ kind: "paused" });
    expect(freshnessOf({ ...LIVE, runner: "stopped" }, CLOCK)).toEqual({ kind: "stopped" });
    const resting = { ...paused, resting: true };
    expect(freshnessOf(LIVE, resting)).toEqual({ kind: "resting" });
  });

  it("says that the picture is late before what is read from it", () => {
    const late: LiveState = { ...LIVE, picture: "late" };
    expect(freshnessOf(late, CLOCK)).toEqual({ kind: "late" });
    expect(freshnessOf(late, { ...CLOCK, paused: true })).toEqual({ kind: "late" });
  });

  it("says broken, and why, whatever the clock", () => {
    const broken: LiveState = { ...LIVE, runner: "broken", reason: "KeyError" };
    expect(freshnessOf(broken, { ...CLOCK, paused: true })).toEqual({
      kind: "broken",
      reason: "KeyError",
    });
  });

  it("says disconnected before all else", () => {
    const lost: LiveState = { ...LIVE, connection: { phase: "lost", retryAt: 7, reason: "It waits." } };
    expect(freshnessOf(lost, { ...CLOCK, paused: true })).toEqual({
      kind: "disconnected",
      retryAt: 7,
      reason: "It waits.",
    });
    const again: LiveState = { ...LIVE, connection: { phase: "connecting" } };
    expect(freshnessOf(again, CLOCK)).toEqual({ kind: "disconnected", retryAt: null, reason: null });
    expect(freshnessOf({ ...again, reached: false }, undefined)).toEqual({ kind: "connecting" });
  });
});

describe("a town that waits for minds", () => {
  const thinking = { ...AGENT, operation: { id: "o:1", kind: "planDay", startedAtMs: 0, conversation: null } } as const;
  const agents = new Map<string, Agent>([["a:1", thinking], ["a:2", { ...AGENT, player: "p:2" }]]);

  it("names whose thoughts are overdue", () => {
    expect(overdue(agents, 29_000)).toEqual([]);
    expect(overdue(agents, 31_000)).toEqual(["p:1"]);
  });

  it("says so when it lags or runs as fast as it can, and not otherwise", () => {
    const behind = { ...LIVE, behindMs: 5_000 };
    expect(freshnessOf(behind, CLOCK, ["Mira"])).toEqual({ kind: "waiting", names: ["Mira"] });
    expect(freshnessOf(LIVE, { ...CLOCK, flatOut: true }, ["Mira"]).kind).toBe("waiting");
    expect(freshnessOf(LIVE, CLOCK, ["Mira"])).toEqual({ kind: "live" });
  });
});
