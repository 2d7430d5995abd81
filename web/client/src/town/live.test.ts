import { describe, expect, it } from "vitest";
import type { Clock } from "../wire/types";
import { type LiveState, freshnessOf } from "./live";

const LIVE: LiveState = {
  connection: { phase: "open" },
  reached: true,
  runner: "running",
  behindMs: 0,
};
const CLOCK: Clock = { paused: false, resting: false, speedPermille: 1_000, flatOut: false };

describe("freshnessOf", () => {
  it("is live when the world keeps up", () => {
    expect(freshnessOf({ ...LIVE, behindMs: 900 }, CLOCK)).toEqual({ kind: "live" });
  });

  it("tells a lag that a visitor would notice at the world's speed", () => {
    const behind = { ...LIVE, behindMs: 5_000 };
    expect(freshnessOf(behind, CLOCK)).toEqual({ kind: "behind", behindMs: 5_000 });
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

  it("says disconnected before all else", () => {
    const lost: LiveState = { ...LIVE, connection: { phase: "lost", retryAt: 7 } };
    expect(freshnessOf(lost, { ...CLOCK, paused: true })).toEqual({
      kind: "disconnected",
      retryAt: 7,
    });
    const again: LiveState = { ...LIVE, connection: { phase: "connecting" } };
    expect(freshnessOf(again, CLOCK)).toEqual({ kind: "disconnected", retryAt: null });
    expect(freshnessOf({ ...again, reached: false }, undefined)).toEqual({ kind: "connecting" });
  });
});
