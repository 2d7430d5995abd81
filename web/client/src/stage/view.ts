/** From people in tiles to what stands where on the screen, in CSS pixels. */

import { type Point, toScreen } from "./camera";
import type { Label } from "./labels";
import type { Target } from "./picking";
import type { Rect } from "./rects";
import type { CameraRig } from "./rig";
import { type TownMap, buildingAround, feetOf } from "./scene";
import type { Body, SceneView } from "./types";

const FIGURE_WIDTH = 14;
const FIGURE_HEIGHT = 23;
/** From the top of the head to the chin. */
const FACE_HEIGHT = 13;
/** CSS pixels to an art pixel below which the town is seen as a whole: few names, short speech. */
const NEAR_FROM_SCALE = 1.6;
/** Labels this far outside of the screen may still reach into it. */
const MARGIN_CSS_PIXELS = 160;
const OPEN_ENOUGH = 0.5;

type Openness = readonly number[];

export function bodyOf(bodies: readonly Body[], id: string | null): Body | null {
  return id === null ? null : (bodies.find((body) => body.id === id) ?? null);
}

/** Where an art pixel stands on the screen, in CSS pixels. */
export function cssPoint(point: Point, rig: CameraRig): Point {
  const at = toScreen(point, rig.camera(), rig.viewport());
  const { pixelRatio } = rig.viewport();
  return { x: at.x / pixelRatio, y: at.y / pixelRatio };
}

function feetOnScreen(body: Body, rig: CameraRig): Point {
  return cssPoint(feetOf(body), rig);
}

export function isFar(rig: CameraRig): boolean {
  return cssScale(rig) < NEAR_FROM_SCALE;
}

function cssScale(rig: CameraRig): number {
  return rig.camera().scale / rig.viewport().pixelRatio;
}

/** The building, counted, whose walls hide someone; -1 for none. */
export function hidingBuilding(body: Body, map: TownMap, openness: Openness): number {
  const index = buildingAround(map, body);
  const building = map.buildings[index];
  if (building === undefined || feetOf(body).y >= building.depth) return -1;
  return (openness[index] ?? 0) < OPEN_ENOUGH ? index : -1;
}

function isHidden(body: Body, map: TownMap, openness: Openness): boolean {
  return hidingBuilding(body, map, openness) >= 0;
}

/** Whom the pointer can reach. */
export function targetsOf(
  bodies: readonly Body[],
  map: TownMap,
  openness: Openness,
  rig: CameraRig,
): Target[] {
  const scale = cssScale(rig);
  return bodies
    .filter((body) => !isHidden(body, map, openness))
    .map((body): Target => {
      const feet = feetOnScreen(body, rig);
      const size = { width: FIGURE_WIDTH * scale, height: FIGURE_HEIGHT * scale };
      return { id: body.id, x: feet.x, y: feet.y, ...size };
    });
}

/** What stands over the people who are on the screen. */
export function labelsOf(
  view: SceneView,
  hovered: string | null,
  map: TownMap,
  openness: Openness,
  rig: CameraRig,
): Label[] {
  const scale = cssScale(rig);
  const { width, height, pixelRatio } = rig.viewport();
  const marks = new Set([hovered, view.selected, view.following]);
  const labels: Label[] = [];
  for (const body of view.bodies) {
    const feet = feetOnScreen(body, rig);
    const head = { x: feet.x, y: feet.y - FIGURE_HEIGHT * scale };
    if (!isNear(head, width / pixelRatio, height / pixelRatio)) continue;
    const marked = marks.has(body.id);
    const hidden = isHidden(body, map, openness);
    labels.push({
      id: body.id,
      name: body.name,
      emoji: hidden ? null : body.emoji,
      typing: body.typing,
      bubble: body.bubble,
      talk: body.talk,
      human: body.human,
      self: body.self,
      marked,
      named: marked || !(hidden || isFar(rig)),
      indoors: !hidden && buildingAround(map, body) >= 0,
      face: faceAt(head, scale),
      ...head,
    });
  }
  return labels;
}

function faceAt(head: Point, scale: number): Rect {
  const width = FIGURE_WIDTH * scale;
  return { left: head.x - width / 2, top: head.y, width, height: FACE_HEIGHT * scale };
}

function isNear(point: Point, width: number, height: number): boolean {
  return (
    point.x > -MARGIN_CSS_PIXELS &&
    point.y > -MARGIN_CSS_PIXELS &&
    point.x < width + MARGIN_CSS_PIXELS &&
    point.y < height + MARGIN_CSS_PIXELS
  );
}
