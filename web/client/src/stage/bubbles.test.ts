import { describe, expect, it } from "vitest";
import { type BubbleWish, placeBubbles } from "./bubbles";

/** A crowd of bubbles of many sizes around a square, always the same. */
function crowd(count: number): BubbleWish[] {
  return Array.from({ length: count }, (_, index) => ({
    x: 200 + ((index * 97) % 300),
    y: 400 - ((index * 41) % 120),
    width: 60 + ((index * 53) % 120),
    height: 30 + ((index * 29) % 50),
  })).toSorted((a, b) => b.y - a.y);
}

describe("placeBubbles", () => {
  it("stands a lone bubble on its point", () => {
    const [place] = placeBubbles([{ x: 200, y: 300, width: 80, height: 40 }], 800);
    expect(place).toEqual({ left: 160, top: 260 });
  });

  it.each([2, 5, 12])("keeps %d bubbles apart", (count) => {
    const wishes = crowd(count);
    const places = placeBubbles(wishes, 800);
    places.forEach((a, i) => {
      places.slice(i + 1).forEach((b, offset) => {
        const [one, other] = [wishes[i], wishes[i + 1 + offset]];
        if (one === undefined || other === undefined) throw new Error("a place without a wish");
        const apart =
          a.left + one.width <= b.left ||
          b.left + other.width <= a.left ||
          a.top + one.height <= b.top ||
          b.top + other.height <= a.top;
        expect(apart).toBe(true);
      });
    });
  });

  it("only ever moves a bubble up", () => {
    const wishes = crowd(12);
    placeBubbles(wishes, 800).forEach((place, index) => {
      const wish = wishes[index];
      expect(place.top + (wish?.height ?? NaN)).toBeLessThanOrEqual(wish?.y ?? NaN);
    });
  });

  it("keeps bubbles inside the sides of the screen", () => {
    const wishes = [25, 375].map((x) => ({ x, y: 300, width: 120, height: 40 }));
    for (const place of placeBubbles(wishes, 400)) {
      expect(place.left).toBeGreaterThanOrEqual(0);
      expect(place.left + 120).toBeLessThanOrEqual(400);
    }
  });

  it("lets a bubble leave the screen with its speaker", () => {
    const [place] = placeBubbles([{ x: -40, y: 300, width: 120, height: 40 }], 400);
    expect(place?.left).toBeLessThan(-40);
    expect((place?.left ?? NaN) + 120).toBeGreaterThan(-40);
  });
});
