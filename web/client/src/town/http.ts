/** The HTTP side of docs/WIRE.md. */

import type {
  CreatedWorld,
  InputArgs,
  InputName,
  InputOutcome,
  JoinedPlayer,
  OwnerKey,
  PastConversation,
  PlayerId,
  ProblemDetails,
  TemplateSummary,
  WorldSummary,
} from "../wire/types";
import type { PlacedMap } from "./places";
import { randomUuid } from "./identifiers";

/** An answer that is an error, in the server's own words. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly details: ProblemDetails;

  constructor(details: ProblemDetails) {
    super(details.detail);
    this.details = details;
  }
}

/** No answer at all. */
export class ServerUnreachable extends Error {
  override readonly name = "ServerUnreachable";
}

/** An input that the town's rules turned down; the message says why. */
export class InputRejected extends Error {
  override readonly name = "InputRejected";
}

interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

const INPUT_WAIT_SECONDS = 20;
const RETRY_DELAYS_MS = [300, 1_000, 2_500];
const GATEWAY_STATUSES = new Set([502, 503, 504]);

export interface Api {
  readonly worlds: (signal?: AbortSignal) => Promise<readonly WorldSummary[]>;
  readonly templates: () => Promise<readonly TemplateSummary[]>;
  readonly createWorld: (name: string, template: string) => Promise<CreatedWorld>;
  readonly map: (worldId: string, signal?: AbortSignal) => Promise<PlacedMap>;
  readonly localOwner: (worldId: string) => Promise<OwnerKey>;
  readonly join: (worldId: string, name: string, character: string) => Promise<JoinedPlayer>;
  /** The newest talks that have ended, or the newest of those before a number. */
  readonly pastTalks: (
    worldId: string,
    player: PlayerId,
    page: { readonly before: number | null; readonly limit: number },
    signal?: AbortSignal,
  ) => Promise<readonly PastConversation[]>;
  /** Reads anything of a world, with the owner's key where there is one. */
  readonly read: <Answer>(
    worldId: string,
    rest: string,
    key: string | null,
    signal: AbortSignal,
  ) => Promise<Answer>;
  /** Resolves with the value of the input once it has been applied, or throws InputRejected. */
  readonly send: <Name extends InputName>(
    worldId: string,
    name: Name,
    args: InputArgs[Name],
    key: string,
  ) => Promise<unknown>;
}

function world(id: string, rest = ""): string {
  return `/api/worlds/${encodeURIComponent(id)}${rest}`;
}

export function createApi(fetcher: typeof fetch = fetch.bind(globalThis)): Api {
  const call = <Answer>(request: Call): Promise<Answer> => perform<Answer>(fetcher, request);
  const get = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
    call({ method: "GET", path, ...(signal === undefined ? {} : { signal }) });
  return {
    worlds: (signal) => get("/api/worlds", signal),
    templates: () => get("/api/templates"),
    createWorld: (name, template) =>
      call({ method: "POST", path: "/api/worlds", body: { name, template } }),
    map: (id, signal) => get(world(id, "/map"), signal),
    localOwner: (id) => call({ method: "POST", path: world(id, "/local-owner") }),
    join: (id, name, character) =>
      call({ method: "POST", path: world(id, "/players"), body: { name, character } }),
    pastTalks: (id, player, { before, limit }, signal) => {
      const query = before === null ? `limit=${limit}` : `limit=${limit}&before=${before}`;
      return get(world(id, `/players/${encodeURIComponent(player)}/conversations?${query}`), signal);
    },
    read: (id, rest, key, signal) =>
      call({ method: "GET", path: world(id, rest), signal, ...(key === null ? {} : { key }) }),
    async send(id, name, args, key) {
      const outcome = await call<InputOutcome | { readonly id: number }>({
        method: "POST",
        path: world(id, `/inputs?wait=${INPUT_WAIT_SECONDS}`),
        body: { name, args },
        key,
      });
      return valueOf(outcome);
    },
  };
}

function valueOf(outcome: InputOutcome | { readonly id: number }): unknown {
  if (!("kind" in outcome)) {
    throw new InputRejected("The town has taken this note but not got round to it yet.");
  }
  if (outcome.kind === "error") throw new InputRejected(outcome.message);
  return outcome.value;
}

/** Sends a call again when no answer came. A POST carries one key for all its tries, so that it happens once. */
async function perform<Answer>(fetcher: typeof fetch, call: Call): Promise<Answer> {
  const headers = headersOf(call);
  for (const delayMs of [...RETRY_DELAYS_MS, null]) {
    try {
      return await attempt<Answer>(fetcher, call, headers);
    } catch (error) {
      if (delayMs === null || !isWorthRetrying(call, error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  throw new ServerUnreachable("The town's server does not answer.");
}

function isWorthRetrying(call: Call, error: unknown): boolean {
  if (call.method !== "POST") return false;
  if (error instanceof Problem) return GATEWAY_STATUSES.has(error.details.status);
  return error instanceof ServerUnreachable;
}

function headersOf(call: Call): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (call.method === "POST") headers["idempotency-key"] = randomUuid();
  if (call.body !== undefined) headers["content-type"] = "application/json";
  if (call.key !== undefined) headers["authorization"] = `Bearer ${call.key}`;
  return headers;
}

async function attempt<Answer>(
  fetcher: typeof fetch,
  call: Call,
  headers: Record<string, string>,
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetcher(call.path, {
      method: call.method,
      headers,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
  } catch (error) {
    if (call.signal?.aborted === true) throw error;
    throw new ServerUnreachable("The town's server does not answer.");
  }
  if (!response.ok) throw new Problem(await problemOf(response));
  return (await response.json()) as Answer;
}

async function problemOf(response: Response): Promise<ProblemDetails> {
  const fallback: ProblemDetails = {
    type: "about:blank",
    title: response.statusText || "Error",
    status: response.status,
    detail: `The server answered with status ${response.status}.`,
  };
  try {
    return { ...fallback, ...((await response.json()) as Partial<ProblemDetails>) };
  } catch {
    return fallback;
  }
}
