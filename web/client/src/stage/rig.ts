/** The camera in motion: what it is asked to do, and how it gets there smoothly. */

import {
  type Camera,
  type Point,
  type Viewport,
  clampCamera,
  clampScale,
  easeShare,
  openingCamera,
  panBy,
  rescaleAbout,
  restScale,
} from "./camera";

const FOLLOW_TIME_CONSTANT_MS = 160;
const GLIDE_TIME_CONSTANT_MS = 180;
const ZOOM_TIME_CONSTANT_MS = 70;
const INERTIA_TIME_CONSTANT_MS = 220;
/** Device pixels a millisecond under which inertia ends. */
const INERTIA_LEAST = 0.02;
/** Art pixels within which a glide has arrived. */
const ARRIVED = 0.25;

interface Zoom {
  readonly scale: number;
  readonly anchor: Point;
}

export interface CameraRig {
  camera(): Camera;
  viewport(): Viewport;
  setViewport(viewport: Viewport): void;
  /** Drags the map along with the pointer, by device pixels, and ends every other motion. */
  drag(dx: number, dy: number): void;
  /** Lets go of a drag at a speed in device pixels a millisecond. */
  fling(velocityX: number, velocityY: number): void;
  /** Multiplies the scale about a point of the screen, at once, as pinching fingers do. */
  pinch(factor: number, anchor: Point): void;
  /** Multiplies the scale about a point of the screen, smoothly. */
  zoom(factor: number, anchor: Point): void;
  /** Ends a pinch or zoom on a scale at which pixels are crisp. */
  settle(anchor: Point): void;
  glideTo(target: Point): void;
  jumpTo(target: Point): void;
  /** Advances by a frame; `followed` is the art pixel to stay on, if any. */
  advance(elapsedMs: number, followed: Point | null): void;
}

export function createCameraRig(initial: Viewport): CameraRig {
  let viewport = initial;
  let camera = openingCamera(viewport);
  let zooming: Zoom | null = null;
  /** Where the gesture under way began to zoom. */
  let zoomedFrom: number | null = null;
  let glide: Point | null = null;
  let velocity: Point | null = null;

  function moveToward(target: Point, share: number): void {
    camera = clampCamera(
      {
        x: camera.x + (target.x - camera.x) * share,
        y: camera.y + (target.y - camera.y) * share,
        scale: camera.scale,
      },
      viewport,
    );
  }

  function advanceZoom(elapsedMs: number, followed: Point | null): void {
    if (zooming === null) return;
    const { scale } = zooming;
    const step = camera.scale * (scale / camera.scale) ** easeShare(elapsedMs, ZOOM_TIME_CONSTANT_MS);
    const arrived = Math.abs(scale / step - 1) < 0.002;
    const middle = { x: viewport.width / 2, y: viewport.height / 2 };
    camera = rescaleAbout(
      camera,
      arrived ? scale : step,
      followed === null ? zooming.anchor : middle,
      viewport,
    );
    if (arrived) zooming = null;
  }

  function advanceInertia(elapsedMs: number): void {
    if (velocity === null) return;
    camera = panBy(camera, velocity.x * elapsedMs, velocity.y * elapsedMs, viewport);
    const left = 1 - easeShare(elapsedMs, INERTIA_TIME_CONSTANT_MS);
    velocity = { x: velocity.x * left, y: velocity.y * left };
    if (Math.hypot(velocity.x, velocity.y) < INERTIA_LEAST) velocity = null;
  }

  function advanceGlide(elapsedMs: number): void {
    if (glide === null) return;
    const before = camera;
    moveToward(glide, easeShare(elapsedMs, GLIDE_TIME_CONSTANT_MS));
    const moved = Math.hypot(camera.x - before.x, camera.y - before.y);
    if (moved < ARRIVED * easeShare(elapsedMs, GLIDE_TIME_CONSTANT_MS)) glide = null;
  }

  return {
    camera: () => camera,
    viewport: () => viewport,
    setViewport(next) {
      const rescaled = camera.scale * (next.pixelRatio / viewport.pixelRatio);
      viewport = next;
      zooming = null;
      zoomedFrom = null;
      const scale = restScale(clampScale(rescaled, viewport), rescaled, viewport);
      camera = clampCamera({ ...camera, scale }, viewport);
    },
    drag(dx, dy) {
      glide = null;
      velocity = null;
      camera = panBy(camera, -dx, -dy, viewport);
    },
    fling(velocityX, velocityY) {
      velocity = { x: -velocityX, y: -velocityY };
    },
    pinch(factor, anchor) {
      zooming = null;
      zoomedFrom ??= camera.scale;
      camera = rescaleAbout(camera, camera.scale * factor, anchor, viewport);
    },
    zoom(factor, anchor) {
      zoomedFrom ??= camera.scale;
      const scale = clampScale((zooming?.scale ?? camera.scale) * factor, viewport);
      zooming = { scale, anchor };
      velocity = null;
    },
    settle(anchor) {
      const reached = zooming?.scale ?? camera.scale;
      zooming = { scale: restScale(reached, zoomedFrom ?? reached, viewport), anchor };
      zoomedFrom = null;
    },
    glideTo(target) {
      velocity = null;
      glide = target;
    },
    jumpTo(target) {
      velocity = null;
      glide = null;
      moveToward(target, 1);
    },
    advance(elapsedMs, followed) {
      advanceZoom(elapsedMs, followed);
      advanceInertia(elapsedMs);
      advanceGlide(elapsedMs);
      if (followed !== null && glide === null) {
        moveToward(followed, easeShare(elapsedMs, FOLLOW_TIME_CONSTANT_MS));
      }
    },
  };
}
