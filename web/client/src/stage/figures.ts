/** The people as sprites, with a shadow each. */

import { type Container, Sprite, type Texture } from "pixi.js";
import type { Atlas } from "./atlas";
import type { Point } from "./camera";
import { directionOf, type Gait, gaitFrame, standingAt, stepGait } from "./gait";
import { shadowTexture } from "./pictures";
import { feetOf } from "./scene";
import type { Body } from "./types";

interface Figure {
  readonly sprite: Sprite;
  readonly shadow: Sprite;
  gait: Gait;
  drawn: string;
}

export interface FigureLayer {
  /** `snap` rounds an art pixel to where device pixels lie, so that walkers stay sharp. */
  update(bodies: readonly Body[], snap: (value: number) => number): void;
}

const FALLBACK_LOOK = "look-01";

/** Shadows go below whatever stands in `standing`, which is sorted by depth. */
export function createFigureLayer(
  people: Atlas,
  shadows: Container,
  standing: Container,
): FigureLayer {
  const figures = new Map<string, Figure>();
  const shadowPicture = shadowTexture();

  function enter(body: Body): Figure {
    const figure = createFigure(people.texture(`${FALLBACK_LOOK}/down/0`), shadowPicture, body);
    const { anchorX, anchorY } = people.frame(`${FALLBACK_LOOK}/down/0`);
    figure.sprite.pivot.set(anchorX, anchorY);
    shadows.addChild(figure.shadow);
    standing.addChild(figure.sprite);
    figures.set(body.id, figure);
    return figure;
  }

  function leave(present: ReadonlySet<string>): void {
    for (const [id, figure] of figures) {
      if (present.has(id)) continue;
      figure.sprite.destroy();
      figure.shadow.destroy();
      figures.delete(id);
    }
  }

  return {
    update(bodies, snap) {
      if (figures.size > 0) leave(new Set(bodies.map((body) => body.id)));
      for (const body of bodies) {
        const figure = figures.get(body.id) ?? enter(body);
        figure.gait = stepGait(figure.gait, body.x, body.y, body.speed);
        dress(figure, body, people);
        place(figure, feetOf(body), snap);
      }
    },
  };
}

function createFigure(texture: Texture, shadowPicture: Texture, body: Body): Figure {
  const shadow = new Sprite({ texture: shadowPicture, anchor: 0.5 });
  return { sprite: new Sprite(texture), shadow, gait: standingAt(body.x, body.y), drawn: "" };
}

function dress(figure: Figure, body: Body, people: Atlas): void {
  const pose = `${directionOf(body.facing)}/${gaitFrame(figure.gait, body.speed)}`;
  const drawn = `${body.look}/${pose}`;
  if (figure.drawn === drawn) return;
  figure.drawn = drawn;
  figure.sprite.texture = people.texture(people.has(drawn) ? drawn : `${FALLBACK_LOOK}/${pose}`);
}

function place(figure: Figure, feet: Point, snap: (value: number) => number): void {
  const x = snap(feet.x);
  const y = snap(feet.y);
  figure.sprite.position.set(x, y);
  figure.sprite.zIndex = feet.y;
  figure.shadow.position.set(x, y - 1);
}
