/** Pointers and the wheel, told apart into drags, pinches, zooms and clicks. */

import type { Point } from "./camera";

/** What a visitor's hand does; positions and distances are CSS pixels from the host's corner. */
export interface GestureEvents {
  onDragStart(): void;
  onDrag(dx: number, dy: number): void;
  /** The speed of the pointer when it let go, in CSS pixels a millisecond. */
  onDragEnd(velocityX: number, velocityY: number): void;
  onPinch(factor: number, middle: Point): void;
  onPinchEnd(middle: Point): void;
  onWheel(factor: number, at: Point): void;
  onWheelEnd(at: Point): void;
  onClick(at: Point, touch: boolean): void;
  /** Where a mouse rests; null when there is none over the stage. */
  onHover(at: Point | null): void;
}

/** A press that moves less than this is a click. */
const SLOP = { mouse: 5, touch: 10 } as const;
const WHEEL_RATE = 0.0016;
const WHEEL_LINE_CSS_PIXELS = 24;
const WHEEL_MOST_CSS_PIXELS = 240;
const WHEEL_REST_MS = 160;
/** Only the last stretch of a drag counts for the speed with which it lets go. */
const VELOCITY_WINDOW_MS = 90;

interface Press {
  readonly start: Point;
  readonly touch: boolean;
  at: Point;
}

interface Sample {
  readonly at: Point;
  readonly ms: number;
}

/** Listens on `host` until the function it returns is called. */
export function listenForGestures(host: HTMLElement, events: GestureEvents): () => void {
  const presses = new Map<number, Press>();
  let dragging = false;
  let clickable = false;
  let samples: Sample[] = [];
  let wheelTimer: ReturnType<typeof setTimeout> | undefined;

  function within(event: MouseEvent): Point {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function onPointerDown(event: PointerEvent): void {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    const at = within(event);
    host.setPointerCapture(event.pointerId);
    presses.set(event.pointerId, { start: at, at, touch: event.pointerType !== "mouse" });
    clickable = presses.size === 1;
    samples = [];
    if (presses.size === 1) dragging = false;
    else startDrag();
    if (event.pointerType !== "mouse") events.onHover(null);
  }

  function startDrag(): void {
    if (dragging) return;
    dragging = true;
    clickable = false;
    events.onDragStart();
  }

  function onPointerMove(event: PointerEvent): void {
    const at = within(event);
    if (event.pointerType === "mouse") events.onHover(at);
    const press = presses.get(event.pointerId);
    if (press === undefined) return;
    const before = spread(presses);
    const slop = press.touch ? SLOP.touch : SLOP.mouse;
    if (!dragging && Math.hypot(at.x - press.start.x, at.y - press.start.y) > slop) {
      startDrag();
      press.at = at;
    }
    if (!dragging) return;
    press.at = at;
    const after = spread(presses);
    events.onDrag(after.middle.x - before.middle.x, after.middle.y - before.middle.y);
    if (before.distance > 0) events.onPinch(after.distance / before.distance, after.middle);
    samples.push({ at: after.middle, ms: event.timeStamp });
  }

  function onPointerUp(event: PointerEvent): void {
    const press = presses.get(event.pointerId);
    if (press === undefined) return;
    const { middle, distance } = spread(presses);
    presses.delete(event.pointerId);
    if (clickable && event.type === "pointerup") events.onClick(press.at, press.touch);
    if (distance > 0) events.onPinchEnd(middle);
    if (dragging && presses.size === 0) {
      const velocity = velocityOf(samples, event.timeStamp);
      events.onDragEnd(velocity.x, velocity.y);
      dragging = false;
    }
    clickable = false;
    samples = [];
  }

  function onWheel(event: WheelEvent): void {
    event.preventDefault();
    const at = within(event);
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : WHEEL_LINE_CSS_PIXELS;
    const pinching = event.ctrlKey ? 5 : 1;
    const turned = event.deltaY * lines * pinching;
    const bounded = Math.max(-WHEEL_MOST_CSS_PIXELS, Math.min(WHEEL_MOST_CSS_PIXELS, turned));
    events.onWheel(Math.exp(-bounded * WHEEL_RATE), at);
    clearTimeout(wheelTimer);
    wheelTimer = setTimeout(() => events.onWheelEnd(at), WHEEL_REST_MS);
  }

  const onPointerLeave = (): void => events.onHover(null);
  const stop = new AbortController();
  const { signal } = stop;
  host.addEventListener("pointerdown", onPointerDown, { signal });
  host.addEventListener("pointermove", onPointerMove, { signal });
  host.addEventListener("pointerup", onPointerUp, { signal });
  host.addEventListener("pointercancel", onPointerUp, { signal });
  host.addEventListener("pointerleave", onPointerLeave, { signal });
  host.addEventListener("wheel", onWheel, { signal, passive: false });
  return () => {
    stop.abort();
    clearTimeout(wheelTimer);
  };
}

interface Spread {
  readonly middle: Point;
  /** Between the first two fingers; 0 with fewer. */
  readonly distance: number;
}

function spread(presses: ReadonlyMap<number, Press>): Spread {
  const [first, second] = presses.values();
  if (first === undefined) return { middle: { x: 0, y: 0 }, distance: 0 };
  if (second === undefined) return { middle: first.at, distance: 0 };
  return {
    middle: { x: (first.at.x + second.at.x) / 2, y: (first.at.y + second.at.y) / 2 },
    distance: Math.hypot(first.at.x - second.at.x, first.at.y - second.at.y),
  };
}

function velocityOf(samples: readonly Sample[], nowMs: number): Point {
  const recent = samples.filter((sample) => nowMs - sample.ms <= VELOCITY_WINDOW_MS);
  const first = recent[0];
  const last = recent.at(-1);
  if (first === undefined || last === undefined || last.ms <= first.ms) return { x: 0, y: 0 };
  const elapsedMs = Math.max(last.ms - first.ms, 8);
  return { x: (last.at.x - first.at.x) / elapsedMs, y: (last.at.y - first.at.y) / elapsedMs };
}
