/** The stage: the town on a canvas, its camera, and what a visitor's hand does to it. */

import "./stage.css";
import type { Renderer } from "pixi.js";
import { loadAtlas } from "./atlas";
import type { Point, Viewport } from "./camera";
import { type Hand, createHand, toDevice } from "./hand";
import { createLabelLayer } from "./labels";
import { type Layers, createLayers } from "./layers";
import { createPlateLayer, platesOf } from "./plates";
import { REACH, personAt } from "./picking";
import { createRenderer } from "./renderer";
import { type CameraRig, createCameraRig } from "./rig";
import { type TownMap, TILE, buildingAround, centreOf, feetOf } from "./scene";
import type { Body, SceneView, Stage, StageAssets, StageEvents } from "./types";
import { bodyOf, isFar, labelsOf, targetsOf } from "./view";

/** More device pixels than this show no more detail and cost time on a canvas without a GPU. */
const MOST_PIXEL_RATIO = { webgl: 3, canvas: 2 } as const;
const LONGEST_FRAME_MS = 100;
/** Art pixels from the feet of a person to the middle, which the camera follows. */
const HALF_BODY = 9;

/**
 * Makes a stage that fills `host`, which must be positioned and have a size.
 *
 * Rejects with MissingArt when the art cannot be loaded or lacks what the map shows.
 */
export async function createStage(
  host: HTMLElement,
  assets: StageAssets,
  events: StageEvents,
): Promise<Stage> {
  const [atlas, people] = await Promise.all([
    loadAtlas(assets.artUrl, "atlas"),
    loadAtlas(assets.artUrl, "people"),
  ]);
  const renderer = await createRenderer(host, assets.renderer);
  host.classList.add("stage-host");
  const { map } = assets;
  const layers = createLayers(map, atlas, people);
  const rig = createCameraRig(measure(host, renderer, map));
  const size = keepSize(host, renderer, map, rig);
  const drawing = createDrawing(host, renderer, map, layers, rig, events);
  return {
    ...steering(rig, events),
    draw: drawing.draw,
    resize: size.resize,
    destroy() {
      size.stop();
      drawing.stop();
      layers.destroy();
      atlas.destroy();
      people.destroy();
      renderer.destroy({ removeView: true });
      host.classList.remove("stage-host", "is-over-person", "is-dragging");
    },
  };
}

function measure(host: HTMLElement, renderer: Renderer, map: TownMap): Viewport {
  const most = renderer.name === "canvas" ? MOST_PIXEL_RATIO.canvas : MOST_PIXEL_RATIO.webgl;
  const pixelRatio = Math.min(globalThis.devicePixelRatio, most);
  return {
    width: Math.max(1, Math.round(host.clientWidth * pixelRatio)),
    height: Math.max(1, Math.round(host.clientHeight * pixelRatio)),
    pixelRatio,
    mapWidth: map.width * TILE,
    mapHeight: map.height * TILE,
  };
}

/** Keeps canvas and camera at the size of the host. */
function keepSize(
  host: HTMLElement,
  renderer: Renderer,
  map: TownMap,
  rig: CameraRig,
): { resize(): void; stop(): void } {
  function resize(): void {
    const viewport = measure(host, renderer, map);
    const { width, height } = rig.viewport();
    if (viewport.width === width && viewport.height === height) return;
    rig.setViewport(viewport);
    renderer.resize(viewport.width, viewport.height);
  }
  renderer.resize(rig.viewport().width, rig.viewport().height);
  const watcher = new ResizeObserver(resize);
  watcher.observe(host);
  return { resize, stop: () => watcher.disconnect() };
}

/** What the page itself does to the camera. */
function steering(rig: CameraRig, events: StageEvents): Pick<Stage, "focus" | "zoom" | "pan"> {
  const middle = (): Point => ({ x: rig.viewport().width / 2, y: rig.viewport().height / 2 });
  return {
    focus(tile, smooth = true) {
      if (smooth) rig.glideTo(centreOf(tile));
      else rig.jumpTo(centreOf(tile));
    },
    zoom(factor) {
      rig.zoom(factor, middle());
      rig.settle(middle());
    },
    pan(dx, dy) {
      const moved = toDevice({ x: dx, y: dy }, rig);
      rig.drag(-moved.x, -moved.y);
      events.onCameraMoved();
    },
  };
}

/** Draws frames, and tells the hand who stood where in the last of them. */
function createDrawing(
  host: HTMLElement,
  renderer: Renderer,
  map: TownMap,
  layers: Layers,
  rig: CameraRig,
  events: StageEvents,
): { draw(view: SceneView): void; stop(): void } {
  const plates = createPlateLayer(host);
  const labels = createLabelLayer(host);
  let bodies: readonly Body[] = [];
  let lastMs = performance.now();
  const personUnder = (at: Point, reach: number): string | null =>
    personAt(at, targetsOf(bodies, map, layers.openness, rig), reach);
  const hand = createHand(host, map, rig, events, personUnder);

  return {
    draw(view) {
      const nowMs = performance.now();
      const elapsedMs = Math.min(LONGEST_FRAME_MS, nowMs - lastMs);
      lastMs = nowMs;
      ({ bodies } = view);
      rig.advance(elapsedMs, followedPoint(view));
      layers.update(view, openBuildings(view, map, hand), rig, elapsedMs);
      const at = hand.hover();
      const hovered = at === null ? null : personUnder(at, REACH.mouse);
      host.classList.toggle("is-over-person", hovered !== null);
      const far = isFar(rig);
      const { width, height, pixelRatio } = rig.viewport();
      const around = { width: width / pixelRatio, height: height / pixelRatio, bars: view.bars };
      const taken = labels.show(labelsOf(view, hovered, map, layers.openness, rig), far, around);
      plates.show(platesOf(bodies, map, layers.openness, view.signs, rig, far), taken);
      renderer.render(layers.world);
    },
    stop() {
      hand.release();
      labels.destroy();
      plates.destroy();
    },
  };
}

function followedPoint(view: SceneView): Point | null {
  const body = bodyOf(view.bodies, view.following);
  if (body === null) return null;
  const feet = feetOf(body);
  return { x: feet.x, y: feet.y - HALF_BODY };
}

/** The buildings, counted, to show without their walls. */
function openBuildings(view: SceneView, map: TownMap, hand: Hand): Set<number> {
  const open = new Set(hand.buildings());
  for (const id of [view.selected, view.following]) {
    const body = bodyOf(view.bodies, id);
    if (body !== null) open.add(buildingAround(map, body));
  }
  open.add(map.buildings.findIndex(({ id }) => id === view.insideOf));
  return open;
}
