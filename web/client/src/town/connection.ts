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
const GONE: ConnectionState = { phase: "gone" };

export interface ConnectionEvents {
  onMessage(message: LiveMessage): void;
  onState(state: ConnectionState): void;
}

export type OpenSocket = (url: string) => WebSocket;

const openWebSocket: OpenSocket = (url) => new WebSocket(url);

/** Connects when it is made, and stays connected until it is closed. */
export class LiveConnection {
  private readonly url: string;
  private readonly events: ConnectionEvents;
  private readonly openSocket: OpenSocket;
  private socket: WebSocket | null = null;
  private lastStep: number | null = null;
  private failures = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private heartbeatTimer: ReturnType<typeof setInterval> | undefined;

  /** `url` without a query, such as `ws://host/api/worlds/ID/live`. */
  constructor(url: string, events: ConnectionEvents, openSocket: OpenSocket = openWebSocket) {
    this.url = url;
    this.events = events;
    this.openSocket = openSocket;
    this.connect();
  }

  /** Connects at once when waiting for the next try. */
  retryNow(): void {
    if (this.retryTimer !== undefined) this.connect();
  }

  /** Begins anew with a full frame, when what came cannot be used. */
  restart(): void {
    this.lastStep = null;
    this.lose();
  }

  close(): void {
    this.stopWaiting();
    this.hangUp();
  }

  private connect(): void {
    this.stopWaiting();
    this.events.onState(CONNECTING);
    const { url, lastStep } = this;
    const socket = this.openSocket(lastStep === null ? url : `${url}?after=${lastStep}`);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.beat(socket));
    socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (this.socket === socket) this.receive(data);
    });
    socket.addEventListener("close", ({ code }) => {
      if (this.socket === socket) this.closed(code);
    });
    this.listenForSilence();
  }

  private beat(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.heartbeatTimer = setInterval(() => {
      if (socket.readyState === socket.OPEN) socket.send('{"kind":"heartbeat"}');
    }, HEARTBEAT_EVERY_MS);
  }

  private listenForSilence(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.lose(), SILENCE_LIMIT_MS);
  }

  private receive(data: unknown): void {
    this.listenForSilence();
    const message = messageIn(data);
    if (message === null) this.restart();
    else if (this.continues(message)) this.pass(message);
    else this.lose();
  }

  private pass(message: LiveMessage): void {
    this.failures = 0;
    const { frame } = message;
    if (frame.kind === "full" || frame.kind === "step") this.lastStep = frame.step;
    this.events.onState(OPEN);
    this.events.onMessage(message);
  }

  /** Whether nothing is missing between the last step and this frame. */
  private continues({ frame }: LiveMessage): boolean {
    if (frame.kind === "full") return true;
    if (this.lastStep === null) return false;
    // A heartbeat may tell of a step whose frame is still on its way; a draft tells of no step.
    return frame.kind !== "step" || frame.step === this.lastStep + 1;
  }

  private closed(code: number): void {
    if (code !== UNKNOWN_WORLD_CODE && code !== WORLD_DELETED_CODE) {
      this.lose();
      return;
    }
    this.hangUp();
    this.events.onState(GONE);
  }

  private lose(): void {
    this.hangUp();
    const backoffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures);
    const delayMs = backoffMs * (1 - JITTER * Math.random());
    this.failures += 1;
    this.retryTimer = setTimeout(() => this.connect(), delayMs);
    this.events.onState({ phase: "lost", retryAt: Date.now() + delayMs });
  }

  private stopWaiting(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = undefined;
  }

  private hangUp(): void {
    clearTimeout(this.silenceTimer);
    clearInterval(this.heartbeatTimer);
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }
}

/** The message, or null when it is not one. */
function messageIn(data: unknown): LiveMessage | null {
  try {
    return data instanceof ArrayBuffer ? parseLiveMessage(data) : null;
  } catch {
    return null;
  }
}
