/**
 * The types of the wire that the page speaks of: those made from the server's structs, and what follows from them.
 * Times are integer milliseconds of world time; positions 1,024 units to a tile.
 */

import type { ENTITY_KINDS } from "./generated/values";
import type { Change, Draft, FullFrame, HeartbeatFrame, Input, KeptMemory, Message, StepFrame } from "./generated/types";

export type * from "./generated/types";

export type EntityKind = (typeof ENTITY_KINDS)[number];

/** Each kind of entity with the type of its body. */
export type EntityBodies = {
  readonly [Kind in EntityKind]: NonNullable<Extract<Change, readonly [Kind, string, unknown]>[2]>;
};

export type Emotion = Message["emotion"];
export type MemoryKind = KeptMemory["kind"];
export type RunnerState = HeartbeatFrame["runner"];
/** Late while the server can't read what the world has committed. */
export type PictureState = HeartbeatFrame["picture"];

/** What tells of the world as of a step. */
export type WorldFrame = FullFrame | StepFrame | HeartbeatFrame;
export type DraftFrame = Draft;

export type InputName = Input["name"];

/** The arguments of each input that may be sent. */
export type InputArgs = {
  readonly [Name in InputName]: Extract<Input, { readonly name: Name }>["args"];
};
