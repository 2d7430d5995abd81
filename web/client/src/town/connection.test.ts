import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { FULL_FRAME } from "../../tests/samples";
import { RULES } from "../wire/generated/values";
import { type Inflate, nativeInflate } from "../wire/inflate";
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

  close(code = 1000, reason = ""): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
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
      null,
    );
    newest().open();
  });

  afterEach(() => {
    connection.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("passes on frames in order", () => {
    newest().say({ ...FULL_FRAME, step: 4 });
    newest().say({ kind: "step", step: 5 });
    expect(heard).toEqual([4, 5]);
    expect(states.at(-1)).toEqual({ phase: "open" });
  });

  it("connects again after a loss, where it stopped", () => {
    newest().say({ ...FULL_FRAME, step: 4 });
    newest().say({ kind: "step", step: 5 });
    newest().close(1006);
    expect(states.at(-1)).toMatchObject({ phase: "lost" });
    vi.advanceTimersByTime(500);
    expect(newest().url).toBe(`ws://town/live?after=5&version=${RULES.version}`);
    newest().say({ kind: "step", step: 6 });
    expect(heard).toEqual([4, 5, 6]);
  });

  it("goes back to the server for steps that it missed", () => {
    newest().say({ ...FULL_FRAME, step: 4 });
    newest().say({ kind: "step", step: 6 });
    expect(heard).toEqual([4]);
    vi.advanceTimersByTime(500);
    expect(newest().url).toBe(`ws://town/live?after=4&version=${RULES.version}`);
  });

  it("does not take a heartbeat that is ahead of its step for a gap", () => {
    newest().say({ ...FULL_FRAME, step: 4 });
    newest().say({ kind: "heartbeat", step: 5 });
    newest().say({ kind: "step", step: 5 });
    expect(heard).toEqual([4, 5, 5]);
    expect(sockets).toHaveLength(1);
  });

  it("passes drafts on beside the steps, and goes on after the last step all the same", () => {
    newest().say({ ...FULL_FRAME, step: 4 });
    newest().say({ kind: "draft", text: "Good" });
    newest().say({ kind: "step", step: 5 });
    newest().say({ kind: "draft", text: "Good morning" });
    newest().close(1006);
    vi.advanceTimersByTime(500);
    expect(heard).toEqual([4, "Good", 5, "Good morning"]);
    expect(newest().url).toBe(`ws://town/live?after=5&version=${RULES.version}`);
  });

  it("ends where the world is of another version than the page, for good", () => {
    const version = RULES.version + 1;
    newest().say({ ...FULL_FRAME, rules: { ...RULES, version } });
    expect(states.at(-1)).toEqual({ phase: "outdated" });
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });

  it("shows the world of a fork, whatever its version, until that changes", () => {
    newest().say({ ...FULL_FRAME, step: 4, rules: { name: "harbor", version: RULES.version + 1 } });
    expect(heard).toEqual([4]);
    newest().close(1006);
    vi.advanceTimersByTime(500);
    newest().say({ ...FULL_FRAME, step: 5, rules: { name: "harbor", version: RULES.version + 2 } });
    expect(heard).toEqual([4]);
    expect(states.at(-1)).toEqual({ phase: "outdated" });
  });

  it("tells why the server does not show a world, and asks again", () => {
    newest().close(4409, "The world awaits its upgrade.");
    expect(states.at(-1)).toMatchObject({ phase: "lost", reason: "The world awaits its upgrade." });
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
  });

  it("takes silence for a loss", () => {
    newest().say({ ...FULL_FRAME, step: 4 });
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
    newest().say({ ...FULL_FRAME, step: 9 });
    newest().close(1006);
    vi.advanceTimersByTime(500);
    expect(newest().url).toBe(`ws://town/live?after=9&version=${RULES.version}`);
  });

  it("begins with a full frame after one that it cannot read", () => {
    newest().say({ ...FULL_FRAME, step: 4 });
    newest().dispatchEvent(new MessageEvent("message", { data: new ArrayBuffer(2) }));
    vi.advanceTimersByTime(500);
    expect(newest().url).toBe("ws://town/live");
  });

  it("does not hear a socket that it gave up", () => {
    newest().say({ ...FULL_FRAME, step: 4 });
    const old = newest();
    connection.restart();
    old.say({ kind: "step", step: 5 });
    expect(heard).toEqual([4]);
  });

  it("sends heartbeats", () => {
    newest().say({ ...FULL_FRAME, step: 4 });
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

/** Deflated by the same means that a browser has. */
async function deflated(frame: Partial<Frame>): Promise<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(frame));
  const message = new Uint8Array(4 + json.length);
  new DataView(message.buffer).setUint32(0, json.length, true);
  message.set(json, 4);
  const packed = new Blob([message]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Response(packed).arrayBuffer();
}

function opened(inflate: Inflate): { socket: FakeSocket; heard: (string | number)[] } {
  const socket = new FakeSocket("");
  const heard: (string | number)[] = [];
  const connection = new LiveConnection(
    "ws://town/live",
    { onMessage: ({ frame }) => heard.push(frame.kind === "draft" ? frame.text : frame.step), onState() {} },
    (url) => {
      heard.push(url);
      return socket as unknown as WebSocket;
    },
    inflate,
  );
  onTestFinished(() => connection.close());
  return { socket, heard };
}

describe("LiveConnection that may be sent compressed messages", () => {
  it("asks for them, and unpacks them", async () => {
    if (nativeInflate === null) throw new Error("this Node has no DecompressionStream");
    const { socket, heard } = opened(nativeInflate);
    const data = await deflated({ ...FULL_FRAME, step: 4 });
    socket.dispatchEvent(new MessageEvent("message", { data }));
    await vi.waitFor(() => expect(heard).toEqual(["ws://town/live?encoding=deflate", 4]));
  });

  it("passes them on in order, whichever is unpacked first", async () => {
    const slow: (() => void)[] = [];
    const { socket, heard } = opened(
      (data) => new Promise((resolve) => slow.push(() => resolve(data))),
    );
    socket.say({ ...FULL_FRAME, step: 4 });
    socket.say({ kind: "step", step: 5 });
    slow[1]?.();
    slow[0]?.();
    await vi.waitFor(() => expect(heard.slice(1)).toEqual([4, 5]));
  });

  it("begins anew after what can't be unpacked", async () => {
    const { socket, heard } = opened(() => Promise.reject(new TypeError("no zlib stream")));
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    socket.say({ kind: "step", step: 5 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard).toEqual(["ws://town/live?encoding=deflate", "ws://town/live?encoding=deflate"]);
  });
});
