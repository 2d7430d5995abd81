// Made from the server's structs: run `make wire`, edit nothing here.

/** What the minds of a world can do; each is switched off alone to see what it is worth. */
export interface Abilities {
  /** Notice and remember, and find it again; without it there is nothing to reflect on either. */
  readonly memory: boolean;
  /** Draw insights from memories. */
  readonly reflection: boolean;
  /** Plan days; without it each deed is decided by itself. */
  readonly plans: boolean;
}

/** Agree to talk; the two then walk over to each other. Sent by: subject. */
export interface AcceptInviteInput {
  readonly name: "acceptInvite";
  readonly args: {
    readonly player: PlayerId;
    readonly conversation: ConversationId;
  };
}

/** What an agent is to another player and feels about them, as founded. */
export interface Acquaintance {
  readonly player: PlayerId;
  readonly name: string;
  readonly relation: string;
  readonly feeling: string;
}

/** What a player is busy with, where, and until when. */
export interface Activity {
  readonly description: string;
  readonly emoji: string;
  readonly untilMs: number;
  readonly place: string | null;
  /** What it is done with: `oven`. */
  readonly object: string | null;
  /** Whether they sleep. */
  readonly asleep: boolean;
}

/** The mind of a villager, as far as the rules know it. */
export interface Agent {
  readonly id: AgentId;
  readonly player: PlayerId;
  readonly status: Free | Heading | Busy;
  readonly operation: UnderWay | null;
  readonly mayInviteFromMs: number;
  /** Newest last. */
  readonly recentTalks: readonly RecentTalk[];
  /** Oldest first. */
  readonly toRemember: readonly PastTalk[];
  /** Until then only something noticed makes it stop and think between two pieces of its plan. */
  readonly mayDecideFromMs: number;
  /** What it has yet to react to. */
  readonly noticed: Noticed | null;
  readonly mayReactFromMs: number;
  /** The id of the memory for which the rest of its day is to be planned anew. */
  readonly replans: string | null;
}

/** An agent's id. */
export type AgentId = `a:${number}`;

/** An entity that was made or changed, or, with null for its body, is gone. */
export type AgentsChange = readonly ["agents", AgentId, Agent | null];

/** What somebody agrees to with what they say: to meet at a place and a minute of the calendar. */
export interface Agreement {
  readonly place: string;
  readonly minute: number;
  /** What for: `helps with the boat`. */
  readonly about: string;
}

/** The input was applied. */
export interface Applied {
  readonly kind: "ok";
  readonly id: number;
  /** What its function returned. */
  readonly value: unknown;
  readonly tick: number;
}

/** A rectangle of tiles. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Who may send an input from outside. The web checks it; the rules never see a key. */
export type Authority = "anyone" | "operation" | "owner" | "server" | "subject";

/** Do something that the place where one is offers, by its id; if it needs an object, one first walks there. Sent by: subject. */
export interface BeginActivityInput {
  readonly name: "beginActivity";
  readonly args: {
    readonly player: PlayerId;
    readonly place: string;
    readonly activity: string;
    readonly using?: string | null;
  };
}

/** A house that people enter; (x, y) is its footprint's bottom left pixel. */
export interface Building {
  readonly id: string;
  readonly place: string;
  readonly frame: string;
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  readonly footprint: Area;
  readonly door: Tile;
  readonly floor: string;
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type BuildingsChange = readonly ["buildings", string, Building | null];

/** At it: what and until when stands in the player's activity. */
export interface Busy {
  readonly kind: "busy";
}

export type Change =
  | ClockChange
  | SettingsChange
  | GroundChange
  | ChunksChange
  | PlacesChange
  | BuildingsChange
  | FixturesChange
  | WalkersChange
  | PlayersChange
  | PeopleChange
  | PlansChange
  | AgentsChange
  | ConversationsChange
  | ObjectsChange;

/**
 * A square of the map, 32 x 32 tiles, less at its right and lower edge; its id is `COLUMN,ROW`, counted in chunks.
 *
 * Strings are rows of tiles. What is drawn belongs to the chunk in which its anchor lies, or to the nearest.
 */
export interface Chunk {
  readonly ground: readonly string[];
  readonly walkable: readonly string[];
  /**
   * By layer of terrain, the upper left corners of its tiles, `1` where one belongs to the layer; the last chunk of a
   * row or column has the corners on the edge of the map too. Layers without a corner are left out.
   */
  readonly corners: Readonly<Record<string, readonly string[]>>;
  readonly sprites: readonly Sprite[];
  readonly lights: readonly Light[];
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type ChunksChange = readonly ["chunks", string, Chunk | null];

/** An entity that was made or changed, or, with null for its body, is gone. */
export type ClockChange = readonly ["clock", string, Pace | null];

/** A historical column as a reader must know it. */
export interface ColumnLayout {
  readonly name: string;
  readonly interpolation: Interpolation;
}

/** A talk of exactly two. What is said in it is no state: it goes out as events. */
export interface Conversation {
  readonly id: ConversationId;
  readonly creator: PlayerId;
  readonly createdAtMs: number;
  readonly members: Readonly<Record<PlayerId, Member>>;
  readonly typing: Typing | null;
  readonly messageCount: number;
  readonly lastMessage: LastMessage | null;
  /** A human has not said anything for so long that the villager they talk with goes on by itself. */
  readonly humanSilent: boolean;
  /** A talk with a human has lasted so long, in their own time, that the villager says goodbye. */
  readonly long: boolean;
}

/** A conversation that had started is over. */
export interface ConversationEnded {
  readonly kind: "conversationEnded";
  readonly conversation: ConversationId;
  readonly members: readonly PlayerId[];
  readonly startedAtMs: number;
  readonly messageCount: number;
}

/** A conversation that had started is over. */
export interface ConversationEndedEvent {
  readonly kind: "conversationEnded";
  readonly number: number;
  readonly atMs: number;
  readonly subject: string;
  readonly body: ConversationEnded;
}

/** A conversation's id. */
export type ConversationId = `c:${number}`;

/** Two stand together and may talk. */
export interface ConversationStarted {
  readonly kind: "conversationStarted";
  readonly conversation: ConversationId;
  readonly members: readonly PlayerId[];
  readonly startedAtMs: number;
}

/** Two stand together and may talk. */
export interface ConversationStartedEvent {
  readonly kind: "conversationStarted";
  readonly number: number;
  readonly atMs: number;
  readonly subject: string;
  readonly body: ConversationStarted;
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type ConversationsChange = readonly ["conversations", ConversationId, Conversation | null];

/** Bring a new villager into the town. Answers with the agent's id. Sent by: owner. */
export interface CreateAgentInput {
  readonly name: "createAgent";
  readonly args: {
    /** 40 characters at most, as a reader counts them. */
    readonly name: string;
    /** How somebody looks: look-01 and on. */
    readonly character: string;
    readonly age: number;
    /** 40 characters at most, as a reader counts them. */
    readonly pronouns: string;
    readonly background: string;
    readonly home?: string | null;
  };
}

/** A new world from a template. What is chosen here stays so for as long as the world lives. */
export interface CreateWorld {
  readonly name: string;
  readonly template: string;
  /** Left out: the template's own. */
  readonly seed?: number | null;
  /** What the minds can do, for as long as the world lives; each is there unless it is switched off. */
  readonly abilities?: {
    /** Notice and remember, and find it again; without it there is nothing to reflect on either. */
    readonly memory?: boolean;
    /** Draw insights from memories. */
    readonly reflection?: boolean;
    /** Plan days; without it each deed is decided by itself. */
    readonly plans?: boolean;
  };
  /** How its people are spoken for, within what the town's workers can do and may spend. */
  readonly speech?: {
    /** `scripted`: no model is asked anything. */
    readonly voice?: "scripted" | null;
    readonly language?: string | null;
    /** What the world may spend on models in a UTC day. */
    readonly dailyMicrodollars?: number | null;
    /** The same in tokens. */
    readonly dailyTokens?: number | null;
  };
  /** Minutes without viewers and players after which the world rests until somebody comes; null: it never does. */
  readonly restAfterMinutes?: number | null;
  /** Bodies that it has room for: villagers and those who come. */
  readonly capacity?: number;
}

/** A new world with its owner key, which is shown this once. */
export interface CreatedWorld {
  readonly id: string;
  readonly name: string;
  readonly template: string;
  readonly ownerKey: string;
}

/** The words of a message up to now. Its JSON is the live frame of the same name (docs/WIRE.md). */
export interface Draft {
  readonly kind: "draft";
  readonly player: PlayerId;
  /** The `generateMessage` that is being performed: the draft is of no use once it is over. */
  readonly operation: OperationId;
  /** Of the message that it becomes. */
  readonly uuid: string;
  /** From its beginning; empty when what was shown is taken back. */
  readonly text: string;
}

/** Entities by kind and id; a kind of which there is none is left out. */
export interface EntityMap {
  readonly clock?: Readonly<Record<string, Pace>>;
  readonly settings?: Readonly<Record<string, Settings>>;
  readonly walkers?: Readonly<Record<string, WalkersRow>>;
  readonly players?: Readonly<Record<PlayerId, Player>>;
  readonly people?: Readonly<Record<PlayerId, Person>>;
  readonly plans?: Readonly<Record<PlayerId, Plan>>;
  readonly agents?: Readonly<Record<AgentId, Agent>>;
  readonly conversations?: Readonly<Record<ConversationId, Conversation>>;
  readonly objects?: Readonly<Record<string, ObjectState>>;
}

/** A task for which the scripted voice stands in. */
export interface FailingTask {
  readonly task: string;
  /** The kind of failure, such as `bad_answer` or `timed_out`. */
  readonly reason: string;
  /** What can be done about it. */
  readonly remedy: string;
}

/** Say something. It may be said while the other is writing. Sent by: subject. */
export interface FinishSendingMessageInput {
  readonly name: "finishSendingMessage";
  readonly args: {
    readonly player: PlayerId;
    readonly conversation: ConversationId;
    /** Made by who writes the message, to know it again. */
    readonly messageUuid: string;
    readonly text: string;
  };
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type FixturesChange = readonly ["fixtures", string, StoredFixture | null];

/** What comes to mind with a question, best first. */
export interface FoundMemories {
  /** World time as of which recency counts. */
  readonly nowMs: number;
  readonly weights: ScoreWeights;
  readonly found: readonly FoundMemory[];
}

/** A memory with the three parts of its score, each 0 to 1 among all of this mind's memories. */
export interface FoundMemory {
  readonly memory: KeptMemory;
  readonly recency: number;
  readonly importance: number;
  readonly relevance: number;
  /** The weighted sum of the parts. */
  readonly score: number;
}

export type Frame = FullFrame | StepFrame | HeartbeatFrame | Draft;

/** Nothing in mind: the agent decides at `decide_at_ms` what to do next. */
export interface Free {
  readonly kind: "free";
  readonly decideAtMs: number;
}

/** All of a world's public state as of one step. */
export interface FullFrame {
  readonly kind: "full";
  /** A page made for another version of the same rules should load itself again. */
  readonly rules: RulesName;
  /** The columns of the packed history that steps bring from here on. */
  readonly layouts: readonly TableLayout[];
  readonly step: number;
  /** The next tick to run. */
  readonly tick: number;
  /** World time of the last tick that was run. */
  readonly nowMs: number;
  readonly entities: EntityMap;
  /** What histories go on from: the historical columns that are in no entity, by table, row and column. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
  /** Those of the conversations under way. */
  readonly messages: readonly MessageEvent[];
  /** World time by which the world lags behind where its clock wants it. */
  readonly behindMs: number;
  readonly viewers: number;
  readonly runner: "broken" | "never" | "running" | "stopped";
  /** Why the world is broken. */
  readonly reason: string | null;
}

/** What holds for the whole map. */
export interface Ground {
  readonly id: string;
  /** In tiles. */
  readonly width: number;
  readonly height: number;
  /** In pixels of the drawing. */
  readonly tileSize: number;
  /** Where humans come in, or the free tile nearest to it. */
  readonly entry: Tile;
  /** Of terrain, in the order in which they are drawn. */
  readonly layers: readonly string[];
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type GroundChange = readonly ["ground", string, Ground | null];

/** One stretch of an agent's usual day; it may reach over midnight. */
export interface Habit {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly place: string;
  readonly activity: string;
  readonly emoji: string;
  /** What it is done with, by the name of an object of the place. */
  readonly object: string | null;
  readonly asleep: boolean;
}

/** On the way to a spot to do something there; nobody else then chooses it. */
export interface Heading {
  readonly kind: "heading";
  readonly place: string;
  readonly spot: Tile;
  readonly activity: PlannedActivity;
  readonly tries: number;
}

/** Nothing new, but the line is alive; `runner` says whether the world is, `picture` whether frames keep up. */
export interface HeartbeatFrame {
  readonly kind: "heartbeat";
  readonly step: number;
  readonly nowMs: number;
  readonly behindMs: number;
  readonly runner: "broken" | "never" | "running" | "stopped";
  readonly reason: string | null;
  readonly picture: "current" | "late";
}

export type Input =
  | MoveToInput
  | BeginActivityInput
  | StopActivityInput
  | StartConversationInput
  | AcceptInviteInput
  | RejectInviteInput
  | LeaveConversationInput
  | StartTypingInput
  | FinishSendingMessageInput
  | LeaveInput
  | PauseInput
  | ResumeInput
  | SingleStepInput
  | SetSpeedInput
  | CreateAgentInput;

/** One input that a world takes. */
export interface InputKind {
  readonly name: string;
  readonly sentBy: Authority;
  readonly subject: string | null;
  readonly description: string;
  /** JSON schema of the arguments. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** How a viewer fills the time between two samples of a historical column. */
export type Interpolation = "hold" | "linear";

/** Who comes: a name and a look. */
export interface JoinWorld {
  readonly name: string;
  readonly character: string;
}

/** The new player, with the key that moves it and that is shown this once. */
export interface Joined {
  readonly id: PlayerId;
  readonly key: string;
}

/** A memory as its owner keeps it. */
export interface KeptMemory {
  readonly id: string;
  /** `told`: by the owner of the world. */
  readonly kind: "conversation" | "observation" | "plan" | "reflection" | "told";
  readonly text: string;
  /** World time. */
  readonly atMs: number;
  readonly place: string | null;
  /** 1 (mundane) to 10 (poignant). */
  readonly importance: number;
  /** The player who said it; null for what one saw, thought or did oneself. */
  readonly source: PlayerId | null;
  /** Ids of the memories that it rests on. */
  readonly evidence: readonly string[];
  /** The players whom it is about. */
  readonly about: readonly PlayerId[];
  readonly tags: readonly string[];
  /** World time at which it last came to mind; that of the memory itself if never. */
  readonly accessedMs: number;
  /** The model of its vector; empty while it has none. */
  readonly embeddingModel: string;
  /** The summary that took its place; null while it is alive. */
  readonly archivedIn: string | null;
}

/** What another is to somebody, as that one sees it. */
export interface KeptRelationship {
  /** The other's player id. */
  readonly other: PlayerId;
  /** 0 for a stranger to 100. */
  readonly familiarity: number;
  /** -100 for an enemy to 100. */
  readonly warmth: number;
  readonly talks: number;
  readonly summary: string;
  /** World time of the talk that made it what it is. */
  readonly atMs: number;
}

/** Who spoke last, and when. */
export interface LastMessage {
  readonly player: PlayerId;
  readonly atMs: number;
}

/** End a conversation, or take back an invite. Sent by: subject. */
export interface LeaveConversationInput {
  readonly name: "leaveConversation";
  readonly args: {
    readonly player: PlayerId;
    readonly conversation: ConversationId;
  };
}

/** Leave the town; a conversation under way ends. Sent by: subject. */
export interface LeaveInput {
  readonly name: "leave";
  readonly args: {
    readonly player: PlayerId;
  };
}

/** A light at night, in pixels. */
export interface Light {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly kind: "lamp" | "window";
}

/** What stands in a link's fragment. */
export interface LinkToken {
  readonly token: string;
}

/** What a link gives, shown this once. */
export interface LinkedKeys {
  /** Opens all worlds, and founds more. */
  readonly operatorKey: string;
  /** The oldest world that no stranger founded; null: there is none. */
  readonly owned: OwnedWorld | null;
}

/** Entities by kind and id; a kind of which there is none is left out. */
export interface MapEntities {
  readonly ground?: Readonly<Record<string, Ground>>;
  readonly chunks?: Readonly<Record<string, Chunk>>;
  readonly places?: Readonly<Record<string, StoredPlace>>;
  readonly buildings?: Readonly<Record<string, Building>>;
  readonly fixtures?: Readonly<Record<string, StoredFixture>>;
}

/** One of the two in a conversation. */
export interface Member {
  readonly status: Membership;
  readonly sinceMs: number;
}

/** How far a player is in a conversation. */
export type Membership = "invited" | "participating" | "walkingOver";

/** Some of the memories asked for, newest first. */
export interface MemoryPage {
  readonly memories: readonly KeptMemory[];
  /** Give it as `before` to read on; null at the end. */
  readonly next: string | null;
}

/** Somebody said something. */
export interface Message {
  readonly kind: "message";
  readonly conversation: ConversationId;
  readonly player: PlayerId;
  readonly name: string;
  /**
   * What is said: who watches gets the text, which is empty where it has been removed. In the log it is words, but
   * for a phrase of the rules' own.
   */
  readonly text: string;
  /** Made by who writes the message, to know it again. */
  readonly uuid: string;
  readonly emotion: "afraid" | "angry" | "calm" | "glad" | "sad" | "surprised";
}

/** Somebody said something. */
export interface MessageEvent {
  readonly kind: "message";
  readonly number: number;
  readonly atMs: number;
  readonly subject: string;
  readonly body: Message;
}

/** One call to a model, made for somebody. */
export interface ModelCall {
  /** Unix time. */
  readonly atMs: number;
  readonly task: string;
  /** `cache` or `scripted` where no model was asked. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly latencyMs: number;
  /** `ok` or the kind of error. */
  readonly outcome: string;
  readonly priceMicrodollars: number;
}

/** Walk to a tile, or, with null, stop at the next one. Sent by: subject. */
export interface MoveToInput {
  readonly name: "moveTo";
  readonly args: {
    readonly player: PlayerId;
    readonly destination: {
      readonly x: number;
      readonly y: number;
    } | null;
  };
}

/** Something that an agent can't pass over. */
export interface Noticed {
  /** The id of the memory that the agent has of it. */
  readonly memory: string;
  readonly atMs: number;
}

/**
 * An object of a place that is in use, or as its last user left it. One at rest has no entity.
 *
 * A user stands on a stand of it and is busy; nobody uses two.
 */
export interface ObjectState {
  readonly place: string;
  /** Its id, among the objects of the place. */
  readonly object: string;
  /** In words that follow "The oven is". */
  readonly state: string;
  /** The players who use it, in the order in which they began. */
  readonly users: readonly PlayerId[];
  /** When it is at rest again; None while it is used, or if only its next user changes it. */
  readonly untilMs: number | null;
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type ObjectsChange = readonly ["objects", string, ObjectState | null];

/** What a key opens. */
export interface OpenedByKey {
  /** Public: the actor of what is sent with the key. */
  readonly id: string;
  readonly role: Role;
  /** Null: all of them. */
  readonly world: string | null;
  /** The player that it stands for. */
  readonly subject: PlayerId | null;
  readonly label: string;
}

/** A mind was asked something and gave no answer; its player does without. */
export interface OperationFailed {
  readonly kind: "operationFailed";
  readonly player: PlayerId;
  readonly operation: OperationId;
  /** The kind of the operation: `planDay`. */
  readonly task: string;
  readonly reason: string;
}

/** A mind was asked something and gave no answer; its player does without. */
export interface OperationFailedEvent {
  readonly kind: "operationFailed";
  readonly number: number;
  readonly atMs: number;
  readonly subject: string;
  readonly body: OperationFailed;
}

/** An operation's id. */
export type OperationId = `o:${number}`;

/** A world with a key of an owner, which is shown this once. */
export interface OwnedWorld {
  readonly world: string;
  readonly ownerKey: string;
}

/** How world time follows wall time. It is part of the state: changing it is an input. */
export interface Pace {
  readonly paused: boolean;
  /** World milliseconds for each thousand wall milliseconds. */
  readonly speedPermille: number;
  /** As fast as it can; the speed then does not matter. */
  readonly flatOut: boolean;
  /** A paused world still runs the ticks before this one: so it is stepped by hand. */
  readonly stepUntilTick: number;
  /** Paused only because nobody is there; the first who comes wakes it. */
  readonly resting: boolean;
}

/** One of the things that a stroke is spent with. */
export interface Part {
  readonly activity: string;
  readonly emoji: string;
  /** What it is done with: `oven`. */
  readonly object: string | null;
}

/** A talk that has ended. */
export interface PastConversation {
  /** For paging: ask for those before it. */
  readonly number: number;
  readonly conversation: ConversationId;
  readonly members: readonly PastMember[];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly messages: readonly MessageEvent[];
}

/** Who took part. */
export interface PastMember {
  readonly player: PlayerId;
  readonly name: string;
}

/** An ended conversation that an agent has still to remember. */
export interface PastTalk {
  readonly conversation: ConversationId;
  readonly partner: PlayerId;
  readonly partnerName: string;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly messageCount: number;
  /** Where the agent stood when it ended. */
  readonly place: string | null;
}

/** Something one can do at a place, told in the third person: "waters the beds". */
export interface Pastime {
  readonly id: string;
  readonly description: string;
  readonly emoji: string;
  /** The name of what it is done with, among the objects of the place. */
  readonly object: string | null;
  /** Whether who does it sleeps. */
  readonly asleep: boolean;
}

/** Stop world time; inputs are still taken. Sent by: owner. */
export interface PauseInput {
  readonly name: "pause";
  readonly args: Readonly<Record<string, never>>;
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type PeopleChange = readonly ["people", PlayerId, Person | null];

/** Who an agent is. It never changes. */
export interface Person {
  readonly age: number;
  readonly pronouns: string;
  readonly background: string;
  readonly character: readonly string[];
  readonly manner: string;
  readonly sayings: readonly string[];
  readonly wants: readonly string[];
  readonly worries: readonly string[];
  readonly interests: readonly string[];
  readonly news: readonly string[];
  readonly knows: readonly Acquaintance[];
  readonly home: string | null;
  readonly work: string | null;
  readonly day: readonly Habit[];
}

/** The finest part of a plan: what is done at one place for 5 to 15 minutes, or asleep for a night. */
export interface Piece {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly place: string;
  readonly activity: string;
  readonly emoji: string;
  readonly object: string | null;
  readonly asleep: boolean;
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type PlacesChange = readonly ["places", string, StoredPlace | null];

/** What somebody means to do from a minute of the calendar to when they next wake. */
export interface Plan {
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** Thought out by its owner; else their usual day. */
  readonly own: boolean;
  readonly strokes: readonly Stroke[];
  /** What they have agreed to and what is not over, in the order of time; later days' too. */
  readonly promises: readonly Promise[];
}

/** What somebody means to do. */
export interface PlanOfDay {
  /** Null for who makes no plans: visitors, and everybody in a world without that ability. */
  readonly plan: PlannedDay | null;
}

/** What an agent will do when it gets where it goes. */
export interface PlannedActivity {
  readonly description: string;
  readonly emoji: string;
  readonly durationMs: number;
  /** When it ends whenever it began; None: after its duration. */
  readonly untilMs: number | null;
  readonly object: string | null;
  readonly asleep: boolean;
}

/** What somebody means to do until they next wake. Minutes count from the midnight before the first day. */
export interface PlannedDay {
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** Thought out by its owner; else their usual day. */
  readonly own: boolean;
  readonly strokes: readonly PlannedStroke[];
  readonly promises: readonly Promise[];
}

/** About an hour of a stroke, in pieces of 5 to 15 minutes. */
export interface PlannedHour {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly pieces: readonly Piece[];
}

/** A stretch of a day at one place. */
export interface PlannedStroke {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly place: string;
  readonly activity: string;
  readonly emoji: string;
  /** The player whom one has promised to meet there. */
  readonly meets: PlayerId | null;
  readonly hours: readonly PlannedHour[];
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type PlansChange = readonly ["plans", PlayerId, Plan | null];

/** Somebody in the town, human or agent. Where they are stands in the `walkers` table under the same id. */
export interface Player {
  readonly id: PlayerId;
  readonly name: string;
  /** What the name may be read as: nobody else's can be read so (`town.talk.likeness`). */
  readonly readings: readonly string[];
  readonly look: string;
  readonly human: boolean;
  readonly activity: Activity | null;
  readonly destination: Tile | null;
  /** The way still ahead: the tiles where it turns, and its last. */
  readonly route: readonly Tile[];
  /** What a human walks to do; what an agent walks to do is its status. */
  readonly heading: Heading | null;
  readonly conversation: ConversationId | null;
  readonly joinedAtMs: number;
  /** A human's, that were applied: one more shows that they are there. */
  readonly inputsSent: number;
}

/** A player's id. */
export type PlayerId = `p:${number}`;

/** Somebody came into the world. */
export interface PlayerJoined {
  readonly kind: "playerJoined";
  readonly player: PlayerId;
  readonly name: string;
  readonly human: boolean;
}

/** Somebody came into the world. */
export interface PlayerJoinedEvent {
  readonly kind: "playerJoined";
  readonly number: number;
  readonly atMs: number;
  readonly subject: string;
  readonly body: PlayerJoined;
}

/** Somebody has left the world. */
export interface PlayerLeft {
  readonly kind: "playerLeft";
  readonly player: PlayerId;
  readonly name: string;
}

/** Somebody has left the world. */
export interface PlayerLeftEvent {
  readonly kind: "playerLeft";
  readonly number: number;
  readonly atMs: number;
  readonly subject: string;
  readonly body: PlayerLeft;
}

/** What somebody's thinking has cost. */
export interface PlayerUsage {
  /** Of the days asked for. */
  readonly total: UsageSums;
  /** By UTC day, newest first, task and model. */
  readonly parts: readonly UsagePart[];
  /** The last calls, newest first. */
  readonly latest: readonly ModelCall[];
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type PlayersChange = readonly ["players", PlayerId, Player | null];

/** RFC 9457, with the project's `remedy`. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly remedy: string;
}

/** A meeting that two have agreed on, as one of them keeps it. */
export interface Promise {
  /** Where it was agreed. */
  readonly conversation: ConversationId;
  readonly partner: PlayerId;
  readonly partnerName: string;
  readonly minute: number;
  readonly place: string;
  readonly about: string;
}

/** With whom an agent talked, and when that ended. */
export interface RecentTalk {
  readonly player: PlayerId;
  readonly endedMs: number;
}

/** The input was rejected and has changed nothing. */
export interface Refused {
  readonly kind: "error";
  readonly id: number;
  /** Why, in words for who sent it. */
  readonly message: string;
  readonly tick: number;
}

/** Decline to talk. Sent by: subject. */
export interface RejectInviteInput {
  readonly name: "rejectInvite";
  readonly args: {
    readonly player: PlayerId;
    readonly conversation: ConversationId;
  };
}

/** Another name for a world. */
export interface RenameWorld {
  readonly name: string;
}

/** Let world time go on. Sent by: owner. */
export interface ResumeInput {
  readonly name: "resume";
  readonly args: Readonly<Record<string, never>>;
}

/** What a key is for. `web/keys.py` says what each may do. */
export type Role = "co-owner" | "operator" | "owner" | "player" | "viewer";

/** The rules that a world runs on. */
export interface RulesName {
  readonly name: string;
  /** Another one for the same name means that entities, events or inputs have changed. */
  readonly version: number;
}

/** How much each part counts in a score. */
export interface ScoreWeights {
  readonly recency: number;
  readonly importance: number;
  readonly relevance: number;
}

/** Set how fast world time runs: in thousandths of real time, or as fast as it can. Sent by: owner. */
export interface SetSpeedInput {
  readonly name: "setSpeed";
  readonly args: {
    readonly speedPermille?: number | null;
    readonly flatOut?: boolean;
  };
}

/** What a world chose for itself when it was founded. */
export interface Settings {
  readonly template: string;
  readonly townDayMs: number;
  readonly dayStartsAtMinute: number;
  readonly walkingUnitsPerSecond: number;
  readonly mostHumans: number;
  readonly abilities: Abilities;
  readonly speech: Speech;
  /** Real minutes without anybody watching or playing after which the world rests; None: it never does. */
  readonly restAfterMinutes: number | null;
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type SettingsChange = readonly ["settings", string, Settings | null];

/** Let a paused world run a few ticks, of which there are sixty a second. Sent by: owner. */
export interface SingleStepInput {
  readonly name: "singleStep";
  readonly args: {
    readonly ticks?: number;
  };
}

/** Who speaks for the people of this world. */
export interface SpeakingVoice {
  /** The voice that is meant to speak. */
  readonly name: string;
  readonly chosenBy: "worker" | "world";
  /** Who really speaks just now: `name`, or `scripted` in its stead; null while the world's time stands still. */
  readonly speaks: string | null;
  readonly language: string;
  /** Who speaks just now has no words in the language: people live on, and say nothing. */
  readonly wordless: boolean;
  /**
   * `standingIn`: the model fails, and the scripted voice speaks until it is back. `warmingUp`: the model is being
   * loaded, which may take minutes.
   */
  readonly state: "budgetSpent" | "paused" | "resting" | "speaking" | "standingIn" | "warmingUp";
  /** The kind of failure, such as `unreachable` or `bad_answer`; the worker's log says more. */
  readonly reason: string;
  /** What can be done about it. */
  readonly remedy: string;
  /** The tasks for which the scripted voice stands in while the model speaks for others. */
  readonly failing: readonly FailingTask[];
}

/**
 * How the people of a world are spoken for. None leaves it to whoever runs the workers, whose own limits no
 * world exceeds. The rules never read it.
 */
export interface Speech {
  /** `scripted`: no model is asked anything. */
  readonly voice: "scripted" | null;
  readonly language: string | null;
  /** What the world may spend on models in a UTC day. */
  readonly dailyMicrodollars: number | null;
  /** The same in tokens. */
  readonly dailyTokens: number | null;
}

/** A drawing in the scene; x, y and depth in pixels. A flat one lies below all people. */
export interface Sprite {
  readonly frame: string;
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  readonly flat?: boolean;
}

/** Invite somebody to talk. Answers with the conversation's id. Sent by: subject. */
export interface StartConversationInput {
  readonly name: "startConversation";
  readonly args: {
    readonly player: PlayerId;
    readonly invitee: PlayerId;
  };
}

/** Take the turn to write; it lapses if nothing is said. Sent by: subject. */
export interface StartTypingInput {
  readonly name: "startTyping";
  readonly args: {
    readonly player: PlayerId;
    readonly conversation: ConversationId;
    /** Made by who writes the message, to know it again. */
    readonly messageUuid: string;
  };
}

/** What one step changed. */
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

/** Stop what one is busy with, or on the way to. Sent by: subject. */
export interface StopActivityInput {
  readonly name: "stopActivity";
  readonly args: {
    readonly player: PlayerId;
  };
}

/** An object with the id of its place; it is stored as `PLACE/OBJECT`. */
export interface StoredFixture {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly stands: readonly Tile[];
  readonly idle: string;
  readonly inUse: string;
  readonly afterUse: string | null;
  readonly afterUseMinutes: number;
  readonly place: string;
  /** As that of places, among the objects of one. */
  readonly order: number;
}

/** A named part of the town without its objects, which are stored by themselves. */
export interface StoredPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly area: Area;
  readonly entrance: Tile;
  readonly spots: readonly Tile[];
  readonly activities: readonly Pastime[];
  /** Places are listed by it, the smaller first, and then by id; where two overlap, a tile belongs to the first. */
  readonly order: number;
}

/** A stretch of a planned day, [from, to), at one place. */
export interface Stroke {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly place: string;
  readonly activity: string;
  readonly emoji: string;
  /** What it is done with: `oven`. */
  readonly object: string | null;
  readonly asleep: boolean;
  /** What it is spent with, in turn; empty: with the activity itself. */
  readonly parts: readonly Part[];
  /** Whom one has promised to meet there. */
  readonly meets: PlayerId | null;
}

/** A table's list of historical columns, in the order in which they are packed. */
export interface TableLayout {
  readonly name: string;
  readonly columns: readonly ColumnLayout[];
}

/** Who took part in a talk, by the name they had then. */
export interface TalkMember {
  readonly player: PlayerId;
  readonly name: string;
}

/** A conversation is over, told once for each of its members: so one's past talks are found. */
export interface Talked {
  readonly kind: "talked";
  readonly conversation: ConversationId;
  readonly members: readonly TalkMember[];
  readonly startedAtMs: number;
}

/** A conversation is over, told once for each of its members: so one's past talks are found. */
export interface TalkedEvent {
  readonly kind: "talked";
  readonly number: number;
  readonly atMs: number;
  readonly subject: string;
  readonly body: Talked;
}

/** A template to found a world from. */
export interface TemplateSummary {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly people: number;
}

/** A square of the map; (0, 0) is the top left. */
export interface Tile {
  readonly x: number;
  readonly y: number;
}

export type TownEvent =
  | WalkGivenUpEvent
  | MessageEvent
  | ConversationStartedEvent
  | ConversationEndedEvent
  | TalkedEvent
  | OperationFailedEvent
  | PlayerJoinedEvent
  | PlayerLeftEvent;

/** Who writes the next message. */
export interface Typing {
  readonly player: PlayerId;
  readonly sinceMs: number;
  /** What they write, as soon as it is known; a human's never is. */
  readonly message: Writing | null;
}

/** The one operation of an agent that is not answered yet. */
export interface UnderWay {
  readonly id: OperationId;
  readonly kind: string;
  readonly startedAtMs: number;
  /** The conversation it belongs to; it is dropped when that ends, unless it is about remembering it. */
  readonly conversation: ConversationId | null;
}

/** The sums of one day, task and model. */
export interface UsagePart {
  readonly day: string;
  readonly task: string;
  /** `cache` and `scripted` where no model was asked. */
  readonly model: string;
  readonly calls: number;
  readonly failures: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly microdollars: number;
}

/** What some calls used up. `calls` counts every attempt, `failures` those without an answer. */
export interface UsageSums {
  readonly calls: number;
  readonly failures: number;
  /** Of the failures: answers that came and could not be used. */
  readonly badAnswers: number;
  /** The part of the models' answers, 0 to 1, that could be used; 1 where none came. */
  readonly usableShare: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input tokens: read from the provider's cache. */
  readonly cachedTokens: number;
  readonly microdollars: number;
  readonly meanLatencyMs: number;
  /** Questions that had been answered before, and so cost nothing. */
  readonly answersFromCache: number;
  /** Questions that the scripted voice answered instead of a model. */
  readonly stoodIn: number;
  /** The part of the questions, 0 to 1, that came from the answers cache. */
  readonly hitRate: number;
}

/** The input is durable and will be answered. */
export interface Waiting {
  readonly kind: "waiting";
  readonly id: number;
}

/** Somebody could not get where they wanted in a reasonable time. */
export interface WalkGivenUp {
  readonly kind: "walkGivenUp";
  readonly player: PlayerId;
  readonly reason: string;
}

/** Somebody could not get where they wanted in a reasonable time. */
export interface WalkGivenUpEvent {
  readonly kind: "walkGivenUp";
  readonly number: number;
  readonly atMs: number;
  readonly subject: string;
  readonly body: WalkGivenUp;
}

/** An entity that was made or changed, or, with null for its body, is gone. */
export type WalkersChange = readonly ["walkers", string, WalkersRow | null];

/** A row of the table `walkers`: its slot there and the columns that are stored. */
export interface WalkersRow {
  readonly slot: number;
  readonly facing: number;
  readonly speed: number;
  readonly tileX: number;
  readonly tileY: number;
  readonly runFromMs: number;
  readonly legEndUnits: number;
  readonly planAtMs: number;
  readonly giveUpAtMs: number;
}

/** All that makes the map of a world, as it is now. */
export interface WholeMap {
  readonly entities: MapEntities;
}

/** What the world may spend in a UTC day; null is no limit. */
export interface WorldBudget {
  readonly microdollars: number | null;
  readonly tokens: number | null;
  /** `near`: cheaper models speak; `exhausted`: the scripted voice does. */
  readonly state: "exhausted" | "near" | "ok" | "unlimited";
}

/** A world as lists show it. */
export interface WorldSummary {
  readonly id: string;
  readonly name: string;
  readonly template: string;
  /** Unix time, ms. */
  readonly createdAt: number;
  readonly people: number;
  /** Bodies that it has room for. */
  readonly capacity: number;
  readonly viewers: number;
  readonly runner: "broken" | "never" | "running" | "stopped";
  /** Why it is broken. */
  readonly reason: string | null;
  /** Those that its state was last stored by. */
  readonly rules: RulesName;
  /** Why this town can't show it: it is of other rules, or of another version of them. Null: it can. */
  readonly unreadable: string | null;
  readonly paused: boolean;
  /** Paused since nobody is there; whoever comes wakes it. */
  readonly resting: boolean;
  readonly behindMs: number;
}

/** A world's usage of models. */
export interface WorldUsage {
  /** Null while no worker runs. */
  readonly voice: SpeakingVoice | null;
  readonly budget: WorldBudget | null;
  readonly today: UsageSums;
  /** Of the days asked for. */
  readonly total: UsageSums;
  readonly parts: readonly UsagePart[];
}

/** A message of an agent whose words are known; it still has to be written down. */
export interface Writing {
  /** Made by who writes the message, to know it again. */
  readonly uuid: string;
  /** What will be said: who watches gets the text, which is empty where it has been removed. */
  readonly text: string;
  readonly saidAtMs: number;
  /** Whether the writer leaves with it. */
  readonly leave: boolean;
  /** A meeting that the writer agrees to with it. */
  readonly agreement: Agreement | null;
  readonly emotion: "afraid" | "angry" | "calm" | "glad" | "sad" | "surprised";
}
