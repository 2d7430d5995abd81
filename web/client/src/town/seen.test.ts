import { describe, expect, it } from "vitest";
import { loadLook, missedSince, saveLook } from "./seen";

const HOUR_MS = 3_600_000;

describe("what one has missed", () => {
  it("is nothing for who is new, was away for a moment, or comes to a town that stood still", () => {
    expect(missedSince(null, { realMs: HOUR_MS, worldMs: 5 })).toBeNull();
    expect(missedSince({ realMs: 0, worldMs: 0 }, { realMs: 60_000, worldMs: 60_000 })).toBeNull();
    expect(missedSince({ realMs: 0, worldMs: 7 }, { realMs: HOUR_MS, worldMs: 7 })).toBeNull();
  });

  it("is the time that the town went on without one", () => {
    expect(missedSince({ realMs: 0, worldMs: 1_000 }, { realMs: HOUR_MS, worldMs: 9_000 })).toBe(8_000);
  });

  it("is known from one visit to the next, for each town", () => {
    const kept = new Map<string, string>();
    const storage = (): Storage =>
      ({
        getItem: (name: string) => kept.get(name) ?? null,
        setItem: (name: string, text: string) => kept.set(name, text),
      }) as unknown as Storage;
    saveLook("w-1", { realMs: 1, worldMs: 2 }, storage);
    expect(loadLook("w-1", storage)).toEqual({ realMs: 1, worldMs: 2 });
    expect(loadLook("w-2", storage)).toBeNull();
    kept.set("everbrook.seen.w-1", "[broken");
    expect(loadLook("w-1", storage)).toBeNull();
  });
});
