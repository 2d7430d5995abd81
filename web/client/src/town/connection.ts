/** The live socket of a world: connects, goes on after a loss where it stopped, and notices silence. */

import { type LiveMessage, parseLiveMessage } from "../wire/frames";

const HEARTBEAT_EVERY_MS = 20_000;
/** The server speaks at least each 5 s; two such messages may get lost on a bad line. */
const SILENCE_LIMIT_MS = 15_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
const JITTER = 0.3;

export type ConnectionState =
  | { readonly phase: "connecting" }
  | { readonly phase: "open" }
  /** `retryAt` is of the same clock as Date.now(). */
  | { readonly phase: "lost"; readonly retryAt: number }
  /** There is no such world, or no longer. */
  | { readonly phase: "gone" };

const UNKNOWN_WORLD_CODE = 4404;
const WORLD_DELETED_CODE = 4410;

const CONNECTING: ConnectionState = { phase: "connecting" };
const OPEN: ConnectionState = { phase: "open" };

export interface ConnectionEvents {
  onMessage(message: LiveMessage): void;
  onState(state: ConnectionState): void;
}

export interface Connection {
  /** Connects at once when waiting for the next try. */
  retryNow(): void;
  /** Begins anew with a full frame, when what came cannot be used. */
  restart(): void;
  close(): void;
}

export type OpenSocket = (url: string) => WebSocket;

const openWebSocket: OpenSocket = (url) => new WebSocket(url);

/** `url` without a query, such as `ws://host/api/worlds/ID/live`. */
export function connectLive(
  url: string,
  events: ConnectionEvents,
  openSocket: OpenSocket = openWebSocket,
): Connection {
  let socket: WebSocket | null = null;
  let lastStep: number | null = null;
  let failures = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;
  let heartbeatTimer: ReturnType<typeof setInterval> | undefined;

  function connect(): void {
    clearTimeout(retryTimer);
    retryTimer = undefined;
    events.onState(CONNECTING);
    const current = openSocket(lastStep === null ? url : `${url}?after=${lastStep}`);
    socket = current;
    current.binaryType = "arraybuffer";
    current.addEventListener("open", () => {
      if (socket !== current) return;
      heartbeatTimer = setInterval(() => {
        if (current.readyState === current.OPEN) current.send('{"kind":"heartbeat"}');
      }, HEARTBEAT_EVERY_MS);
    });
    current.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (socket === current) receive(data);
    });
    current.addEventListener("close", ({ code }) => {
      if (socket !== current) return;
      if (code === UNKNOWN_WORLD_CODE || code === WORLD_DELETED_CODE) end();
      else lose();
    });
    listenForSilence();
  }

  function listenForSilence(): void {
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(lose, SILENCE_LIMIT_MS);
  }

  function receive(data: unknown): void {
    listenForSilence();
    let message: LiveMessage;
    try {
      if (!(data instanceof ArrayBuffer)) throw new TypeError("a live message must be binary");
      message = parseLiveMessage(data);
    } catch {
      restart();
      return;
    }
    if (!continues(message)) {
      lose();
      return;
    }
    failures = 0;
    if (message.frame.kind !== "heartbeat") lastStep = message.frame.step;
    events.onState(OPEN);
    events.onMessage(message);
  }

  /** Whether nothing is missing between the last step and this frame. */
  function continues({ frame }: LiveMessage): boolean {
    if (frame.kind === "full") return true;
    // A heartbeat may tell of a step whose frame is still on its way.
    return lastStep !== null && (frame.kind === "heartbeat" || frame.step === lastStep + 1);
  }

  function restart(): void {
    lastStep = null;
    lose();
  }

  function lose(): void {
    hangUp();
    const backoffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
    const delayMs = backoffMs * (1 - JITTER * Math.random());
    failures += 1;
    retryTimer = setTimeout(connect, delayMs);
    events.onState({ phase: "lost", retryAt: Date.now() + delayMs });
  }

  function end(): void {
    hangUp();
    events.onState({ phase: "gone" });
  }

  function hangUp(): void {
    clearTimeout(silenceTimer);
    clearInterval(heartbeatTimer);
    const abandoned = socket;
    socket = null;
    abandoned?.close();
  }

  connect();
  return {
    retryNow() {
      if (retryTimer !== undefined) connect();
    },
    restart,
    close() {
      clearTimeout(retryTimer);
      retryTimer = undefined;
      hangUp();
    },
  };
}
