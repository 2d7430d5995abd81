/**
 * Day and night: a small picture of how light each spot is, multiplied onto the town, and soft halos
 * added where lamps burn and windows are lit.
 *
 * Both blend modes exist on WebGL and on the 2D canvas. By full day nothing of this is drawn.
 */

import { Container, Sprite, type Texture } from "pixi.js";
import { type Daylight, type Rgb, daylightAt, windowsLitAt } from "./daylight";
import { contextOf, createCanvas, haloTexture, radialFade, textureOf } from "./pictures";

/** Something that gives light, in art pixels. */
export interface LightSource {
  readonly x: number;
  readonly y: number;
  /** Where it shines on the ground, art pixels around it. */
  readonly radius: number;
  /** The building whose windows it is, counted; null for a street lamp. */
  readonly building: number | null;
}

/** How brightly things are lit at one moment, 0 to 1. */
export interface Lighting {
  readonly daylight: Daylight;
  /** For each building, in order. */
  readonly windows: readonly number[];
}

/** Art pixels to a pixel of the light map; light has no edges, so it may be coarse. */
const COARSENESS = 8;
const LAMP_COLOUR = "255 196 120";
const WINDOW_COLOUR = "255 176 92";
const LAMP_STRENGTH = 0.85;
const WINDOW_STRENGTH = 0.75;
const HALO_STRENGTH = 0.42;
const HALO_SHARE = 0.62;
/** Steps in which light changes: finer ones cannot be told apart. */
const STEPS = 200;

export function lightingAt(minuteOfDay: number, habits: readonly number[]): Lighting {
  const daylight = daylightAt(minuteOfDay);
  return { daylight, windows: habits.map((habit) => windowsLitAt(minuteOfDay, habit)) };
}

export function isFullDay(lighting: Lighting): boolean {
  const { ambient, lamps } = lighting.daylight;
  return lamps === 0 && ambient.every((channel) => channel === 1) && !lighting.windows.some(Boolean);
}

function strengthOf(source: LightSource, lighting: Lighting): number {
  return source.building === null
    ? lighting.daylight.lamps
    : (lighting.windows[source.building] ?? 0);
}

export interface LightLayer {
  readonly view: Container;
  update(lighting: Lighting): void;
}

export function createLightLayer(
  width: number,
  height: number,
  sources: readonly LightSource[],
): LightLayer {
  const view = new Container();
  const canvas = createCanvas(Math.ceil(width / COARSENESS), Math.ceil(height / COARSENESS));
  const map = new Sprite({ texture: textureOf(canvas, true), blendMode: "multiply" });
  map.scale.set(COARSENESS);
  view.addChild(map);
  const halos = createHalos(view, sources);
  let painted = "";

  return {
    view,
    update(lighting) {
      view.visible = !isFullDay(lighting);
      const state = signature(lighting);
      if (!view.visible || painted === state) return;
      painted = state;
      paintLightMap(canvas, lighting, sources);
      map.texture.source.update();
      sources.forEach((source, index) => {
        const halo = halos[index];
        if (halo !== undefined) showHalo(halo, strengthOf(source, lighting), lighting);
      });
    },
  };
}

function createHalos(view: Container, sources: readonly LightSource[]): Sprite[] {
  const lamp = haloTexture(LAMP_COLOUR);
  const window = haloTexture(WINDOW_COLOUR);
  return sources.map((source) => {
    const halo = createHalo(source.building === null ? lamp : window, source);
    view.addChild(halo);
    return halo;
  });
}

function createHalo(texture: Texture, source: LightSource): Sprite {
  const halo = new Sprite({ texture, anchor: 0.5, blendMode: "add" });
  halo.position.set(source.x, source.y);
  halo.width = source.radius * 2 * HALO_SHARE;
  halo.height = halo.width;
  return halo;
}

function showHalo(halo: Sprite, strength: number, lighting: Lighting): void {
  const darkness = 1 - Math.max(...lighting.daylight.ambient.slice(0, 2));
  halo.alpha = strength * HALO_STRENGTH * Math.min(1, darkness * 2);
  halo.visible = halo.alpha > 0.01;
}

function signature(lighting: Lighting): string {
  const { ambient, lamps } = lighting.daylight;
  return [...ambient, lamps, ...lighting.windows].map((level) => Math.round(level * STEPS)).join();
}

function paintLightMap(
  canvas: HTMLCanvasElement,
  lighting: Lighting,
  sources: readonly LightSource[],
): void {
  const context = contextOf(canvas);
  context.globalCompositeOperation = "source-over";
  context.globalAlpha = 1;
  context.fillStyle = cssColour(lighting.daylight.ambient);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = "lighter";
  for (const source of sources) paintLight(context, source, strengthOf(source, lighting));
}

function paintLight(context: CanvasRenderingContext2D, source: LightSource, strength: number): void {
  if (strength === 0) return;
  const lamp = source.building === null;
  const [x, y, radius] = [source.x, source.y, source.radius].map((value) => value / COARSENESS);
  if (x === undefined || y === undefined || radius === undefined) return;
  context.globalAlpha = strength * (lamp ? LAMP_STRENGTH : WINDOW_STRENGTH);
  context.fillStyle = radialFade(context, x, y, radius, lamp ? LAMP_COLOUR : WINDOW_COLOUR);
  context.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

export function cssColour(colour: Rgb): string {
  const [red, green, blue] = colour.map((channel) => Math.round(channel * 255));
  return `rgb(${red} ${green} ${blue})`;
}
