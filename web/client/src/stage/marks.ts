/** What is drawn on the ground for the visitor: the path ahead, the goal, rings around people, and the glow of what is in use. */

import { Container, Sprite, type Texture } from "pixi.js";
import type { Point } from "./camera";
import { dotsAlong } from "./path";
import { arrowTexture, dotTexture, glowTexture, ringTexture } from "./pictures";
import { centreOf } from "./scene";
import type { SceneView } from "./types";

const BOB_PERIOD_MS = 900;
const BOB_ART_PIXELS = 2;
const ARROW_HEIGHT = 4;
const GLOW_BREATH = 0.12;
/** The ring breathes by this share. */
const BREATH = 0.06;
const BREATH_PERIOD_MS = 1600;

export interface MarkLayer {
  /** Lies under everybody. */
  readonly ground: Container;
  /** Stands over everything. */
  readonly above: Container;
  /** `feet` tells where the people stand who wear a ring: selected or followed. */
  update(view: SceneView, feet: readonly Point[], own: Point | null): void;
}

export function createMarkLayer(): MarkLayer {
  const ground = new Container();
  const above = new Container();
  const glows = createPool(ground, glowTexture());
  const dots = createPool(ground, dotTexture());
  const rings = createPool(ground, ringTexture());
  const arrow = new Sprite({ texture: arrowTexture(), anchor: { x: 0.5, y: 1 } });
  above.addChild(arrow);

  return {
    ground,
    above,
    update(view, feet, own) {
      glows.show(view.inUse.map(centreOf), 1 + GLOW_BREATH * wave(view.animationMs, BREATH_PERIOD_MS));
      dots.show(own === null ? [] : dotsAlong(own, view.path ?? []), 1);
      rings.show(feet, 1 + BREATH * wave(view.animationMs, BREATH_PERIOD_MS));
      arrow.visible = view.goal !== null;
      if (view.goal === null) return;
      const at = centreOf(view.goal);
      const bob = BOB_ART_PIXELS * wave(view.animationMs, BOB_PERIOD_MS);
      arrow.position.set(at.x, at.y - ARROW_HEIGHT + bob);
    },
  };
}

function wave(timeMs: number, periodMs: number): number {
  return Math.sin((timeMs / periodMs) * 2 * Math.PI);
}

interface Pool {
  show(points: readonly Point[], scale: number): void;
}

function createPool(parent: Container, texture: Texture): Pool {
  const sprites: Sprite[] = [];
  return {
    show(points, scale) {
      while (sprites.length < points.length) {
        const sprite = new Sprite({ texture, anchor: 0.5 });
        parent.addChild(sprite);
        sprites.push(sprite);
      }
      sprites.forEach((sprite, index) => {
        const point = points[index];
        sprite.visible = point !== undefined;
        if (point === undefined) return;
        sprite.position.set(point.x, point.y);
        sprite.scale.set(scale);
      });
    },
  };
}
