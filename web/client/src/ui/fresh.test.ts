// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { repeat } from "./fresh";

const EVERY_MS = 1_000;

describe("repeat", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("asks at once, again after each answer or failure, and no more once it is called off", async () => {
    let asked = 0;
    const heard: string[] = [];
    const load = (): Promise<number> => {
      asked += 1;
      return asked === 2 ? Promise.reject(new Error("away")) : Promise.resolve(asked);
    };
    const stop = repeat(load, EVERY_MS, {
      onValue: (value) => heard.push(String(value)),
      onFailure: () => heard.push("failed"),
    });
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect(heard).toEqual(["1", "failed", "3"]);
    stop();
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(asked).toBe(3);
  });

  it("has one question under way at a time, and hears nothing of it once it is called off", async () => {
    let asked = 0;
    const answers: ((value: number) => void)[] = [];
    const heard: number[] = [];
    const load = (): Promise<number> => {
      asked += 1;
      return new Promise((resolve) => {
        answers.push(resolve);
      });
    };
    const stop = repeat(load, EVERY_MS, { onValue: (n) => heard.push(n), onFailure: () => undefined });
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(asked).toBe(1);
    stop();
    answers[0]?.(1);
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect([heard, asked]).toEqual([[], 1]);
  });

  it("rests while the page is hidden and asks when it is seen again", async () => {
    let asked = 0;
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(false);
    const load = (): Promise<number> => Promise.resolve((asked += 1));
    const stop = repeat(load, EVERY_MS, { onValue: () => undefined, onFailure: () => undefined });
    await vi.advanceTimersByTimeAsync(0);
    hidden.mockReturnValue(true);
    await vi.advanceTimersByTimeAsync(20 * EVERY_MS);
    expect(asked).toBe(1);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toBe(2);
    stop();
  });
});
