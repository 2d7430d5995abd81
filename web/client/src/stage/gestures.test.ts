// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type GestureEvents, listenForGestures } from "./gestures";

type Watched = { [Name in keyof GestureEvents]: ReturnType<typeof vi.fn<GestureEvents[Name]>> };

let host: HTMLElement;
let events: Watched;
let stop: () => void;

beforeEach(() => {
  host = document.createElement("div");
  host.setPointerCapture = () => undefined;
  events = {
    onDragStart: vi.fn(),
    onDrag: vi.fn(),
    onDragEnd: vi.fn(),
    onPinch: vi.fn(),
    onPinchEnd: vi.fn(),
    onWheel: vi.fn(),
    onWheelEnd: vi.fn(),
    onClick: vi.fn(),
    onHover: vi.fn(),
  };
  stop = listenForGestures(host, events);
});

afterEach(() => stop());

function point(kind: string, x: number, y: number, pointerId = 1, pointerType = "touch"): void {
  const where = { clientX: x, clientY: y, pointerId, pointerType, button: 0 };
  host.dispatchEvent(new PointerEvent(`pointer${kind}`, where));
}

describe("gestures", () => {
  it("take a press that hardly moves for a click", () => {
    point("down", 50, 60);
    point("move", 53, 62);
    point("up", 53, 62);
    expect(events.onClick).toHaveBeenCalledExactlyOnceWith({ x: 50, y: 60 }, true);
    expect(events.onDragStart).not.toHaveBeenCalled();
  });

  it("take a press that moves for a drag, and no click", () => {
    point("down", 50, 60);
    point("move", 70, 60);
    point("move", 90, 65);
    point("up", 90, 65);
    expect(events.onDragStart).toHaveBeenCalledOnce();
    expect(events.onDrag).toHaveBeenLastCalledWith(20, 5);
    expect(events.onDragEnd).toHaveBeenCalledOnce();
    expect(events.onClick).not.toHaveBeenCalled();
  });

  it("take two fingers for a pinch about the point between them, and no click", () => {
    point("down", 100, 100, 1);
    point("down", 200, 100, 2);
    point("move", 300, 100, 2);
    expect(events.onPinch).toHaveBeenLastCalledWith(2, { x: 200, y: 100 });
    point("up", 300, 100, 2);
    point("up", 100, 100, 1);
    expect(events.onPinchEnd).toHaveBeenCalledOnce();
    expect(events.onClick).not.toHaveBeenCalled();
  });

  it("take a second finger that taps during a drag for no click", () => {
    point("down", 80, 100, 1);
    point("move", 100, 100, 1);
    point("down", 200, 100, 2);
    point("up", 200, 100, 2);
    point("up", 100, 100, 1);
    expect(events.onClick).not.toHaveBeenCalled();
  });

  it("take a press that the browser takes away for nothing", () => {
    point("down", 50, 60);
    point("cancel", 50, 60);
    expect(events.onClick).not.toHaveBeenCalled();
  });

  it("zoom in as the wheel turns up, and back by the same turn down", () => {
    for (const deltaY of [-100, 100]) {
      const turn = new WheelEvent("wheel", { deltaY });
      host.dispatchEvent(Object.assign(turn, { clientX: 5, clientY: 6 }));
    }
    const [[up, at], [down]] = events.onWheel.mock.calls as [[number, unknown], [number, unknown]];
    expect(up).toBeGreaterThan(1);
    expect(up * down).toBeCloseTo(1);
    expect(at).toEqual({ x: 5, y: 6 });
  });

  it("end when told to", () => {
    stop();
    point("down", 50, 60);
    point("up", 50, 60);
    expect(events.onClick).not.toHaveBeenCalled();
  });
});
