/** A sheet of drawings: one picture, and where each drawing lies in it. */

import { CanvasSource, Rectangle, Texture } from "pixi.js";
import { contextOf, createCanvas } from "./pictures";

/** A drawing's box in the sheet; its anchor, inside the box, is placed at a point of the scene. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly anchorX: number;
  readonly anchorY: number;
}

export interface Atlas {
  readonly picture: HTMLCanvasElement;
  has(name: string): boolean;
  /** Throws MissingArt when the sheet has no drawing of that name. */
  frame(name: string): Frame;
  texture(name: string): Texture;
  destroy(): void;
}

/** The art that is served does not fit the map or this page; building it anew helps. */
export class MissingArt extends Error {
  override readonly name = "MissingArt";
}

/** Loads `NAME.png` and `NAME.json` from a folder. */
export async function loadAtlas(folder: string, name: string): Promise<Atlas> {
  const [frames, image] = await Promise.all([
    loadFrames(`${folder}/${name}.json`),
    loadImage(`${folder}/${name}.png`),
  ]);
  const picture = createCanvas(image.naturalWidth, image.naturalHeight);
  contextOf(picture).drawImage(image, 0, 0);
  return createAtlas(picture, frames);
}

async function loadFrames(url: string): Promise<ReadonlyMap<string, Frame>> {
  const response = await fetch(url);
  if (!response.ok) throw new MissingArt(`${url} answered ${response.status}`);
  const sheet = (await response.json()) as { frames: Record<string, Frame> };
  return new Map(Object.entries(sheet.frames));
}

async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch (cause) {
    throw new MissingArt(`${url} is not a picture`, { cause });
  }
  return image;
}

function createAtlas(picture: HTMLCanvasElement, frames: ReadonlyMap<string, Frame>): Atlas {
  const source = new CanvasSource({ resource: picture, scaleMode: "nearest" });
  const textures = new Map<string, Texture>();

  function frameOf(name: string): Frame {
    const frame = frames.get(name);
    if (frame === undefined) throw new MissingArt(`the art has no drawing named ${name}`);
    return frame;
  }

  return {
    picture,
    has: (name) => frames.has(name),
    frame: frameOf,
    texture(name) {
      const known = textures.get(name);
      if (known !== undefined) return known;
      const { x, y, w, h } = frameOf(name);
      const texture = new Texture({ source, frame: new Rectangle(x, y, w, h) });
      textures.set(name, texture);
      return texture;
    },
    destroy() {
      for (const texture of textures.values()) texture.destroy();
      source.destroy();
    },
  };
}
