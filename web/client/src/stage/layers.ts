/** The picture, from the ground up, and how one frame of it is set. */

import { Container, Sprite } from "pixi.js";
import type { Atlas } from "./atlas";
import { toScreen } from "./camera";
import { createFigureLayer } from "./figures";
import { bakeGround, waterFrameAt } from "./ground";
import { createLightLayer, lightingAt } from "./light";
import { createMarkLayer } from "./marks";
import type { CameraRig } from "./rig";
import { type TownMap, feetOf } from "./scene";
import { createTownLayer } from "./town";
import type { SceneView } from "./types";

export interface Layers {
  readonly world: Container;
  /** How far each building, counted, is open: 0 shut to 1 with its floor in full view. */
  readonly openness: readonly number[];
  /** `open`: the buildings, counted, to show without their walls. */
  update(view: SceneView, open: ReadonlySet<number>, rig: CameraRig, elapsedMs: number): void;
  destroy(): void;
}

export function createLayers(map: TownMap, atlas: Atlas, people: Atlas): Layers {
  const world = new Container();
  const groundPictures = bakeGround(map, atlas);
  const ground = new Sprite(groundPictures[0]);
  const shadows = new Container();
  const standing = new Container({ sortableChildren: true });
  const marks = createMarkLayer();
  const light = createLightLayer(map);
  world.addChild(ground, marks.ground, shadows, standing, light.view, marks.above);
  const town = createTownLayer(map, atlas, standing);
  const figures = createFigureLayer(people, shadows, standing);

  return {
    world,
    openness: town.openness,
    update(view, open, rig, elapsedMs) {
      placeWorld(world, rig);
      const { scale } = rig.camera();
      const lighting = lightingAt(view.minuteOfDay, map);
      ground.texture = groundPictures[waterFrameAt(view.animationMs)] ?? ground.texture;
      figures.update(view.bodies, (value) => Math.round(value * scale) / scale);
      town.update(open, lighting, elapsedMs);
      light.update(lighting, town.openness);
      const ringed = new Set([view.selected, view.following]);
      const feet = view.bodies.filter((body) => ringed.has(body.id)).map(feetOf);
      const own = view.bodies.find((body) => body.self);
      marks.update(view, feet, own === undefined ? null : feetOf(own));
    },
    destroy() {
      world.destroy({ children: true, texture: true, textureSource: true });
      for (const picture of groundPictures) picture.destroy(true);
    },
  };
}

/** On whole device pixels, so that nothing shimmers while the camera moves. */
function placeWorld(world: Container, rig: CameraRig): void {
  const camera = rig.camera();
  const corner = toScreen({ x: 0, y: 0 }, camera, rig.viewport());
  world.scale.set(camera.scale);
  world.position.set(Math.round(corner.x), Math.round(corner.y));
}
