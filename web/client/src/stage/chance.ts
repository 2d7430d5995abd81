/** Scattered numbers that are the same on every visit: which variant of a tile lies where. */

/** A number in 0..1 from whole numbers; neighbours are unlike. */
export function scatter(x: number, y: number, salt: number): number {
  let bits = Math.imul(x, 0x1f12_3bb5) ^ Math.imul(y, 0x5bd1_e995) ^ Math.imul(salt, 0x27d4_eb2f);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b_3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a_2d39);
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
}

export function scatterBelow(count: number, x: number, y: number, salt: number): number {
  return Math.floor(scatter(x, y, salt) * count);
}
