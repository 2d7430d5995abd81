/** What is known of a town: its entities and the talks heard, as values that share what did not change. */

import type {
  Change,
  Conversation,
  ConversationEnded,
  ConversationId,
  EntityBodies,
  EntityKind,
  Emotion,
  EntityMap,
  FullFrame,
  MessageEvent,
  OperationFailedEvent,
  PlayerId,
  PlayerJoinedEvent,
  PlayerLeftEvent,
  TownEvent,
} from "../wire/types";
import { ENTITY_KINDS } from "../wire/generated/values";

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
  readonly emotion: Emotion;
  readonly atMs: number;
}

export interface EndedTalk {
  readonly conversation: ConversationId;
  /** A name is null where nobody knows it any more. */
  readonly members: readonly { readonly player: PlayerId; readonly name: string | null }[];
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
  /** Who came and went while one watched, newest first. */
  readonly comings: readonly Coming[];
  /** The last time that each mind failed while one watched. */
  readonly failures: ReadonlyMap<PlayerId, OperationFailedEvent>;
}

export interface Coming {
  readonly kind: "came" | "went";
  readonly id: string;
  readonly who: readonly { readonly player: PlayerId; readonly name: string }[];
  readonly atMs: number;
}

const ENDED_TALKS_KEPT = 100;
const COMINGS_KEPT = 20;

export const EMPTY_TOWN: TownState = {
  entities: entitiesFrom({}),
  messages: new Map(),
  ended: [],
  comings: [],
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
    comings: before.comings,
    failures: before.failures,
  };
}

function entitiesFrom(bodies: EntityMap): Entities {
  const maps = ENTITY_KINDS.map((kind) => [kind, new Map(Object.entries(bodies[kind] ?? {}))]);
  return Object.fromEntries(maps) as Entities;
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
    // The map is kept by itself, and a newer server may speak of kinds that this page has no use for.
    if (!isKept(kind)) continue;
    const map = (changed[kind] ??= new Map<string, unknown>(entities[kind]));
    if (body === null) map.delete(id);
    else map.set(id, body);
  }
  return { ...entities, ...(changed as Partial<Entities>) };
}

function isKept(kind: string): kind is EntityKind {
  return (ENTITY_KINDS as readonly string[]).includes(kind);
}

function applyEvent(state: TownState, event: TownEvent): TownState {
  switch (event.kind) {
    case "message":
      return withMessage(state, messageOf(event));
    case "conversationEnded":
      return withEnded(state, event.body, event.atMs);
    case "operationFailed":
      return { ...state, failures: new Map(state.failures).set(event.body.player, event) };
    case "playerJoined":
      return withComing(state, "came", event);
    case "playerLeft":
      return withComing(state, "went", event);
    default:
      return state;
  }
}

function withComing(
  state: TownState,
  kind: Coming["kind"],
  { number, atMs, body: { player, name } }: PlayerJoinedEvent | PlayerLeftEvent,
): TownState {
  const coming: Coming = { kind, id: `e:${number}`, who: [{ player, name }], atMs };
  return { ...state, comings: [coming, ...state.comings].slice(0, COMINGS_KEPT) };
}

function withMessage(state: TownState, message: Message): TownState {
  const said = state.messages.get(message.conversation) ?? [];
  if (said.some(({ uuid }) => uuid === message.uuid)) return state;
  const messages = new Map(state.messages).set(message.conversation, [...said, message]);
  return { ...state, messages };
}

function withEnded(
  state: TownState,
  { conversation, members, startedAtMs }: ConversationEnded,
  endedAtMs: number,
): TownState {
  const said = state.messages.get(conversation) ?? [];
  const messages = new Map(state.messages);
  messages.delete(conversation);
  const nameOf = (player: PlayerId): string | null =>
    state.entities.players.get(player)?.name ??
    said.find((message) => message.player === player)?.name ??
    null;
  const talk: EndedTalk = {
    conversation,
    members: members.map((player) => ({ player, name: nameOf(player) })),
    startedAtMs,
    endedAtMs,
    messages: said,
  };
  const ended = [talk, ...state.ended.filter((other) => other.conversation !== conversation)];
  return { ...state, messages, ended: ended.slice(0, ENDED_TALKS_KEPT) };
}

/** Whom a member of a talk of two talks with. */
export function partnerIn(conversation: Conversation, player: PlayerId): PlayerId | null {
  return playersIn(conversation).find((member) => member !== player) ?? null;
}

/** The two who talk, or are to talk. */
export function playersIn({ members }: Conversation): readonly PlayerId[] {
  return Object.keys(members) as PlayerId[];
}
