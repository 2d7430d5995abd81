/** Which ground tile lies where: by its four corners, in one of several variants. */

/**
 * The corners of a tile that a terrain covers: northwest 1, northeast 2, southwest 4, southeast 8.
 *
 * `corners` are rows of one character for each corner of the map, `1` where the terrain is.
 */
export function cornerBits(corners: readonly string[], x: number, y: number): number {
  const bit = (cornerX: number, cornerY: number): number =>
    corners[cornerY]?.[cornerX] === "1" ? 1 : 0;
  return bit(x, y) | (bit(x + 1, y) << 1) | (bit(x, y + 1) << 2) | (bit(x + 1, y + 1) << 3);
}

/** Which of `count` variants lies at a tile: a 32-bit hash, the same in every client. */
export function variantAt(x: number, y: number, count: number): number {
  let mixed = Math.imul(x, 0x9e37_79b1) ^ Math.imul(y, 0x85eb_ca77);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2_ae3d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) % count;
}
