import { describe, expect, it } from "vitest";
import { MINUTES_PER_DAY, daylightAt, windowsLitAt } from "./daylight";

describe("daylightAt", () => {
  it("is full at noon and blue at night", () => {
    expect(daylightAt(720)).toEqual({ ambient: [1, 1, 1], lamps: 0 });
    const { ambient, lamps } = daylightAt(60);
    expect(ambient[2]).toBeGreaterThan(ambient[0]);
    expect(Math.max(...ambient)).toBeLessThan(0.8);
    expect(lamps).toBe(1);
  });

  it("is warm at dawn and dusk", () => {
    for (const minute of [400, 1120]) {
      const [red, , blue] = daylightAt(minute).ambient;
      expect(red).toBeGreaterThan(blue);
    }
  });

  it("never changes by leaps, midnight included", () => {
    for (let minute = 0; minute < MINUTES_PER_DAY; minute += 1) {
      const now = daylightAt(minute);
      const next = daylightAt(minute + 1);
      now.ambient.forEach((channel, index) => {
        expect(Math.abs(channel - (next.ambient[index] ?? NaN))).toBeLessThan(0.012);
      });
      expect(Math.abs(now.lamps - next.lamps)).toBeLessThan(0.02);
    }
  });
});

describe("windowsLitAt", () => {
  it.each([0, 0.3, 0.9, 1])("is lit in the evening only, for habit %d", (habit) => {
    expect(windowsLitAt(1230, habit)).toBe(1);
    expect(windowsLitAt(720, habit)).toBe(0);
    expect(windowsLitAt(120, habit)).toBe(0);
  });

  it("lets the street go dark house by house", () => {
    expect(windowsLitAt(1345, 0.1)).toBe(0);
    expect(windowsLitAt(1345, 0.9)).toBe(1);
  });
});
