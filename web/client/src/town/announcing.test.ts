import { describe, expect, it } from "vitest";
import { randomStream } from "../../tests/random";
import { MOST_A_MINUTE, createAnnouncer } from "./announcing";

describe("announcements", () => {
  it.each([1, 2, 3, 4, 5])("keep to so many in any minute, however much happens (seed %d)", (seed) => {
    const chance = randomStream(seed);
    const { tell, next } = createAnnouncer();
    const saidAt: number[] = [];
    for (let atMs = 0; atMs < 600_000; atMs += 250 + chance() * 1_000) {
      if (chance() < 0.7) tell(`subject ${Math.floor(chance() * 20)}`, "something");
      if (next(atMs) !== null) saidAt.push(atMs);
    }
    const inMinuteFrom = (from: number): number => saidAt.filter((at) => at >= from && at < from + 60_000).length;
    expect(Math.max(...saidAt.map(inMinuteFrom))).toBe(MOST_A_MINUTE);
  });

  it("say the newest of each thing, once, and drop what is old", () => {
    const { tell, next } = createAnnouncer(2);
    tell("talk", "They talk.");
    tell("state", "Paused.");
    tell("talk", "They have gone.");
    expect([next(0), next(1), next(2)]).toEqual(["Paused.", "They have gone.", null]);
    for (const name of ["a", "b", "c"]) tell(name, name);
    expect([next(60_002), next(60_003)]).toEqual(["b", "c"]);
  });
});
