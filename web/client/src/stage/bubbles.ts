/** Where speech bubbles go, so that they cover neither one another nor the edge of the screen. */

/** A bubble that wants to stand with the middle of its lower edge on a point, in CSS pixels. */
export interface BubbleWish {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BubblePlace {
  readonly left: number;
  readonly top: number;
}

const GAP = 6;
const EDGE = 6;
/** The tail of a bubble stays this far from its corners. */
export const TAIL_MARGIN = 14;

/**
 * Places bubbles in the order given, each above those it would cover.
 *
 * Give those lowest on the screen first: what stands behind then rises over what stands in front.
 */
export function placeBubbles(
  wishes: readonly BubbleWish[],
  screenWidth: number,
  gap = GAP,
): readonly BubblePlace[] {
  const places: BubblePlace[] = [];
  wishes.forEach((wish, index) => {
    const left = leftOf(wish, screenWidth);
    const earlier = wishes.slice(0, index);
    let top = wish.y - wish.height;
    for (let tries = 0; tries <= index; tries += 1) {
      const hit = earlier.findIndex((other, at) => covers(left, top, wish, places[at], other, gap));
      const below = places[hit];
      if (below === undefined) break;
      top = below.top - wish.height - gap;
    }
    places.push({ left, top });
  });
  return places;
}

/** Inside the screen, as long as the tail can still point at who speaks. */
function leftOf(wish: BubbleWish, screenWidth: number): number {
  const rightmost = Math.max(EDGE, screenWidth - wish.width - EDGE);
  const inside = Math.min(rightmost, Math.max(EDGE, wish.x - wish.width / 2));
  return Math.min(wish.x - TAIL_MARGIN, Math.max(wish.x + TAIL_MARGIN - wish.width, inside));
}

function covers(
  left: number,
  top: number,
  wish: BubbleWish,
  place: BubblePlace | undefined,
  other: BubbleWish,
  gap: number,
): boolean {
  return (
    place !== undefined &&
    left < place.left + other.width + gap &&
    place.left < left + wish.width + gap &&
    top < place.top + other.height + gap &&
    place.top < top + wish.height + gap
  );
}
