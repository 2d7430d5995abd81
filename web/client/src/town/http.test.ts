import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InputRejected, Problem, ServerUnreachable, createApi } from "./http";

interface Sent {
  readonly path: string;
  readonly init: RequestInit;
}

type Answer = () => Response;

/** A server that gives these answers, one after the other, and the last for ever. */
function serverOf(...answers: Answer[]): { sent: Sent[]; fetcher: typeof fetch } {
  const sent: Sent[] = [];
  const fetcher = (path: unknown, init?: RequestInit): Promise<Response> => {
    const answer = answers[Math.min(sent.length, answers.length - 1)];
    sent.push({ path: String(path), init: init ?? {} });
    return Promise.resolve().then(() => answer?.() ?? new Response());
  };
  return { sent, fetcher: fetcher as typeof fetch };
}

const away: Answer = () => {
  throw new TypeError("Failed to fetch");
};
const json = (body: unknown, status = 200): Answer => () =>
  new Response(JSON.stringify(body), { status });

function headersOf(sent: Sent | undefined): Record<string, string> {
  return sent?.init.headers as Record<string, string>;
}

describe("createApi", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("sends an input with the player's key and gives its value", async () => {
    const { sent, fetcher } = serverOf(json({ id: 1, kind: "ok", value: { x: 3 } }));
    const moving = createApi(fetcher).send(
      "home",
      "moveTo",
      { player: "p:1", destination: { x: 3, y: 4 } },
      "secret",
    );
    expect(await moving).toEqual({ x: 3 });
    expect(sent[0]?.path).toBe("/api/worlds/home/inputs?wait=20");
    expect(headersOf(sent[0])).toMatchObject({ authorization: "Bearer secret" });
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({
      name: "moveTo",
      args: { player: "p:1", destination: { x: 3, y: 4 } },
    });
  });

  it("turns a rejected input into an error with the rules' words", async () => {
    const { fetcher } = serverOf(json({ id: 1, kind: "error", message: "That tile is blocked." }));
    const leaving = createApi(fetcher).send("home", "leave", { player: "p:1" }, "k");
    await expect(leaving).rejects.toThrow(new InputRejected("That tile is blocked."));
  });

  it("sends a POST again under the same idempotency key until there is an answer", async () => {
    const { sent, fetcher } = serverOf(away, json({}, 503), json({ id: "p:9", key: "k" }));
    const joining = createApi(fetcher).join("home", "Ada", "look-01");
    await vi.runAllTimersAsync();
    expect(await joining).toEqual({ id: "p:9", key: "k" });
    const keys = sent.map((one) => headersOf(one)["idempotency-key"]);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("gives each POST a key of its own", async () => {
    const { sent, fetcher } = serverOf(json({ id: "p:9", key: "k" }));
    const api = createApi(fetcher);
    await api.join("home", "Ada", "look-01");
    await api.join("home", "Ada", "look-01");
    expect(headersOf(sent[0])["idempotency-key"]).not.toBe(headersOf(sent[1])["idempotency-key"]);
  });

  it("gives up on a server that stays away", async () => {
    const { sent, fetcher } = serverOf(away);
    const api = createApi(fetcher);
    const joining = api.join("home", "Ada", "look-01");
    const failing = expect(joining).rejects.toThrow(ServerUnreachable);
    await vi.runAllTimersAsync();
    await failing;
    expect(sent).toHaveLength(4);
    await expect(api.worlds()).rejects.toThrow(ServerUnreachable);
    expect(sent).toHaveLength(5);
  });

  it("does not send again what the server turned down", async () => {
    const details = {
      type: "about:blank",
      title: "Forbidden",
      status: 403,
      detail: "This key opens another player.",
      remedy: "Send the key that came with joining.",
    };
    const { sent, fetcher } = serverOf(json(details, 403));
    const leaving = createApi(fetcher).send("home", "leave", { player: "p:1" }, "k");
    await expect(leaving).rejects.toThrow(Problem);
    await expect(leaving).rejects.toMatchObject({ details });
    expect(sent).toHaveLength(1);
  });

  it("makes a problem of an error that has no details", async () => {
    const { fetcher } = serverOf(() => new Response("<h1>Bad gateway</h1>", { status: 500 }));
    await expect(createApi(fetcher).worlds()).rejects.toMatchObject({ details: { status: 500 } });
  });
});
