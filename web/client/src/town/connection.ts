/** The live socket of a world: connects, goes on after a loss where it stopped, and notices silence. */

import { type LiveMessage, parseLiveMessage } from "../wire/frames";
import { type Inflate, nativeInflate } from "../wire/inflate";
import type { RulesName } from "../wire/types";
import { type LiveSocket, openEventLine } from "./eventLine";
import { FIRST_WAY, type Way, type Ways, afterLoss, proven } from "./ways";
import { isOutdated } from "../wire/version";

const HEARTBEAT_EVERY_MS = 20_000;
/** The server speaks at least each 5 s; two such messages may get lost on a bad line. */
const SILENCE_LIMIT_MS = 15_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
const JITTER = 0.3;

export type ConnectionState =
  | { readonly phase: "connecting" }
  | { readonly phase: "open" }
  /** `retryAt` is of the same clock as Date.now(); the reason is the server's own, why it does not show this world. */
  | { readonly phase: "lost"; readonly retryAt: number; readonly reason: string | null }
  /** There is no such world, or no longer. */
  | { readonly phase: "gone" }
  /** The world is of another version than this page, which must be loaded again. */
  | { readonly phase: "outdated" };

const UNKNOWN_WORLD_CODE = 4404;
const WORLD_DELETED_CODE = 4410;
const NOT_TO_BE_SHOWN_CODE = 4409;

const NEW_LINE = { opened: false, heard: false };
const CONNECTING: ConnectionState = { phase: "connecting" };
const OPEN: ConnectionState = { phase: "open" };
const GONE: ConnectionState = { phase: "gone" };
const OUTDATED: ConnectionState = { phase: "outdated" };

export interface ConnectionEvents {
  onMessage(message: LiveMessage): void;
  onState(state: ConnectionState): void;
  /** Another way is tried, or the one tried has proven itself. */
  onWays?(ways: Ways): void;
}

export type OpenSocket = (url: string, way: Way) => LiveSocket;

const openByWay: OpenSocket = (url, way) => (way === "socket" ? new WebSocket(url) : openEventLine(url));

/** Connects when it is made, and stays connected until it is closed. */
export class LiveConnection {
  private readonly url: string;
  private readonly events: ConnectionEvents;
  private readonly openSocket: OpenSocket;
  private readonly inflate: Inflate | null;
  private socket: LiveSocket | null = null;
  private ways = FIRST_WAY;
  /** Of the line there is: whether it stands, and whether anything came by it. */
  private line = NEW_LINE;
  private lastStep: number | null = null;
  /** The world's rules, as its first full frame told: what this page and a fork's part of it were served for. */
  private rules: RulesName | null = null;
  private failures = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private heartbeatTimer: ReturnType<typeof setInterval> | undefined;

  /** `url` without a query, such as `ws://host/api/worlds/ID/live`. */
  constructor(
    url: string,
    events: ConnectionEvents,
    openSocket: OpenSocket = openByWay,
    inflate: Inflate | null = nativeInflate,
  ) {
    this.url = url;
    this.events = events;
    this.openSocket = openSocket;
    this.inflate = inflate;
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
    const socket = this.openSocket(this.address(), this.ways.way);
    this.line = NEW_LINE;
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.beat(socket));
    this.listen(socket);
    socket.addEventListener("close", ({ code, reason }) => {
      if (this.socket === socket) this.closed(code, reason);
    });
    this.listenForSilence();
  }

  private address(): string {
    const query = new URLSearchParams();
    if (this.lastStep !== null) {
      query.set("after", String(this.lastStep));
      query.set("version", String(this.rules?.version));
    }
    if (this.inflate !== null) query.set("encoding", "deflate");
    return query.size === 0 ? this.url : `${this.url}?${query.toString()}`;
  }

  /** Unpacking takes a moment; messages are taken in the order in which they came. */
  private listen(socket: LiveSocket): void {
    const { inflate } = this;
    const receive = (data: unknown): void => {
      if (this.socket === socket) this.receive(data);
    };
    let before: Promise<void> = Promise.resolve();
    socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (inflate === null || !(data instanceof ArrayBuffer)) {
        receive(data);
        return;
      }
      const unpacked = inflate(data).catch(() => null);
      before = before.then(async () => receive(await unpacked));
    });
  }

  private beat(socket: LiveSocket): void {
    if (this.socket !== socket) return;
    this.line = { ...this.line, opened: true };
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
    else if (this.isOfAnotherVersion(message)) this.end(OUTDATED);
    else if (this.continues(message)) this.pass(message);
    else this.lose();
  }

  private pass(message: LiveMessage): void {
    this.failures = 0;
    this.line = { opened: true, heard: true };
    this.turn(proven(this.ways));
    const { frame } = message;
    if (frame.kind === "full") this.rules ??= frame.rules;
    if (frame.kind === "full" || frame.kind === "step") this.lastStep = frame.step;
    this.events.onState(OPEN);
    this.events.onMessage(message);
  }

  /** A fork's page is as old as the first frame it was served with; the town's knows by itself what it was made for. */
  private isOfAnotherVersion({ frame }: LiveMessage): boolean {
    if (frame.kind !== "full") return false;
    return isOutdated(frame.rules) || (this.rules !== null && isOutdated(frame.rules, this.rules));
  }

  /** Whether nothing is missing between the last step and this frame. */
  private continues({ frame }: LiveMessage): boolean {
    if (frame.kind === "full") return true;
    if (this.lastStep === null) return false;
    // A heartbeat may tell of a step whose frame is still on its way; a draft tells of no step.
    return frame.kind !== "step" || frame.step === this.lastStep + 1;
  }

  private closed(code: number, reason: string): void {
    if (code === UNKNOWN_WORLD_CODE || code === WORLD_DELETED_CODE) this.end(GONE);
    else this.lose(code === NOT_TO_BE_SHOWN_CODE ? reason : null);
  }

  /** Nothing is to be had from here on. */
  private end(state: ConnectionState): void {
    this.hangUp();
    this.events.onState(state);
  }

  private turn(ways: Ways): void {
    if (ways === this.ways) return;
    this.ways = ways;
    this.events.onWays?.(ways);
  }

  private lose(reason: string | null = null): void {
    this.hangUp();
    this.turn(afterLoss(this.ways, this.line));
    const backoffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures);
    const delayMs = backoffMs * (1 - JITTER * Math.random());
    this.failures += 1;
    this.retryTimer = setTimeout(() => this.connect(), delayMs);
    this.events.onState({ phase: "lost", retryAt: Date.now() + delayMs, reason });
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
