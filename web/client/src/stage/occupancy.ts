/** How many people are in each shut house, on a small plate at its corner: walls hide them. */

import type { CameraRig } from "./rig";
import { type TownMap, TILE } from "./scene";
import type { Body } from "./types";
import { cssPoint, hidingBuilding } from "./view";

/** The plate of one building; its middle, in CSS pixels. */
export interface Occupancy {
  readonly building: string;
  readonly count: number;
  readonly x: number;
  readonly y: number;
}

/** Art pixels from the building's lower right corner to the plate's middle: clear of who stands at the door. */
const INSET = { x: 14, y: 3 };

export function occupancyOf(
  bodies: readonly Body[],
  map: TownMap,
  openness: readonly number[],
  rig: CameraRig,
): Occupancy[] {
  const counts = new Map<number, number>();
  for (const body of bodies) {
    const index = hidingBuilding(body, map, openness);
    if (index >= 0) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return [...counts].flatMap(([index, count]) => {
    const building = map.buildings[index];
    if (building === undefined) return [];
    const right = building.x + building.footprint.width * TILE;
    const at = { x: right - INSET.x, y: building.y - INSET.y };
    return [{ building: building.id, count, ...cssPoint(at, rig) }];
  });
}

export interface OccupancyLayer {
  show(occupied: readonly Occupancy[]): void;
  destroy(): void;
}

export function createOccupancyLayer(host: HTMLElement): OccupancyLayer {
  const root = document.createElement("div");
  root.className = "stage-labels";
  root.setAttribute("aria-hidden", "true");
  host.append(root);
  const plates = new Map<string, HTMLElement>();

  function plateOf(building: string): HTMLElement {
    const known = plates.get(building);
    if (known !== undefined) return known;
    const plate = document.createElement("div");
    plate.className = "stage-plate";
    root.append(plate);
    plates.set(building, plate);
    return plate;
  }

  return {
    show(occupied) {
      const present = new Set(occupied.map(({ building }) => building));
      for (const [building, plate] of plates) {
        plate.classList.toggle("is-shown", present.has(building));
      }
      for (const { building, count, x, y } of occupied) {
        const plate = plateOf(building);
        const text = `${count} inside`;
        if (plate.textContent !== text) plate.textContent = text;
        plate.classList.add("is-shown");
        const at = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
        plate.style.transform = `${at} translate(-50%, -50%)`;
      }
    },
    destroy: () => root.remove(),
  };
}
