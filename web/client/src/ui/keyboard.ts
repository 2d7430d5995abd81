import { useEffect } from "react";
import type { Town } from "../town/town";
import { closeTop, toggleFollow } from "../town/view";
import { isComposing } from "./composing";
import { useTown } from "./hooks";

const ZOOM_FACTOR = 1.25;

const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  KeyA: [-1, 0],
  ArrowRight: [1, 0],
  KeyD: [1, 0],
  ArrowUp: [0, -1],
  KeyW: [0, -1],
  ArrowDown: [0, 1],
  KeyS: [0, 1],
};

/** Arrows and WASD move the map, + and - zoom, F follows, ? helps, Escape closes. */
export function useMapKeys(): void {
  const town = useTown();
  useEffect(() => {
    const held = new Set<string>();
    const onKeyDown = (event: KeyboardEvent): void => {
      noteInputBy("keyboard");
      if (isComposing(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey || belongsElsewhere(event)) return;
      if (event.code in DIRECTIONS) {
        held.add(event.code);
        steer(town, held);
        event.preventDefault();
      } else {
        press(town, event.key);
      }
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (held.delete(event.code)) steer(town, held);
    };
    const letGo = (): void => {
      held.clear();
      steer(town, held);
    };
    const onPointerDown = (): void => noteInputBy("pointer");
    addEventListener("pointerdown", onPointerDown);
    addEventListener("keydown", onKeyDown);
    addEventListener("keyup", onKeyUp);
    addEventListener("blur", letGo);
    return () => {
      removeEventListener("pointerdown", onPointerDown);
      removeEventListener("keydown", onKeyDown);
      removeEventListener("keyup", onKeyUp);
      removeEventListener("blur", letGo);
    };
  }, [town]);
}

function noteInputBy(device: "keyboard" | "pointer"): void {
  document.documentElement.dataset["input"] = device;
}

/** Whether the visitor goes about the page by keyboard, so that the focus must not get lost. */
export function isByKeyboard(): boolean {
  return document.documentElement.dataset["input"] === "keyboard";
}

/** Keys typed into a field, and those that scroll a page beside the map, are not the map's. */
function belongsElsewhere({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("[role=dialog], [role=menu]") !== null) return true;
  if (target.closest("input, textarea, select") !== null) return key !== "Escape";
  return key.startsWith("Arrow") && target.closest(".sheet, .chat") !== null;
}

function steer({ camera, view }: Town, held: ReadonlySet<string>): void {
  let x = 0;
  let y = 0;
  for (const code of held) {
    const [dx, dy] = DIRECTIONS[code] ?? [0, 0];
    x += dx;
    y += dy;
  }
  camera.drift(Math.sign(x), Math.sign(y));
  if (held.size > 0 && view.get().following !== null) {
    view.set({ ...view.get(), following: null });
  }
}

function press({ camera, view, keys }: Town, key: string): void {
  switch (key) {
    case "+":
    case "=":
      camera.zoom(ZOOM_FACTOR);
      break;
    case "-":
      camera.zoom(1 / ZOOM_FACTOR);
      break;
    case "f":
    case "F":
      view.set(toggleFollow(view.get(), keys.get().player?.id ?? null));
      break;
    case "?":
      view.set({ ...view.get(), isHelpOpen: true });
      break;
    case "Escape":
      view.set(closeTop(view.get()));
      break;
  }
}
