import { describe, expect, it } from "vitest";
import { scatter, scatterBelow } from "./chance";

describe("scatter", () => {
  it("is even and unlike its neighbours", () => {
    const counts = [0, 0, 0, 0];
    let same = 0;
    for (let y = 0; y < 60; y += 1) {
      for (let x = 0; x < 60; x += 1) {
        const variant = scatterBelow(4, x, y, 3);
        counts[variant] = (counts[variant] ?? 0) + 1;
        if (variant === scatterBelow(4, x + 1, y, 3)) same += 1;
      }
    }
    for (const count of counts) expect(Math.abs(count / 900 - 1)).toBeLessThan(0.12);
    expect(Math.abs(same / 900 - 1)).toBeLessThan(0.15);
  });

  it("is the same each time and differs with its salt", () => {
    expect(scatter(5, 9, 1)).toBe(scatter(5, 9, 1));
    expect(scatter(5, 9, 1)).not.toBe(scatter(5, 9, 2));
  });
});
