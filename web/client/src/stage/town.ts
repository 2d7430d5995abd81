/** What stands in the town and does not walk: trees, lamps and buildings, which can be opened. */

import { type Container, Sprite } from "pixi.js";
import type { Atlas } from "./atlas";
import { easeShare } from "./camera";
import type { Lighting } from "./light";
import type { TownMap } from "./scene";

const OPENING_TIME_CONSTANT_MS = 110;
/** What is lit lies this little in front of what it lights. */
const JUST_IN_FRONT = 0.25;
const LAMP = "lamp";
const NEARLY = 0.01;

interface House {
  readonly walls: Sprite;
  readonly windows: Sprite | null;
  openness: number;
}

export interface TownLayer {
  /** How far each building, counted, is open: 0 shut to 1 with its floor in full view. */
  readonly openness: readonly number[];
  update(open: ReadonlySet<number>, lighting: Lighting, elapsedMs: number): void;
}

/** Puts everything that stands into `standing`, which is sorted by depth. */
export function createTownLayer(map: TownMap, atlas: Atlas, standing: Container): TownLayer {
  const litLamps: Sprite[] = [];
  for (const { frame, x, y, depth, flat } of map.sprites) {
    if (flat === true) continue;
    addSprite(standing, atlas, frame, x, y, depth);
    if (frame !== LAMP) continue;
    litLamps.push(addSprite(standing, atlas, `${LAMP}-lit`, x, y, depth + JUST_IN_FRONT));
  }
  const houses = map.buildings.map(({ frame, x, y, depth }): House => {
    const walls = addSprite(standing, atlas, frame, x, y, depth);
    const lit = `${frame}-lit`;
    const windows = atlas.has(lit)
      ? addSprite(standing, atlas, lit, x, y, depth + JUST_IN_FRONT)
      : null;
    return { walls, windows, openness: 0 };
  });
  const openness = houses.map(() => 0);

  return {
    openness,
    update(open, lighting, elapsedMs) {
      const share = easeShare(elapsedMs, OPENING_TIME_CONSTANT_MS);
      houses.forEach((house, index) => {
        openHouse(house, open.has(index) ? 1 : 0, share);
        openness[index] = house.openness;
        fade(house.walls, 1 - house.openness);
        if (house.windows === null) return;
        fade(house.windows, (1 - house.openness) * (lighting.windows[index] ?? 0));
      });
      for (const lamp of litLamps) fade(lamp, Math.min(1, lighting.daylight.lamps * 2));
    },
  };
}

function addSprite(
  standing: Container,
  atlas: Atlas,
  frame: string,
  x: number,
  y: number,
  depth: number,
): Sprite {
  const { anchorX, anchorY } = atlas.frame(frame);
  const sprite = new Sprite(atlas.texture(frame));
  sprite.position.set(x - anchorX, y - anchorY);
  sprite.zIndex = depth;
  standing.addChild(sprite);
  return sprite;
}

function openHouse(house: House, target: number, share: number): void {
  const next = house.openness + (target - house.openness) * share;
  house.openness = Math.abs(target - next) < NEARLY ? target : next;
}

function fade(sprite: Sprite, alpha: number): void {
  sprite.alpha = alpha;
  sprite.visible = alpha > 0;
}
