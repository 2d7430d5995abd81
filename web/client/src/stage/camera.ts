/**
 * Camera arithmetic: plain values in, plain values out.
 *
 * Three spaces: *art pixels* of the map (16 to a tile), *device pixels* of the screen, and CSS
 * pixels, which only pointers and labels use. A camera looks at the art pixel in the middle of the
 * screen; its scale is device pixels to an art pixel.
 */

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The screen in device pixels and the map in art pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly mapWidth: number;
  readonly mapHeight: number;
}

/** CSS pixels to an art pixel when closest: a villager is then 120 tall, and larger only looks coarse. */
const CLOSEST_CSS_SCALE = 5;
/** A villager 72 CSS pixels tall on a desk, 48 on a phone: faces read, and the plaza fits. */
const OPENING_CSS_SCALE = 3;
const OPENING_CSS_SCALE_NARROW = 2;
const NARROW_CSS_PIXELS = 600;
/** A zoom by less than this is a tremor. */
const LEAST_ZOOM = 1.03;

/** The scale at which the map just covers the screen: farther out one would see beyond its edge. */
export function farthestScale(viewport: Viewport): number {
  return Math.max(viewport.width / viewport.mapWidth, viewport.height / viewport.mapHeight);
}

export function closestScale(viewport: Viewport): number {
  return Math.max(CLOSEST_CSS_SCALE * viewport.pixelRatio, farthestScale(viewport));
}

export function clampScale(scale: number, viewport: Viewport): number {
  return Math.min(closestScale(viewport), Math.max(farthestScale(viewport), scale));
}

/** The scales to rest at: the farthest, and all where an art pixel is a whole number of device pixels. */
function restScales(viewport: Viewport): number[] {
  const farthest = farthestScale(viewport);
  const closest = closestScale(viewport);
  const whole = Array.from({ length: Math.floor(closest) }, (_, index) => index + 1);
  return [farthest, ...whole.filter((scale) => scale > farthest * LEAST_ZOOM)];
}

/**
 * The scale at which a zoom comes to rest.
 *
 * It is the one nearest to `scale`, but never the one the zoom set out from: the least turn of a
 * wheel must show.
 */
export function restScale(scale: number, from: number, viewport: Viewport): number {
  const scales = restScales(viewport);
  const start = nearestIndex(scales, from);
  let index = nearestIndex(scales, scale);
  if (index === start && scale > from * LEAST_ZOOM) index += 1;
  if (index === start && scale < from / LEAST_ZOOM) index -= 1;
  return scales[Math.min(scales.length - 1, Math.max(0, index))] ?? scale;
}

function nearestIndex(scales: readonly number[], scale: number): number {
  const distances = scales.map((candidate) => Math.abs(Math.log(candidate / scale)));
  return distances.indexOf(Math.min(...distances));
}

/** Keeps the screen inside the map; a screen larger than the map gets it centred. */
export function clampCamera(camera: Camera, viewport: Viewport): Camera {
  const scale = clampScale(camera.scale, viewport);
  return {
    x: clampAxis(camera.x, viewport.width / scale, viewport.mapWidth),
    y: clampAxis(camera.y, viewport.height / scale, viewport.mapHeight),
    scale,
  };
}

function clampAxis(centre: number, visible: number, size: number): number {
  if (visible >= size) return size / 2;
  return Math.min(size - visible / 2, Math.max(visible / 2, centre));
}

/** Where an art pixel stands on the screen, in device pixels. */
export function toScreen(point: Point, camera: Camera, viewport: Viewport): Point {
  return {
    x: (point.x - camera.x) * camera.scale + viewport.width / 2,
    y: (point.y - camera.y) * camera.scale + viewport.height / 2,
  };
}

/** Which art pixel stands at a point of the screen, given in device pixels. */
export function toMap(point: Point, camera: Camera, viewport: Viewport): Point {
  return {
    x: (point.x - viewport.width / 2) / camera.scale + camera.x,
    y: (point.y - viewport.height / 2) / camera.scale + camera.y,
  };
}

/** Takes another scale while the art pixel under `anchor` (device pixels) stays under it. */
export function rescaleAbout(
  camera: Camera,
  scale: number,
  anchor: Point,
  viewport: Viewport,
): Camera {
  const held = toMap(anchor, camera, viewport);
  const clamped = clampScale(scale, viewport);
  return clampCamera(
    {
      x: held.x - (anchor.x - viewport.width / 2) / clamped,
      y: held.y - (anchor.y - viewport.height / 2) / clamped,
      scale: clamped,
    },
    viewport,
  );
}

/** Moves what is seen by device pixels. */
export function panBy(camera: Camera, dx: number, dy: number, viewport: Viewport): Camera {
  return clampCamera(
    { ...camera, x: camera.x + dx / camera.scale, y: camera.y + dy / camera.scale },
    viewport,
  );
}

/** The share of the way left to go that a frame covers; the same motion at any frame rate. */
export function easeShare(elapsedMs: number, timeConstantMs: number): number {
  return 1 - Math.exp(-elapsedMs / timeConstantMs);
}

/** How the town is first seen. */
export function openingCamera(viewport: Viewport): Camera {
  const narrow = viewport.width / viewport.pixelRatio < NARROW_CSS_PIXELS;
  const cssScale = narrow ? OPENING_CSS_SCALE_NARROW : OPENING_CSS_SCALE;
  const wanted = clampScale(cssScale * viewport.pixelRatio, viewport);
  const middle = { x: viewport.mapWidth / 2, y: viewport.mapHeight / 2 };
  return clampCamera({ ...middle, scale: restScale(wanted, wanted, viewport) }, viewport);
}
