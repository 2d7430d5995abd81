import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Frame } from "../wire/types";
import { type ConnectionState, LiveConnection } from "./connection";

/** Stands for the server's end of a WebSocket. */
class FakeSocket extends EventTarget {
  readonly OPEN = 1;
  readyState = 0;
  binaryType = "blob";
  readonly sent: string[] = [];
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  say(frame: Partial<Frame>): void {
    const json = new TextEncoder().encode(JSON.stringify(frame));
    const message = new Uint8Array(4 + json.length);
    new DataView(message.buffer).setUint32(0, json.length, true);
    message.set(json, 4);
    this.dispatchEvent(new MessageEvent("message", { data: message.buffer }));
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(code = 1000): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

describe("LiveConnection", () => {
  let sockets: FakeSocket[];
  let states: ConnectionState[];
  let heard: (number | string)[];
  let connection: LiveConnection;

  function newest(): FakeSocket {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error("nothing was opened");
    return socket;
  }

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    states = [];
    heard = [];
    connection = new LiveConnection(
      "ws://town/live",
      {
        onMessage: ({ frame }) => heard.push(frame.kind === "draft" ? frame.text : frame.step),
        onState: (state) => states.push(state),
      },
      (url) => {
        const socket = new FakeSocket(url);
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
    );
    newest().open();
  });

  afterEach(() => {
    connection.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("passes on frames in order", () => {
    newest().say({ kind: "full", step: 4 });
    newest().say({ kind: "step", step: 5 });
    expect(heard).toEqual([4, 5]);
    expect(states.at(-1)).toEqual({ phase: "open" });
  });

  it("connects again after a loss, where it stopped", () => {
    newest().say({ kind: "full", step: 4 });
    newest().say({ kind: "step", step: 5 });
    newest().close(1006);
    expect(states.at(-1)).toMatchObject({ phase: "lost" });
    vi.advanceTimersByTime(500);
    expect(newest().url).toBe("ws://town/live?after=5");
    newest().say({ kind: "step", step: 6 });
    expect(heard).toEqual([4, 5, 6]);
  });

  it("goes back to the server for steps that it missed", () => {
    newest().say({ kind: "full", step: 4 });
    newest().say({ kind: "step", step: 6 });
    expect(heard).toEqual([4]);
    vi.advanceTimersByTime(500);
    expect(newest().url).toBe("ws://town/live?after=4");
  });

  it("does not take a heartbeat that is ahead of its step for a gap", () => {
    newest().say({ kind: "full", step: 4 });
    newest().say({ kind: "heartbeat", step: 5 });
    newest().say({ kind: "step", step: 5 });
    expect(heard).toEqual([4, 5, 5]);
    expect(sockets).toHaveLength(1);
  });

  it("passes drafts on beside the steps, and goes on after the last step all the same", () => {
    newest().say({ kind: "full", step: 4 });
    newest().say({ kind: "draft", text: "Good" });
    newest().say({ kind: "step", step: 5 });
    newest().say({ kind: "draft", text: "Good morning" });
    newest().close(1006);
    vi.advanceTimersByTime(500);
    expect(heard).toEqual([4, "Good", 5, "Good morning"]);
    expect(newest().url).toBe("ws://town/live?after=5");
  });

  it("takes silence for a loss", () => {
    newest().say({ kind: "full", step: 4 });
    vi.advanceTimersByTime(14_000);
    newest().say({ kind: "heartbeat", step: 4 });
    vi.advanceTimersByTime(14_000);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    expect(sockets).toHaveLength(2);
  });

  it("waits longer after each failure, but never for long, and afresh after a success", () => {
    const gaps: number[] = [];
    for (let failure = 0; failure < 10; failure += 1) {
      newest().close(1006);
      const before = sockets.length;
      const lostAt = Date.now();
      while (sockets.length === before) vi.advanceTimersByTime(10);
      gaps.push(Date.now() - lostAt);
    }
    expect(gaps[0]).toBeLessThanOrEqual(500);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
    expect(gaps.at(-1)).toBeGreaterThan(5_000);
    newest().say({ kind: "full", step: 9 });
    newest().close(1006);
    vi.advanceTimersByTime(500);
    expect(newest().url).toBe("ws://town/live?after=9");
  });

  it("begins with a full frame after one that it cannot read", () => {
    newest().say({ kind: "full", step: 4 });
    newest().dispatchEvent(new MessageEvent("message", { data: new ArrayBuffer(2) }));
    vi.advanceTimersByTime(500);
    expect(newest().url).toBe("ws://town/live");
  });

  it("does not hear a socket that it gave up", () => {
    newest().say({ kind: "full", step: 4 });
    const old = newest();
    connection.restart();
    old.say({ kind: "step", step: 5 });
    expect(heard).toEqual([4]);
  });

  it("sends heartbeats", () => {
    newest().say({ kind: "full", step: 4 });
    for (let second = 0; second < 41; second += 1) {
      vi.advanceTimersByTime(1_000);
      newest().say({ kind: "heartbeat", step: 4 });
    }
    expect(newest().sent).toEqual(['{"kind":"heartbeat"}', '{"kind":"heartbeat"}']);
  });

  it("connects at once when told that the net is back, but not twice", () => {
    newest().close(1006);
    connection.retryNow();
    connection.retryNow();
    expect(sockets).toHaveLength(2);
  });

  it("stays away from a world that was deleted", () => {
    newest().close(4410);
    expect(states.at(-1)).toEqual({ phase: "gone" });
    connection.retryNow();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});
