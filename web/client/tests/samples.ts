/** Things of the wire for tests, whole and dull: a test says only what matters to it. */

import type {
  Activity,
  Agent,
  Conversation,
  FullFrame,
  Heading,
  Membership,
  Pace,
  Player,
  Settings,
  StepFrame,
  TableLayout,
  WalkersRow,
  Writing,
} from "../src/wire/types";
import { RULES } from "../src/wire/generated/values";

export const PLAYER: Player = {
  id: "p:1",
  name: "Mira",
  look: "look-01",
  human: false,
  activity: null,
  destination: null,
  route: [],
  heading: null,
  conversation: null,
  readings: [],
  joinedAtMs: 0,
  inputsSent: 0,
};

export const ACTIVITY: Activity = {
  description: "waters the roses",
  emoji: "🌹",
  untilMs: 5_000,
  place: null,
  object: null,
  asleep: false,
};

export const HEADING: Heading = {
  kind: "heading",
  place: "garden",
  spot: { x: 0, y: 0 },
  activity: { description: "waters the roses", emoji: "🌹", durationMs: 5_000, untilMs: null, object: null, asleep: false },
  tries: 1,
};

export const AGENT: Agent = {
  id: "a:1",
  player: "p:1",
  status: { kind: "busy" },
  operation: null,
  mayInviteFromMs: 0,
  recentTalks: [],
  toRemember: [],
  mayDecideFromMs: 0,
  noticed: null,
  mayReactFromMs: 0,
  replans: null,
};

export const CLOCK: Pace = {
  paused: false,
  resting: false,
  speedPermille: 1_000,
  flatOut: false,
  stepUntilTick: 0,
};

export const SETTINGS: Settings = {
  template: "hollow",
  townDayMs: 2_880_000,
  dayStartsAtMinute: 480,
  walkingUnitsPerSecond: 768,
  mostHumans: 8,
  abilities: { memory: true, reflection: true, plans: true },
  speech: { voice: null, language: null, dailyMicrodollars: null, dailyTokens: null },
  restAfterMinutes: null,
};

export const WALKER: WalkersRow = {
  slot: 0,
  facing: 2,
  speed: 768,
  tileX: 0,
  tileY: 0,
  runFromMs: 0,
  legEndUnits: 0,
  planAtMs: 0,
  giveUpAtMs: 0,
};

export const WRITING: Writing = {
  uuid: "m",
  text: "Good morning!",
  saidAtMs: 2_000,
  leave: false,
  agreement: null,
  emotion: "calm",
};

export const WALKERS_LAYOUT: TableLayout = {
  name: "walkers",
  columns: [
    { name: "x", interpolation: "linear" },
    { name: "y", interpolation: "linear" },
    { name: "facing", interpolation: "hold" },
    { name: "speed", interpolation: "hold" },
  ],
};

export const FULL_FRAME: FullFrame = {
  kind: "full",
  rules: RULES,
  layouts: [WALKERS_LAYOUT],
  step: 1,
  tick: 0,
  nowMs: 0,
  entities: {},
  columns: {},
  messages: [],
  behindMs: 0,
  viewers: 1,
  runner: "running",
  reason: null,
};

export const STEP_FRAME: StepFrame = {
  kind: "step",
  step: 2,
  fromTick: 0,
  tick: 0,
  fromMs: 0,
  nowMs: 0,
  changes: [],
  events: [],
  behindMs: 0,
};

/** A talk of p:1 and p:2. */
export function talk(status: Membership = "participating"): Conversation {
  const member = { status, sinceMs: 0 };
  return {
    id: "c:1",
    creator: "p:1",
    createdAtMs: 0,
    members: { "p:1": member, "p:2": member },
    typing: null,
    messageCount: 0,
    lastMessage: null,
    humanSilent: false,
    long: false,
  };
}
