/** The ground: baked into a few pictures of the whole map, which differ in their water. */

import type { Texture } from "pixi.js";
import type { Atlas } from "./atlas";
import { contextOf, createCanvas, textureOf } from "./pictures";
import { type TownMap, TILE } from "./scene";
import { cornerBits, variantAt } from "./wang";

const WATER_FRAMES = 4;
const WATER_FRAME_MS = 280;
const FULLY_COVERED = 15;

/** The frame of the water to show; the animation's clock may stand still. */
export function waterFrameAt(animationMs: number): number {
  return Math.floor(animationMs / WATER_FRAME_MS) % WATER_FRAMES;
}

/**
 * One texture for each frame of the water, of the size of the map in art pixels.
 *
 * Everything that lies flat is in it: terrain, bridges and flowers, and the floors of buildings.
 */
export function bakeGround(map: TownMap, atlas: Atlas): Texture[] {
  return Array.from({ length: WATER_FRAMES }, (_, frame) => {
    const canvas = createCanvas(map.width * TILE, map.height * TILE);
    const context = contextOf(canvas);
    drawGrass(context, map, atlas);
    for (const [layer, corners] of Object.entries(map.terrain)) {
      const set = layer === "water" ? `water/${frame}` : layer;
      drawTerrain(context, map, atlas, corners, set);
    }
    for (const sprite of map.sprites) {
      if (sprite.flat === true) stamp(context, atlas, sprite.frame, sprite.x, sprite.y);
    }
    for (const building of map.buildings) {
      stamp(context, atlas, building.floor, building.x, building.y);
    }
    return textureOf(canvas);
  });
}

function drawGrass(context: CanvasRenderingContext2D, map: TownMap, atlas: Atlas): void {
  map.ground.forEach((row, y) => {
    [...row].forEach((digit, x) => {
      stamp(context, atlas, `grass/${Number.parseInt(digit, 36)}`, x * TILE, y * TILE);
    });
  });
}

function drawTerrain(
  context: CanvasRenderingContext2D,
  map: TownMap,
  atlas: Atlas,
  corners: readonly string[],
  set: string,
): void {
  const variants = countVariants(atlas, set);
  for (let y = 0; y < map.height; y += 1) {
    for (let x = 0; x < map.width; x += 1) {
      const bits = cornerBits(corners, x, y);
      if (bits === 0) continue;
      stamp(context, atlas, `${set}/${variantAt(x, y, variants)}/${bits}`, x * TILE, y * TILE);
    }
  }
}

function countVariants(atlas: Atlas, set: string): number {
  let count = 0;
  while (atlas.has(`${set}/${count}/${FULLY_COVERED}`)) count += 1;
  return Math.max(1, count);
}

function stamp(
  context: CanvasRenderingContext2D,
  atlas: Atlas,
  name: string,
  x: number,
  y: number,
): void {
  const { x: left, y: top, w, h, anchorX, anchorY } = atlas.frame(name);
  context.drawImage(atlas.picture, left, top, w, h, x - anchorX, y - anchorY, w, h);
}
