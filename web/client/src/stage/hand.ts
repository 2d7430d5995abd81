/** What a visitor's hand does to the camera, and what it points at. */

import { type Point, toMap } from "./camera";
import { listenForGestures } from "./gestures";
import { REACH } from "./picking";
import type { CameraRig } from "./rig";
import { type TownMap, buildingSeenAt, tileAt } from "./scene";
import type { StageEvents } from "./types";

export interface Hand {
  /** Where a mouse rests over the stage, in CSS pixels. */
  hover(): Point | null;
  /** The buildings, counted, that the hand points at: under the mouse, or last tapped. */
  buildings(): readonly number[];
  release(): void;
}

/** `personUnder` finds the person within a reach of a point, both in CSS pixels. */
export function createHand(
  host: HTMLElement,
  map: TownMap,
  rig: CameraRig,
  events: StageEvents,
  personUnder: (at: Point, reach: number) => string | null,
): Hand {
  let hover: Point | null = null;
  let tapped = -1;
  const device = (at: Point): Point => toDevice(at, rig);
  const onMap = (at: Point): Point => toMap(device(at), rig.camera(), rig.viewport());

  const release = listenForGestures(host, {
    onDragStart() {
      hover = null;
      host.classList.add("is-dragging");
      events.onCameraMoved();
    },
    onDrag(dx, dy) {
      const moved = device({ x: dx, y: dy });
      rig.drag(moved.x, moved.y);
    },
    onDragEnd(velocityX, velocityY) {
      host.classList.remove("is-dragging");
      const velocity = device({ x: velocityX, y: velocityY });
      rig.fling(velocity.x, velocity.y);
    },
    onPinch: (factor, at) => rig.pinch(factor, device(at)),
    onPinchEnd: (at) => rig.settle(device(at)),
    onWheel: (factor, at) => rig.zoom(factor, device(at)),
    onWheelEnd: (at) => rig.settle(device(at)),
    onClick(at, touch) {
      tapped = touch ? buildingSeenAt(map, onMap(at)) : -1;
      const person = personUnder(at, touch ? REACH.touch : REACH.mouse);
      const tile = tileAt(map, onMap(at));
      if (person !== null) events.onPickPerson(person);
      else if (tile !== null) events.onPickTile(tile);
    },
    onHover(at) {
      hover = at;
    },
  });

  return {
    hover: () => hover,
    buildings: () => (hover === null ? [tapped] : [tapped, buildingSeenAt(map, onMap(hover))]),
    release,
  };
}

/** From CSS to device pixels: points, distances and speeds alike. */
export function toDevice(point: Point, rig: CameraRig): Point {
  const { pixelRatio } = rig.viewport();
  return { x: point.x * pixelRatio, y: point.y * pixelRatio };
}
