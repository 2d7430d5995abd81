/** The choice between WebGL and the 2D canvas. */

import "pixi.js/unsafe-eval";
import { type Renderer, autoDetectRenderer } from "pixi.js";

export type RendererName = "webgl" | "canvas";

/** Behind the letterbox of a screen that is larger than the map: the dark of its woods. */
const BACKGROUND = "#1d2b26";
/** Names of drivers that draw WebGL on the processor: many times slower than the 2D canvas. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
/** What browsers answer that keep the driver's name for the extension below. */
const MASKED = "WebKit WebGL";

export async function createRenderer(
  host: HTMLElement,
  wanted: RendererName | undefined,
): Promise<Renderer> {
  const first = wanted ?? (hasFastWebgl() ? "webgl" : "canvas");
  const renderer = await autoDetectRenderer({
    preference: first === "webgl" ? ["webgl", "canvas"] : ["canvas"],
    backgroundColor: BACKGROUND,
    antialias: false,
    skipExtensionImports: true,
    width: Math.max(1, host.clientWidth),
    height: Math.max(1, host.clientHeight),
  });
  renderer.canvas.className = "stage-canvas";
  host.append(renderer.canvas);
  return renderer;
}

function hasFastWebgl(): boolean {
  const context = document.createElement("canvas").getContext("webgl");
  if (context === null) return false;
  const fast = !SOFTWARE.test(driverOf(context));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return fast;
}

function driverOf(context: WebGLRenderingContext): string {
  const driver = String(context.getParameter(context.RENDERER));
  if (driver !== MASKED) return driver;
  const names = context.getExtension("WEBGL_debug_renderer_info");
  return names === null ? driver : String(context.getParameter(names.UNMASKED_RENDERER_WEBGL));
}
