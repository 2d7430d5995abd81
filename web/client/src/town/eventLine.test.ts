import { describe, expect, it } from "vitest";
import { below, socketBelow } from "./base";
import { eventsBeside, openEventLine } from "./eventLine";

class FakeSource extends EventTarget {
  closed = false;

  close(): void {
    this.closed = true;
  }
}

function open() {
  const source = new FakeSource();
  const heard: unknown[] = [];
  const line = openEventLine("ws://town/api/worlds/w/live?after=3", (address) => {
    heard.push(address);
    return source as unknown as EventSource;
  });
  line.addEventListener("open", () => heard.push("open"));
  line.addEventListener("message", ({ data }: MessageEvent<unknown>) => heard.push(data));
  line.addEventListener("close", ({ code }) => heard.push(code));
  return { source, line, heard };
}

describe("an event line", () => {
  it("is heard as a socket is", () => {
    const { source, line, heard } = open();
    source.dispatchEvent(new Event("open"));
    expect(line.readyState).toBe(line.OPEN);
    source.dispatchEvent(new MessageEvent("message", { data: btoa("\u0001\u00ff") }));
    source.dispatchEvent(new MessageEvent("message", { data: "§" }));
    source.dispatchEvent(new MessageEvent("end", { data: "4410" }));
    expect(source.closed).toBe(true);
    const [address, opened, message, broken, code] = heard;
    expect([address, opened, broken, code]).toEqual([
      "http://town/api/worlds/w/live/events?after=3",
      "open",
      null,
      4410,
    ]);
    expect([...new Uint8Array(message as ArrayBuffer)]).toEqual([1, 255]);
  });

  it("does not begin anew by itself", () => {
    const { source, heard } = open();
    source.dispatchEvent(new Event("error"));
    expect(source.closed).toBe(true);
    expect(heard.at(-1)).toBe(1006);
  });

  it("lies beside the socket", () => {
    expect(eventsBeside("wss://town/eb/api/worlds/w/live")).toBe("https://town/eb/api/worlds/w/live/events");
  });
});

describe("addresses below the page", () => {
  it.each([
    ["https://town.example/", "https://town.example/api/worlds"],
    ["https://town.example/?world=w#x", "https://town.example/api/worlds"],
    ["http://host:81/eb/town/?world=w", "http://host:81/eb/town/api/worlds"],
    ["http://host/eb/index.html", "http://host/eb/api/worlds"],
  ])("of %s", (page, address) => {
    expect(below("/api/worlds", page).href).toBe(address);
    expect(socketBelow("/api/worlds", page)).toBe(address.replace("http", "ws"));
  });
});
