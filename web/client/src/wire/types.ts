/** Every type of docs/WIRE.md. Times are integer milliseconds of world time; positions 1,024 units to a tile. */

export type PlayerId = string;
export type AgentId = string;
export type ConversationId = string;

export interface Tile {
  readonly x: number;
  readonly y: number;
}

/** 0 down, 1 left, 2 right, 3 up. */
export type Facing = 0 | 1 | 2 | 3;

export interface Clock {
  readonly paused: boolean;
  /** Paused only because nobody was there; it wakes when somebody comes. */
  readonly resting: boolean;
  readonly speedPermille: number;
  readonly flatOut: boolean;
}

export interface Settings {
  readonly template: string;
  readonly townDayMs: number;
  readonly dayStartsAtMinute: number;
  readonly walkingUnitsPerSecond: number;
}

export interface Walker {
  readonly slot: number;
  readonly x: number;
  readonly y: number;
  readonly facing: Facing;
  /** Units a second; 0 when still. */
  readonly speed: number;
}

export interface Activity {
  readonly description: string;
  readonly emoji: string;
  readonly untilMs: number;
  readonly place: string | null;
}

/** What a human walks somewhere to do. */
export interface Heading {
  readonly place: string;
  readonly activity: Pick<Activity, "description" | "emoji">;
}

export interface Player {
  readonly id: PlayerId;
  readonly name: string;
  readonly look: string;
  readonly human: boolean;
  readonly activity: Activity | null;
  readonly destination: Tile | null;
  /** The tiles still ahead. */
  readonly route: readonly Tile[];
  readonly heading: Heading | null;
  readonly conversation: ConversationId | null;
  readonly joinedAtMs: number;
  readonly lastInputAtMs: number;
}

export interface Acquaintance {
  readonly player: PlayerId;
  readonly name: string;
  readonly relation: string;
  readonly feeling: string;
}

export interface DayEntry {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly place: string;
  readonly activity: string;
  readonly emoji: string;
}

/** Who an agent is; it never changes. */
export interface Person {
  readonly age: number;
  readonly pronouns: string;
  readonly background: string;
  readonly character: readonly string[];
  readonly manner: string;
  readonly wants: readonly string[];
  readonly worries: readonly string[];
  readonly interests: readonly string[];
  readonly knows: readonly Acquaintance[];
  readonly home: string | null;
  readonly work: string | null;
  readonly day: readonly DayEntry[];
}

export interface AgentOperation {
  readonly id: string;
  readonly kind: string;
  readonly startedAtMs: number;
  readonly conversation: ConversationId | null;
}

export interface Agent {
  readonly id: AgentId;
  readonly player: PlayerId;
  readonly operation: AgentOperation | null;
  /** What it has yet to react to. */
  readonly noticed: { readonly text: string; readonly atMs: number } | null;
  /** Why the rest of its day is to be planned anew. */
  readonly replans: string | null;
}

/** A day as it is planned, by player; the page reads its hours and pieces from the server. */
export interface Plan {
  readonly fromMinute: number;
  readonly untilMinute: number;
  readonly own: boolean;
}

export type MemberStatus = "invited" | "walkingOver" | "participating";

export interface Member {
  readonly status: MemberStatus;
  readonly sinceMs: number;
}

/** A message of an agent that is being written down. */
export interface Writing {
  readonly uuid: string;
  readonly text: string;
  readonly saidAtMs: number;
}

export interface Typing {
  readonly player: PlayerId;
  readonly sinceMs: number;
  /** What is written, once it is known. */
  readonly message: Writing | null;
}

export interface Conversation {
  readonly id: ConversationId;
  readonly creator: PlayerId;
  readonly createdAtMs: number;
  readonly members: Readonly<Record<PlayerId, Member>>;
  readonly typing: Typing | null;
  readonly messageCount: number;
  readonly lastMessage: { readonly player: PlayerId; readonly atMs: number } | null;
}

/** An object that is in use, or as its last user left it; its id on the map is `object`, at `place`. */
export interface ObjectState {
  readonly place: string;
  readonly object: string;
  /** Words that follow "The oven is". */
  readonly state: string;
  readonly users: readonly PlayerId[];
  readonly untilMs: number | null;
}

/** Each kind of entity with the type of its body. */
export interface EntityBodies {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly walkers: Walker;
  readonly players: Player;
  readonly people: Person;
  readonly plans: Plan;
  readonly agents: Agent;
  readonly conversations: Conversation;
  readonly objects: ObjectState;
}

export type EntityKind = keyof EntityBodies;

/** Entities as they come over the wire: `{kind: {id: body}}`; kinds that this client does not know may be among them. */
export type EntityMap = {
  readonly [Kind in EntityKind]?: Readonly<Record<string, EntityBodies[Kind]>>;
};

/** One changed entity; a body of null means that it is gone. */
export type Change = {
  [Kind in EntityKind]: readonly [kind: Kind, id: string, body: EntityBodies[Kind] | null];
}[EntityKind];

export type Emotion = "calm" | "glad" | "sad" | "angry" | "afraid" | "surprised";

export interface MessageBody {
  readonly conversation: ConversationId;
  readonly player: PlayerId;
  readonly name: string;
  readonly text: string;
  readonly uuid: string;
  readonly emotion: Emotion;
}

export interface ConversationStartedBody {
  readonly conversation: ConversationId;
  readonly members: readonly PlayerId[];
}

export interface ConversationEndedBody {
  readonly conversation: ConversationId;
  readonly members: readonly PlayerId[];
  readonly startedAtMs: number;
  readonly messageCount: number;
}

export interface PlayerEventBody {
  readonly player: PlayerId;
  readonly name: string;
}

export interface OperationFailedBody {
  readonly player: PlayerId;
  readonly operation: string;
  /** The kind of the operation. */
  readonly task: string;
  readonly reason: string;
}

export interface WalkGivenUpBody {
  readonly player: PlayerId;
  readonly reason: string;
}

interface EventOf<Kind extends string, Body> {
  readonly number: number;
  readonly atMs: number;
  readonly kind: Kind;
  readonly subject: string;
  readonly body: Body;
}

export type MessageEvent = EventOf<"message", MessageBody>;

export type OperationFailedEvent = EventOf<"operationFailed", OperationFailedBody>;

export type TownEvent =
  | MessageEvent
  | OperationFailedEvent
  | EventOf<"conversationStarted", ConversationStartedBody>
  | EventOf<"conversationEnded", ConversationEndedBody>
  | EventOf<"playerJoined", PlayerEventBody>
  | EventOf<"playerLeft", PlayerEventBody>
  | EventOf<"walkGivenUp", WalkGivenUpBody>;

export interface FullFrame {
  readonly kind: "full";
  readonly step: number;
  readonly tick: number;
  readonly nowMs: number;
  readonly entities: EntityMap;
  /** Those of the conversations under way. */
  readonly messages: readonly MessageEvent[];
  readonly behindMs: number;
  readonly viewers: number;
}

export interface StepFrame {
  readonly kind: "step";
  readonly step: number;
  readonly fromTick: number;
  readonly tick: number;
  readonly fromMs: number;
  readonly nowMs: number;
  readonly changes: readonly Change[];
  readonly events: readonly TownEvent[];
  readonly behindMs: number;
}

export interface HeartbeatFrame {
  readonly kind: "heartbeat";
  readonly step: number;
  readonly nowMs: number;
  readonly behindMs: number;
  readonly runner: RunnerState;
}

/** What somebody is writing: outside the sequence of steps, and never kept. */
export interface DraftFrame {
  readonly kind: "draft";
  readonly player: PlayerId;
  /** The operation of theirs that is to bring the message. */
  readonly operation: string;
  /** Of the message that it becomes. */
  readonly uuid: string;
  /** From its beginning; empty when what was shown is taken back. */
  readonly text: string;
}

/** What tells of the world as of a step. */
export type WorldFrame = FullFrame | StepFrame | HeartbeatFrame;

export type Frame = WorldFrame | DraftFrame;

export type RunnerState = "running" | "stopped";

export interface WorldSummary {
  readonly id: string;
  readonly name: string;
  readonly template: string;
  /** Unix time, ms. */
  readonly createdAt: number;
  readonly people: number;
  readonly viewers: number;
  readonly runner: RunnerState | "never";
  readonly paused: boolean;
  readonly resting: boolean;
}

export interface CreatedWorld {
  readonly id: string;
  readonly name: string;
  readonly ownerKey: string;
}

export interface TemplateSummary {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly people: number;
}

export interface JoinedPlayer {
  readonly id: PlayerId;
  readonly key: string;
}

export interface OwnerKey {
  readonly ownerKey: string;
}

export interface PastConversation {
  /** For paging: ask for those before it. */
  readonly number: number;
  readonly conversation: ConversationId;
  readonly members: readonly { readonly player: PlayerId; readonly name: string }[];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly messages: readonly MessageEvent[];
}

/** RFC 9457. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly remedy?: string;
}

export type InputOutcome =
  | { readonly id: number; readonly kind: "ok"; readonly value: unknown }
  | { readonly id: number; readonly kind: "error"; readonly message: string };

/** The arguments of each input that the page sends. */
export interface InputArgs {
  readonly leave: { readonly player: PlayerId };
  readonly moveTo: { readonly player: PlayerId; readonly destination: Tile | null };
  /** By the ids of the map. */
  readonly beginActivity: {
    readonly player: PlayerId;
    readonly place: string;
    readonly activity: string;
  };
  readonly stopActivity: { readonly player: PlayerId };
  readonly startConversation: { readonly player: PlayerId; readonly invitee: PlayerId };
  readonly acceptInvite: { readonly player: PlayerId; readonly conversation: ConversationId };
  readonly rejectInvite: { readonly player: PlayerId; readonly conversation: ConversationId };
  readonly leaveConversation: { readonly player: PlayerId; readonly conversation: ConversationId };
  readonly startTyping: {
    readonly player: PlayerId;
    readonly conversation: ConversationId;
    readonly messageUuid: string;
  };
  readonly finishSendingMessage: {
    readonly player: PlayerId;
    readonly conversation: ConversationId;
    readonly messageUuid: string;
    readonly text: string;
  };
  readonly pause: Record<string, never>;
  readonly resume: Record<string, never>;
  readonly setSpeed: { readonly speedPermille: number };
  readonly singleStep: { readonly ticks: number };
}

export type InputName = keyof InputArgs;
