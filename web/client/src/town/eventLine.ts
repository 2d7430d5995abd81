/** Server-sent events in the manner of a WebSocket, for where WebSockets do not pass. */

const FAILED = 1006;

/** What of a WebSocket the live line uses. */
export type LiveSocket = Pick<WebSocket, "binaryType" | "readyState" | "OPEN" | "send" | "close" | "addEventListener">;

type Source = Pick<EventSource, "addEventListener" | "close">;

/** A line to the events beside the address of a WebSocket. It says nothing: the server sees by itself who is gone. */
export function openEventLine(
  socketAddress: string,
  openSource: (address: string) => Source = (address) => new EventSource(address),
): LiveSocket {
  const target = new EventTarget();
  const source = openSource(eventsBeside(socketAddress));
  const line = {
    binaryType: "arraybuffer" as BinaryType,
    OPEN: 1 as const,
    readyState: 0,
    send: () => undefined,
    close: () => source.close(),
    addEventListener: target.addEventListener.bind(target),
  };
  const finish = (code: number): void => {
    source.close();
    line.readyState = 3;
    target.dispatchEvent(Object.assign(new Event("close"), { code }));
  };
  source.addEventListener("open", () => {
    line.readyState = 1;
    target.dispatchEvent(new Event("open"));
  });
  source.addEventListener("message", ({ data }: MessageEvent<string>) => {
    target.dispatchEvent(new MessageEvent("message", { data: bytesIn(data) }));
  });
  source.addEventListener("end", ({ data }: MessageEvent<string>) => finish(Number(data)));
  // It would try again by itself, but from its beginning: whoever holds the line knows better.
  source.addEventListener("error", () => finish(FAILED));
  return line as LiveSocket;
}

export function eventsBeside(socketAddress: string): string {
  const address = new URL(socketAddress);
  address.protocol = address.protocol === "wss:" ? "https:" : "http:";
  address.pathname += "/events";
  return address.href;
}

/** Null, which is no message, for what is no base64. */
function bytesIn(base64: string): ArrayBuffer | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;
  } catch {
    return null;
  }
}
