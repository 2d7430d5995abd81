/** What is known of a town: its entities and the talks heard, as values that share what did not change. */

import type {
  Change,
  Conversation,
  ConversationId,
  EntityBodies,
  EntityKind,
  EntityMap,
  FullFrame,
  MessageEvent,
  OperationFailedEvent,
  PlayerId,
  TownEvent,
} from "../wire/types";

export type Entities = {
  readonly [Kind in EntityKind]: ReadonlyMap<string, EntityBodies[Kind]>;
};

/** A line of a talk. */
export interface Message {
  readonly conversation: ConversationId;
  readonly player: PlayerId;
  readonly name: string;
  readonly text: string;
  readonly uuid: string;
  readonly atMs: number;
}

export interface EndedTalk {
  readonly conversation: ConversationId;
  readonly members: readonly { readonly player: PlayerId; readonly name: string }[];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly messages: readonly Message[];
}

export interface TownState {
  readonly entities: Entities;
  /** Of the talks under way, oldest first. */
  readonly messages: ReadonlyMap<ConversationId, readonly Message[]>;
  /** The talks that ended while one watched, newest first. */
  readonly ended: readonly EndedTalk[];
  /** The last time that each mind failed while one watched. */
  readonly failures: ReadonlyMap<PlayerId, OperationFailedEvent>;
}

const KINDS = [
  "clock",
  "settings",
  "walkers",
  "players",
  "people",
  "plans",
  "agents",
  "conversations",
  "objects",
] as const satisfies readonly EntityKind[];

const ENDED_TALKS_KEPT = 100;

export const EMPTY_TOWN: TownState = {
  entities: {
    clock: new Map(),
    settings: new Map(),
    walkers: new Map(),
    players: new Map(),
    people: new Map(),
    plans: new Map(),
    agents: new Map(),
    conversations: new Map(),
    objects: new Map(),
  },
  messages: new Map(),
  ended: [],
  failures: new Map(),
};

/** The state after a full frame; talks that ended earlier stay known. */
export function townFromFull(
  before: TownState,
  frame: Pick<FullFrame, "entities" | "messages">,
): TownState {
  return {
    entities: entitiesFrom(frame.entities),
    messages: groupByConversation(frame.messages.map(messageOf)),
    ended: before.ended,
    failures: before.failures,
  };
}

function entitiesFrom(bodies: EntityMap): Entities {
  const mapOf = <Kind extends EntityKind>(kind: Kind) =>
    new Map(Object.entries(bodies[kind] ?? {})) as ReadonlyMap<string, EntityBodies[Kind]>;
  return {
    clock: mapOf("clock"),
    settings: mapOf("settings"),
    walkers: mapOf("walkers"),
    players: mapOf("players"),
    people: mapOf("people"),
    plans: mapOf("plans"),
    agents: mapOf("agents"),
    conversations: mapOf("conversations"),
    objects: mapOf("objects"),
  };
}

export function messageOf({ body, atMs }: MessageEvent): Message {
  return { ...body, atMs };
}

function groupByConversation(
  messages: readonly Message[],
): ReadonlyMap<ConversationId, readonly Message[]> {
  const groups = new Map<ConversationId, Message[]>();
  for (const message of messages) {
    const group = groups.get(message.conversation);
    if (group === undefined) groups.set(message.conversation, [message]);
    else group.push(message);
  }
  return groups;
}

/** The state after the changes and events of a step. Events come first: an ended talk still has its members. */
export function advanceTown(
  state: TownState,
  changes: readonly Change[],
  events: readonly TownEvent[],
): TownState {
  if (changes.length === 0 && events.length === 0) return state;
  const heard = events.reduce(applyEvent, state);
  return { ...heard, entities: applyChanges(heard.entities, changes) };
}

function applyChanges(entities: Entities, changes: readonly Change[]): Entities {
  const changed: Partial<Record<EntityKind, Map<string, unknown>>> = {};
  for (const [kind, id, body] of changes) {
    // A newer server may speak of kinds that this page has no use for.
    if (!KINDS.includes(kind)) continue;
    const map = (changed[kind] ??= new Map<string, unknown>(entities[kind]));
    if (body === null) map.delete(id);
    else map.set(id, body);
  }
  return { ...entities, ...(changed as Partial<Entities>) };
}

function applyEvent(state: TownState, event: TownEvent): TownState {
  switch (event.kind) {
    case "message":
      return withMessage(state, messageOf(event));
    case "conversationEnded":
      return withEnded(state, event.subject, event.body, event.atMs);
    case "operationFailed":
      return { ...state, failures: new Map(state.failures).set(event.subject, event) };
    default:
      return state;
  }
}

function withMessage(state: TownState, message: Message): TownState {
  const said = state.messages.get(message.conversation) ?? [];
  if (said.some(({ uuid }) => uuid === message.uuid)) return state;
  const messages = new Map(state.messages).set(message.conversation, [...said, message]);
  return { ...state, messages };
}

function withEnded(
  state: TownState,
  conversation: ConversationId,
  body: { readonly members: readonly PlayerId[]; readonly startedAtMs: number },
  endedAtMs: number,
): TownState {
  const said = state.messages.get(conversation) ?? [];
  const messages = new Map(state.messages);
  messages.delete(conversation);
  const nameOf = (player: PlayerId): string =>
    state.entities.players.get(player)?.name ??
    said.find((message) => message.player === player)?.name ??
    "Someone";
  const talk: EndedTalk = {
    conversation,
    members: body.members.map((player) => ({ player, name: nameOf(player) })),
    startedAtMs: body.startedAtMs,
    endedAtMs,
    messages: said,
  };
  const ended = [talk, ...state.ended.filter((other) => other.conversation !== conversation)];
  return { ...state, messages, ended: ended.slice(0, ENDED_TALKS_KEPT) };
}

/** Whom a member of a talk of two talks with. */
export function partnerIn(conversation: Conversation, player: PlayerId): PlayerId | null {
  return Object.keys(conversation.members).find((member) => member !== player) ?? null;
}
