/** The stage: the town on a canvas, its camera, and what a visitor's hand does to it. */

import "./stage.css";
import { Container, type Renderer, Sprite } from "pixi.js";
import { type Atlas, loadAtlas } from "./atlas";
import { type Point, type Viewport, toMap, toScreen } from "./camera";
import { createFigureLayer } from "./figures";
import { listenForGestures } from "./gestures";
import { bakeGround, waterFrameAt } from "./ground";
import { createLabelLayer } from "./labels";
import { createLightLayer, lightingAt } from "./light";
import { createMarkLayer } from "./marks";
import { REACH, personAt } from "./picking";
import { createRenderer } from "./renderer";
import { createCameraRig } from "./rig";
import { type TownMap, TILE, buildingAround, buildingSeenAt, centreOf, feetOf, tileAt } from "./scene";
import { createTownLayer } from "./town";
import type { Body, SceneView, Stage, StageAssets, StageEvents } from "./types";
import { bodyOf, isFar, labelsOf, targetsOf } from "./view";

/** More device pixels than this show no more detail and cost time on a canvas without a GPU. */
const MOST_PIXEL_RATIO = { webgl: 3, canvas: 2 } as const;
const LONGEST_FRAME_MS = 100;
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
  return mountStage(host, renderer, assets.map, atlas, people, events);
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

/** The layers of the picture, bottom to top. */
function createLayers(map: TownMap, atlas: Atlas, people: Atlas) {
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
  return { world, ground, groundPictures, marks, light, town, figures };
}

function mountStage(
  host: HTMLElement,
  renderer: Renderer,
  map: TownMap,
  atlas: Atlas,
  people: Atlas,
  events: StageEvents,
): Stage {
  const layers = createLayers(map, atlas, people);
  const labels = createLabelLayer(host);
  const rig = createCameraRig(measure(host, renderer, map));
  let bodies: readonly Body[] = [];
  let hover: Point | null = null;
  /** The building that a finger has tapped. */
  let tapped = -1;
  let lastMs = performance.now();

  const middle = (): Point => ({ x: rig.viewport().width / 2, y: rig.viewport().height / 2 });
  const toDevice = (point: Point): Point => {
    const { pixelRatio } = rig.viewport();
    return { x: point.x * pixelRatio, y: point.y * pixelRatio };
  };
  const mapPoint = (at: Point): Point => toMap(toDevice(at), rig.camera(), rig.viewport());
  const personUnder = (at: Point, reach: number): string | null =>
    personAt(at, targetsOf(bodies, map, layers.town.openness, rig), reach);

  function resize(): void {
    const viewport = measure(host, renderer, map);
    const { width, height } = rig.viewport();
    if (viewport.width === width && viewport.height === height) return;
    rig.setViewport(viewport);
    renderer.resize(viewport.width, viewport.height);
  }

  const stopListening = listenForGestures(host, {
    onDragStart() {
      hover = null;
      host.classList.add("is-dragging");
      events.onCameraMoved();
    },
    onDrag(dx, dy) {
      const moved = toDevice({ x: dx, y: dy });
      rig.drag(moved.x, moved.y);
    },
    onDragEnd(velocityX, velocityY) {
      host.classList.remove("is-dragging");
      const velocity = toDevice({ x: velocityX, y: velocityY });
      rig.fling(velocity.x, velocity.y);
    },
    onPinch: (factor, at) => rig.pinch(factor, toDevice(at)),
    onPinchEnd: (at) => rig.settle(toDevice(at)),
    onWheel: (factor, at) => rig.zoom(factor, toDevice(at)),
    onWheelEnd: (at) => rig.settle(toDevice(at)),
    onClick(at, touch) {
      const person = personUnder(at, touch ? REACH.touch : REACH.mouse);
      tapped = touch ? buildingSeenAt(map, mapPoint(at)) : -1;
      const tile = tileAt(map, mapPoint(at));
      if (person !== null) events.onPickPerson(person);
      else if (tile !== null) events.onPickTile(tile);
    },
    onHover(at) {
      hover = at;
    },
  });
  const watcher = new ResizeObserver(resize);
  watcher.observe(host);
  renderer.resize(rig.viewport().width, rig.viewport().height);

  /** The buildings to show without their walls. */
  function openBuildings(view: SceneView): Set<number> {
    const open = new Set<number>([tapped]);
    if (hover !== null) open.add(buildingSeenAt(map, mapPoint(hover)));
    for (const id of [view.selected, view.following]) {
      const body = bodyOf(view.bodies, id);
      if (body !== null) open.add(buildingAround(map, body));
    }
    open.add(map.buildings.findIndex(({ id }) => id === view.insideOf));
    return open;
  }

  function placeWorld(): void {
    const camera = rig.camera();
    const corner = toScreen({ x: 0, y: 0 }, camera, rig.viewport());
    layers.world.scale.set(camera.scale);
    layers.world.position.set(Math.round(corner.x), Math.round(corner.y));
  }

  function drawWorld(view: SceneView, elapsedMs: number): void {
    const { scale } = rig.camera();
    const lighting = lightingAt(view.minuteOfDay, map);
    const texture = layers.groundPictures[waterFrameAt(view.animationMs)];
    if (texture !== undefined) layers.ground.texture = texture;
    layers.figures.update(view.bodies, (value) => Math.round(value * scale) / scale);
    layers.town.update(openBuildings(view), lighting, elapsedMs);
    layers.light.update(lighting, layers.town.openness);
    const ringed = new Set([view.selected, view.following]);
    const own = view.bodies.find((body) => body.self);
    layers.marks.update(
      view,
      view.bodies.filter((body) => ringed.has(body.id)).map(feetOf),
      own === undefined ? null : feetOf(own),
    );
  }

  return {
    draw(view) {
      const nowMs = performance.now();
      const elapsedMs = Math.min(LONGEST_FRAME_MS, nowMs - lastMs);
      lastMs = nowMs;
      ({ bodies } = view);
      const followed = bodyOf(bodies, view.following);
      const feet = followed === null ? null : feetOf(followed);
      rig.advance(elapsedMs, feet === null ? null : { x: feet.x, y: feet.y - HALF_BODY });
      placeWorld();
      drawWorld(view, elapsedMs);
      const hovered = hover === null ? null : personUnder(hover, REACH.mouse);
      host.classList.toggle("is-over-person", hovered !== null);
      const shown = labelsOf(view, hovered, map, layers.town.openness, rig);
      labels.show(shown, isFar(rig), elapsedMs);
      renderer.render(layers.world);
    },
    focus(tile, smooth = true) {
      if (smooth) rig.glideTo(centreOf(tile));
      else rig.jumpTo(centreOf(tile));
    },
    zoom(factor) {
      rig.zoom(factor, middle());
      rig.settle(middle());
    },
    pan(dx, dy) {
      const moved = toDevice({ x: dx, y: dy });
      rig.drag(-moved.x, -moved.y);
      events.onCameraMoved();
    },
    resize,
    destroy() {
      stopListening();
      watcher.disconnect();
      labels.destroy();
      layers.world.destroy({ children: true, texture: true, textureSource: true });
      for (const picture of layers.groundPictures) picture.destroy(true);
      atlas.destroy();
      people.destroy();
      renderer.destroy({ removeView: true });
      host.classList.remove("stage-host", "is-over-person", "is-dragging");
    },
  };
}
