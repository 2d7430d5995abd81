/**
 * What the page and the stage say to each other.
 *
 * The stage draws a town and reports what a visitor does to it; it knows nothing of worlds, frames
 * or the network. Positions are in tiles: an integer is the centre of that tile.
 */

import type { Rect } from "./rects";
import type { RendererName } from "./renderer";
import type { TownMap } from "./scene";

/** A tile of the map, counted from its top left corner. */
export interface Tile {
  readonly x: number;
  readonly y: number;
}

/** 0 down, 1 left, 2 right, 3 up. */
export type Facing = 0 | 1 | 2 | 3;

/** A line that stands over somebody. */
export interface Speech {
  readonly text: string;
  /** World time, for the order of lines; infinite while it is being written. */
  readonly saidAtMs: number;
  /** It has been read by now, and fades. */
  readonly isLeaving: boolean;
}

/** A person as drawn in one frame. */
export interface Body {
  id: string;
  name: string;
  /** A name in the people atlas, `look-01` and so on. */
  look: string;
  /** Tiles, fractional. */
  x: number;
  y: number;
  facing: Facing;
  /** Tiles a second; 0 when standing. */
  speed: number;
  /** What they are doing, in one emoji. */
  emoji: string | null;
  typing: boolean;
  /** What they are saying now. */
  bubble: Speech | null;
  /** The talk that they are in, or were in when they said it. */
  talk: string | null;
  human: boolean;
  /** The visitor's own player. */
  self: boolean;
}

/** The names of places. */
export interface StageSigns {
  /** Places under the sky, by their id; the middle of the sign, in tiles from the map's corner. */
  readonly outdoors: readonly { readonly place: string; readonly x: number; readonly y: number }[];
  /** What stands at a place in which walls hide so many people; null for no sign. */
  readonly plate: (place: string, people: number, far: boolean) => string | null;
}

/** Everything that changes from frame to frame. */
export interface SceneView {
  readonly bodies: readonly Body[];
  /** Minute of the town's day, 0 to 1440, fractional. */
  readonly minuteOfDay: number;
  /** A clock that only animations follow; it may stand still while the world does. */
  readonly animationMs: number;
  /** The tiles still ahead of the visitor's own player. */
  readonly path: readonly Tile[] | null;
  readonly goal: Tile | null;
  readonly selected: string | null;
  /** The person the camera follows. */
  readonly following: string | null;
  /** The building to show cut away, whatever the pointer does. */
  readonly insideOf: string | null;
  readonly signs: StageSigns;
  /** What of the stage the page has covered, in CSS pixels. */
  readonly bars: readonly Rect[];
  /** Where objects are that somebody uses: they glow. */
  readonly inUse: readonly Tile[];
}

export interface StageEvents {
  onPickPerson(id: string): void;
  onPickTile(tile: Tile): void;
  /** The visitor moved the camera by hand; following should end. */
  onCameraMoved(): void;
}

export interface StageAssets {
  readonly map: TownMap;
  /** Where `atlas.png`, `atlas.json`, `people.png` and `people.json` are served from, `/art` say. */
  readonly artUrl: string;
  /** Left out, the faster one on this machine is taken. */
  readonly renderer?: RendererName;
}

export interface Stage {
  /** Draws one frame; call it once in each animation frame. */
  draw(view: SceneView): void;
  /** Brings a tile to the middle of the screen, in a glide unless `smooth` is false. */
  focus(tile: Tile, smooth?: boolean): void;
  /** Multiplies the magnification about the middle of the screen. */
  zoom(factor: number): void;
  /** Moves the camera by CSS pixels: positive looks right and down. */
  pan(dx: number, dy: number): void;
  /** Call when the host's size has changed other than with the window. */
  resize(): void;
  destroy(): void;
}
