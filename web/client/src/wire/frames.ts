import { FRAME_KINDS } from "./generated/values";
import type { Frame } from "./types";

const LENGTH_BYTES = 4;
const KINDS: ReadonlySet<string> = new Set<Frame["kind"]>(FRAME_KINDS);

/** A message of the live socket that is not what docs/WIRE.md says. */
export class MalformedFrame extends Error {
  override readonly name = "MalformedFrame";
}

export interface LiveMessage {
  readonly frame: Frame;
  /** The packed history of a step; empty when nothing moved. */
  readonly history: Uint8Array;
}

/** Parses `u32 little-endian length of the JSON | the JSON | the packed history`. */
export function parseLiveMessage(message: ArrayBuffer): LiveMessage {
  if (message.byteLength < LENGTH_BYTES) {
    throw new MalformedFrame(`a live message of ${message.byteLength} bytes has no length`);
  }
  const jsonLength = new DataView(message).getUint32(0, true);
  if (jsonLength > message.byteLength - LENGTH_BYTES) {
    throw new MalformedFrame(
      `a live message of ${message.byteLength} bytes cannot hold ${jsonLength} bytes of JSON`,
    );
  }
  const json = new TextDecoder().decode(new Uint8Array(message, LENGTH_BYTES, jsonLength));
  return {
    frame: asFrame(JSON.parse(json)),
    history: new Uint8Array(message, LENGTH_BYTES + jsonLength),
  };
}

function asFrame(value: unknown): Frame {
  if (typeof value === "object" && value !== null && "kind" in value) {
    const { kind } = value;
    if (typeof kind === "string" && KINDS.has(kind)) return value as Frame;
    throw new MalformedFrame(`a live message of the unknown kind ${String(kind)}`);
  }
  throw new MalformedFrame("a live message without a kind");
}
