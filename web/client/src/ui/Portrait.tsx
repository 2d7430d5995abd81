import { useEffect, useRef } from "react";
import { type Looks, useLooks } from "./looks";

/** The part of a figure that makes a portrait: head and shoulders, in pixels of the art. */
const PORTRAIT_PIXELS = 16;
const SCALE = 6;

export interface PortraitProps {
  readonly look: string;
  readonly size: "small" | "large";
}

/** A face; the name stands beside it, so it says nothing to who cannot see it. */
export function Portrait({ look, size }: PortraitProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const looks = useLooks();
  useEffect(() => {
    if (canvas.current !== null && looks !== null) draw(canvas.current, looks, look);
  }, [looks, look]);
  return (
    <canvas
      ref={canvas}
      className={`portrait portrait--${size}`}
      width={PORTRAIT_PIXELS * SCALE}
      height={PORTRAIT_PIXELS * SCALE}
      aria-hidden="true"
    />
  );
}

function draw(canvas: HTMLCanvasElement, looks: Looks, look: string): void {
  const context = canvas.getContext("2d");
  const frame = looks.standing(look);
  if (context === null || frame === null) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  context.drawImage(
    looks.image,
    frame.x,
    frame.y,
    PORTRAIT_PIXELS,
    PORTRAIT_PIXELS,
    0,
    SCALE,
    canvas.width,
    canvas.height,
  );
}
