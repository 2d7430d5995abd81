import { describe, expect, it } from "vitest";
import { cornerBits, variantAt } from "./wang";

/** The same hash in integers without bounds. */
function exactVariant(x: bigint, y: bigint, count: bigint): bigint {
  const mask = 0xffff_ffffn;
  let mixed = ((x * 0x9e37_79b1n) ^ (y * 0x85eb_ca77n)) & mask;
  mixed = ((mixed ^ (mixed >> 15n)) * 0xc2b2_ae3dn) & mask;
  return (mixed ^ (mixed >> 13n)) % count;
}

describe("cornerBits", () => {
  const corners = ["100", "011", "000"];

  it("counts northwest 1, northeast 2, southwest 4, southeast 8", () => {
    expect(cornerBits(corners, 0, 0)).toBe(1 + 8);
    expect(cornerBits(corners, 1, 0)).toBe(4 + 8);
    expect(cornerBits(corners, 0, 1)).toBe(2);
    expect(cornerBits(corners, 1, 1)).toBe(1 + 2);
  });

  it("sees no terrain beyond the map", () => {
    expect(cornerBits(corners, 9, 9)).toBe(0);
  });
});

describe("variantAt", () => {
  it("is the hash of docs/SCENE.md in unsigned 32-bit arithmetic", () => {
    for (let y = 0; y < 48; y += 1) {
      for (let x = 0; x < 64; x += 1) {
        expect(variantAt(x, y, 3)).toBe(Number(exactVariant(BigInt(x), BigInt(y), 3n)));
      }
    }
  });

  it("uses every variant about equally often", () => {
    const counts = [0, 0, 0, 0];
    for (let y = 0; y < 60; y += 1) {
      for (let x = 0; x < 60; x += 1) {
        const variant = variantAt(x, y, 4);
        counts[variant] = (counts[variant] ?? 0) + 1;
      }
    }
    for (const count of counts) expect(Math.abs(count / 900 - 1)).toBeLessThan(0.15);
  });
});
