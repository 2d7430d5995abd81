/** Small pictures that the stage paints for itself, and how any picture becomes a texture. */

import { CanvasSource, Texture } from "pixi.js";

type Paint = (context: CanvasRenderingContext2D) => void;

export function createCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser has no 2D canvas");
  context.imageSmoothingEnabled = false;
  return context;
}

/** A texture of a canvas whose pixels stay square when magnified. */
export function textureOf(canvas: HTMLCanvasElement): Texture {
  return new Texture({ source: new CanvasSource({ resource: canvas, scaleMode: "nearest" }) });
}

function paint(width: number, height: number, draw: Paint): Texture {
  const canvas = createCanvas(width, height);
  draw(contextOf(canvas));
  return textureOf(canvas);
}

/** Fills the pixels whose centres lie within an ellipse; canvas paths would blur its edge. */
function fillEllipse(
  context: CanvasRenderingContext2D,
  cx: number,
  cy: number,
  rx: number,
  ry: number,
): void {
  for (let y = 0; y < context.canvas.height; y += 1) {
    const half = rx * Math.sqrt(Math.max(0, 1 - ((y + 0.5 - cy) / ry) ** 2));
    const left = Math.round(cx - half);
    const right = Math.round(cx + half);
    context.fillRect(left, y, right - left, 1);
  }
}

export function shadowTexture(): Texture {
  return paint(14, 6, (context) => {
    context.fillStyle = "rgb(24 34 58 / 0.34)";
    fillEllipse(context, 7, 3, 6.4, 2.6);
  });
}

/** A soft, warm light, in rings that stay sharp when magnified. */
export function glowTexture(): Texture {
  return paint(24, 24, (context) => {
    context.fillStyle = "rgb(255 214 102 / 0.16)";
    for (const radius of [11.6, 9, 6.6, 4.4]) fillEllipse(context, 12, 12, radius, radius);
  });
}

/** A ring on the ground around someone's feet. */
export function ringTexture(): Texture {
  return paint(24, 14, (context) => {
    context.fillStyle = "#5b3d12";
    fillEllipse(context, 12, 7, 11.6, 6.6);
    context.fillStyle = "#ffe08a";
    fillEllipse(context, 12, 7, 10.8, 5.6);
    context.globalCompositeOperation = "destination-out";
    fillEllipse(context, 12, 7, 8.9, 4.1);
  });
}

/** A dot of the path ahead. */
export function dotTexture(): Texture {
  return paint(6, 6, (context) => {
    context.fillStyle = "rgb(62 44 20 / 0.75)";
    fillEllipse(context, 3, 3, 2.6, 2.4);
    context.fillStyle = "#fff1c2";
    fillEllipse(context, 3, 2.6, 1.7, 1.5);
  });
}

/** An arrow that points down at the tile where the path ends. */
export function arrowTexture(): Texture {
  const rows = [6, 6, 6, 6, 12, 10, 8, 6, 4, 2];
  return paint(14, 12, (context) => {
    context.fillStyle = "#5b3d12";
    rows.forEach((width, row) => context.fillRect(6 - width / 2, row, width + 2, 3));
    context.fillStyle = "#ffd45c";
    rows.forEach((width, row) => context.fillRect(7 - width / 2, row + 1, width, 1));
    context.fillStyle = "#fff1c2";
    rows.slice(0, 5).forEach((width, row) => context.fillRect(7 - width / 2, row + 1, 2, 1));
  });
}

const HALO_RADIUS = 48;

/** Light that fades toward its rim. It is painted in its colour: tints are slow on a canvas. */
export function haloTexture(colour: string): Texture {
  const size = HALO_RADIUS * 2;
  return paint(size, size, (context) => {
    context.fillStyle = radialFade(context, HALO_RADIUS, HALO_RADIUS, HALO_RADIUS, colour);
    context.fillRect(0, 0, size, size);
  });
}

/** `colour` as "r g b"; falls off as the square of the distance, so that no rim shows. */
export function radialFade(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  colour: string,
): CanvasGradient {
  const gradient = context.createRadialGradient(x, y, 0, x, y, radius);
  for (let stop = 0; stop <= 8; stop += 1) {
    const away = stop / 8;
    gradient.addColorStop(away, `rgb(${colour} / ${((1 - away) ** 2).toFixed(3)})`);
  }
  return gradient;
}
