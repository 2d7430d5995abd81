/** The HTTP side of docs/WIRE.md. */

import type {
  Applied,
  CreatedWorld,
  InputArgs,
  InputName,
  Joined,
  LinkedKeys,
  OpenedByKey,
  PastConversation,
  PlayerId,
  ProblemDetails,
  Refused,
  TemplateSummary,
  Waiting,
  WholeMap,
  WorldSummary,
} from "../wire/types";
import { below } from "./base";
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

/** The town has taken an input, but not applied it while one waited. */
export class InputWaiting extends Error {
  override readonly name = "InputWaiting";
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

/** Asks for a path of the API. */
export type Fetcher = (path: string, request: RequestInit) => Promise<Response>;

const fetchBelow: Fetcher = (path, request) => fetch(below(path), request);

export interface Api {
  readonly worlds: (signal?: AbortSignal) => Promise<readonly WorldSummary[]>;
  readonly templates: () => Promise<readonly TemplateSummary[]>;
  /** Founds a world, with an operator's key where there is one. */
  readonly createWorld: (name: string, template: string, key: string | null) => Promise<CreatedWorld>;
  readonly map: (worldId: string, signal?: AbortSignal) => Promise<WholeMap>;
  /** Exchanges the token of a link from the terminal for keys, once. */
  readonly useLink: (token: string) => Promise<LinkedKeys>;
  /** What a key opens. */
  readonly openedBy: (key: string) => Promise<OpenedByKey>;
  readonly retry: (worldId: string, key: string) => Promise<unknown>;
  readonly join: (worldId: string, name: string, character: string) => Promise<Joined>;
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

export function createApi(fetcher: Fetcher = fetchBelow): Api {
  const call = <Answer>(request: Call): Promise<Answer> => perform<Answer>(fetcher, request);
  const get = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
    call({ method: "GET", path, ...(signal === undefined ? {} : { signal }) });
  return {
    worlds: (signal) => get("/api/worlds", signal),
    templates: () => get("/api/templates"),
    createWorld: (name, template, key) =>
      call({ method: "POST", path: "/api/worlds", body: { name, template }, ...withKey(key) }),
    map: (id, signal) => get(world(id, "/map"), signal),
    useLink: (token) => call({ method: "POST", path: "/api/link", body: { token } }),
    openedBy: (key) => call({ method: "GET", path: "/api/key", key }),
    retry: (id, key) => call({ method: "POST", path: world(id, "/retry"), key }),
    join: (id, name, character) =>
      call({ method: "POST", path: world(id, "/players"), body: { name, character } }),
    pastTalks: (id, player, { before, limit }, signal) => {
      const query = before === null ? `limit=${limit}` : `limit=${limit}&before=${before}`;
      return get(world(id, `/players/${encodeURIComponent(player)}/conversations?${query}`), signal);
    },
    read: (id, rest, key, signal) =>
      call({ method: "GET", path: world(id, rest), signal, ...withKey(key) }),
    async send(id, name, args, key) {
      const outcome = await call<Applied | Refused | Waiting>({
        method: "POST",
        path: world(id, `/inputs?wait=${INPUT_WAIT_SECONDS}`),
        body: { name, args },
        key,
      });
      return valueOf(outcome);
    },
  };
}

function withKey(key: string | null): { readonly key?: string } {
  return key === null ? {} : { key };
}

function valueOf(outcome: Applied | Refused | Waiting): unknown {
  if (outcome.kind === "waiting") throw new InputWaiting();
  if (outcome.kind === "error") throw new InputRejected(outcome.message);
  return outcome.value;
}

/** Sends a call again when no answer came. A POST carries one key for all its tries, so that it happens once. */
async function perform<Answer>(fetcher: Fetcher, call: Call): Promise<Answer> {
  const headers = headersOf(call);
  for (const delayMs of [...RETRY_DELAYS_MS, null]) {
    try {
      return await attempt<Answer>(fetcher, call, headers);
    } catch (error) {
      if (delayMs === null || !isWorthRetrying(call, error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  throw new ServerUnreachable();
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
  fetcher: Fetcher,
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
    throw new ServerUnreachable();
  }
  if (!response.ok) throw new Problem(await problemOf(response));
  return (await response.json()) as Answer;
}

async function problemOf(response: Response): Promise<ProblemDetails> {
  const fallback: ProblemDetails = {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: "",
    remedy: "",
  };
  try {
    return { ...fallback, ...((await response.json()) as Partial<ProblemDetails>) };
  } catch {
    return fallback;
  }
}
