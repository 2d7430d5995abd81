import { describe, expect, it } from "vitest";
import { dotsAlong } from "./path";

describe("dotsAlong", () => {
  it("leads from where someone is over the middle of every tile to the last", () => {
    const dots = dotsAlong({ x: 20, y: 8 }, [
      { x: 2, y: 0 },
      { x: 3, y: 0 },
      { x: 3, y: 1 },
    ]);
    expect(dots).toEqual([
      { x: 40, y: 8 },
      { x: 48, y: 8 },
      { x: 56, y: 8 },
      { x: 56, y: 16 },
      { x: 56, y: 24 },
    ]);
  });

  it("draws nothing where nobody walks", () => {
    expect(dotsAlong({ x: 20, y: 8 }, [])).toEqual([]);
  });
});
