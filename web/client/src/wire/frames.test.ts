import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MalformedFrame, parseLiveMessage } from "./frames";

function encode(value: unknown, history: readonly number[] = []): ArrayBuffer {
  const json = new TextEncoder().encode(JSON.stringify(value));
  const message = new Uint8Array(4 + json.length + history.length);
  new DataView(message.buffer).setUint32(0, json.length, true);
  message.set(json, 4);
  message.set(history, 4 + json.length);
  return message.buffer;
}

describe("parseLiveMessage", () => {
  it("parts the JSON from the packed history", () => {
    const heartbeat = { kind: "heartbeat", step: 3, nowMs: 9, behindMs: 0, runner: "running" };
    const { frame, history } = parseLiveMessage(encode(heartbeat, [1, 2, 3]));
    expect(frame).toEqual(heartbeat);
    expect([...history]).toEqual([1, 2, 3]);
  });

  it("counts bytes, not characters", () => {
    const { frame, history } = parseLiveMessage(encode({ kind: "full", name: "Café ☕" }, [7]));
    expect(frame).toHaveProperty("name", "Café ☕");
    expect([...history]).toEqual([7]);
  });

  it("reads a draft as the server writes it", () => {
    const golden = new URL("../../../../tests/golden/frames/draft.bin", import.meta.url);
    const { frame, history } = parseLiveMessage(Uint8Array.from(readFileSync(golden)).buffer);
    expect(frame).toEqual({
      kind: "draft",
      player: "p:7",
      operation: "o:41",
      uuid: "0f343b0931126a20f133d67c2b018a3b",
      text: "Grüß dich, Anouk! ☕",
    });
    expect(history).toHaveLength(0);
  });

  it.each([
    ["is shorter than its length field", new Uint8Array([1, 0]).buffer],
    ["ends before its JSON does", new Uint8Array([9, 0, 0, 0, 123]).buffer],
    ["has no kind", encode({ step: 1 })],
    ["has an unknown kind", encode({ kind: "weather" })],
  ])("refuses a message that %s", (_case, message) => {
    expect(() => parseLiveMessage(message)).toThrow(MalformedFrame);
  });
});
