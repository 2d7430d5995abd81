/**
 * Day and night: a small picture of how light each spot is, multiplied onto the town, and soft halos
 * added where lamps burn and windows are lit.
 *
 * Both blend modes exist on WebGL and on the 2D canvas. By full day nothing of this is drawn.
 */

import { Container, Sprite, type Texture } from "pixi.js";
import { type Daylight, type Rgb, daylightAt, windowsLitAt } from "./daylight";
import { contextOf, createCanvas, haloTexture, radialFade, textureOf } from "./pictures";
import { type TownMap, TILE, buildingSeenAt } from "./scene";
import { variantAt } from "./wang";

/** Something that gives light, in art pixels. */
interface LightSource {
  readonly x: number;
  readonly y: number;
  /** Where it shines on the ground, art pixels around it. */
  readonly radius: number;
  /** The building whose window it is, counted; null for a street lamp. */
  readonly building: number | null;
}

/** How brightly things are lit at one moment, 0 to 1. */
export interface Lighting {
  readonly daylight: Daylight;
  /** The windows of each building, in order. */
  readonly windows: readonly number[];
}

/**
 * Art pixels to a pixel of the light map. Light has no edges, so it may be coarse; finer pixels, drawn
 * square, cost a canvas without a GPU a quarter of coarse ones that are blurred.
 */
const COARSENESS = 2;
const LAMP_COLOUR = "255 196 120";
const WINDOW_COLOUR = "255 176 92";
const LAMP_STRENGTH = 0.85;
const WINDOW_STRENGTH = 0.6;
const ROOM_STRENGTH = 0.6;
const HALO_STRENGTH = 0.34;
const HALO_SHARE = 0.62;
/** Steps in which light changes: finer ones cannot be told apart. */
const STEPS = 200;
const HABITS = 16;

export function lightingAt(minuteOfDay: number, map: TownMap): Lighting {
  const windows = map.buildings.map(({ footprint }) => {
    const habit = variantAt(footprint.x, footprint.y, HABITS) / (HABITS - 1);
    return windowsLitAt(minuteOfDay, habit);
  });
  return { daylight: daylightAt(minuteOfDay), windows };
}

function isFullDay(lighting: Lighting): boolean {
  const { ambient, lamps } = lighting.daylight;
  return lamps === 0 && ambient.every((channel) => channel === 1) && !lighting.windows.some(Boolean);
}

function sourcesOf(map: TownMap): LightSource[] {
  return map.lights.map(({ x, y, radius, kind }) => {
    const building = kind === "lamp" ? null : buildingSeenAt(map, { x, y });
    return { x, y, radius, building };
  });
}

/** Windows go with the walls that are taken away from an open building. */
function strengthOf(source: LightSource, lighting: Lighting, openness: readonly number[]): number {
  if (source.building === null) return lighting.daylight.lamps;
  const shut = 1 - (openness[source.building] ?? 0);
  return shut * (lighting.windows[source.building] ?? 0);
}

export interface LightLayer {
  readonly view: Container;
  /** `openness` of each building: into an open one falls the light of its own lamps. */
  update(lighting: Lighting, openness: readonly number[]): void;
}

export function createLightLayer(map: TownMap): LightLayer {
  const view = new Container();
  const sources = sourcesOf(map);
  const scale = TILE / COARSENESS;
  const canvas = createCanvas(map.width * scale, map.height * scale);
  const overlay = new Sprite({ texture: textureOf(canvas), blendMode: "multiply" });
  overlay.scale.set(COARSENESS);
  view.addChild(overlay);
  const halos = createHalos(view, sources);
  let painted = "";

  return {
    view,
    update(lighting, openness) {
      view.visible = !isFullDay(lighting);
      const rooms = lighting.windows.map((level, index) => level * (openness[index] ?? 0));
      const state = signature(lighting, rooms);
      if (!view.visible || painted === state) return;
      painted = state;
      const context = contextOf(canvas);
      const strengths = sources.map((source) => strengthOf(source, lighting, openness));
      paintLightMap(context, lighting.daylight.ambient, sources, strengths);
      paintRooms(context, map, rooms);
      overlay.texture.source.update();
      halos.forEach((halo, index) => showHalo(halo, strengths[index] ?? 0, lighting));
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

function signature(lighting: Lighting, rooms: readonly number[]): string {
  const { ambient, lamps } = lighting.daylight;
  const levels = [...ambient, lamps, ...lighting.windows, ...rooms];
  return levels.map((level) => Math.round(level * STEPS)).join();
}

function paintLightMap(
  context: CanvasRenderingContext2D,
  ambient: Rgb,
  sources: readonly LightSource[],
  strengths: readonly number[],
): void {
  context.globalCompositeOperation = "source-over";
  context.globalAlpha = 1;
  context.fillStyle = cssColour(ambient);
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  // Lights that overlap must not add up to a glare.
  context.globalCompositeOperation = "screen";
  sources.forEach((source, index) => paintLight(context, source, strengths[index] ?? 0));
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

function paintRooms(
  context: CanvasRenderingContext2D,
  map: TownMap,
  rooms: readonly number[],
): void {
  context.fillStyle = `rgb(${LAMP_COLOUR})`;
  const scale = TILE / COARSENESS;
  map.buildings.forEach(({ footprint }, index) => {
    context.globalAlpha = ROOM_STRENGTH * (rooms[index] ?? 0);
    const { x, y, width, height } = footprint;
    context.fillRect(x * scale, y * scale, width * scale, height * scale);
  });
}

function cssColour(colour: Rgb): string {
  const [red, green, blue] = colour.map((channel) => Math.round(channel * 255));
  return `rgb(${red} ${green} ${blue})`;
}
