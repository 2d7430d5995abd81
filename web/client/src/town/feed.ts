/** What goes on in town, newest first: talks under way and over, and who came and went. */

import type { Conversation, ConversationId, PlayerId } from "../wire/types";
import type { Message, TownState } from "./model";

export interface Somebody {
  readonly player: PlayerId;
  /** Null where nobody knows it any more. */
  readonly name: string | null;
}

export type Happening =
  | {
      readonly kind: "talk";
      readonly id: string;
      readonly who: readonly Somebody[];
      readonly atMs: number;
      readonly isOver: boolean;
      /** The newest line, if anything was said. */
      readonly line: Pick<Message, "name" | "text"> | null;
    }
  | {
      readonly kind: "came" | "went";
      readonly id: string;
      readonly who: readonly Somebody[];
      readonly atMs: number;
    };

const MOST = 10;

/** The parts of the state that it follows from. */
type FeedState = Pick<TownState, "messages" | "ended" | "comings"> & {
  readonly entities: Pick<TownState["entities"], "conversations" | "players">;
};

export function feedOf(state: FeedState): readonly Happening[] {
  const underWay = [...state.entities.conversations.values()]
    .filter(isHeld)
    .map((conversation) => talkUnderWay(state, conversation));
  const over = state.ended
    .filter(({ messages }) => messages.length > 0)
    .slice(0, MOST)
    .map(({ conversation, members, endedAtMs, messages }): Happening => ({
      kind: "talk",
      id: conversation,
      who: members,
      atMs: endedAtMs,
      isOver: true,
      line: messages.at(-1) ?? null,
    }));
  return [...underWay, ...over, ...state.comings].toSorted((a, b) => b.atMs - a.atMs).slice(0, MOST);
}

/** Both stand together; before that it is an invitation. */
function isHeld({ members }: Conversation): boolean {
  return Object.values(members).every(({ status }) => status === "participating");
}

function talkUnderWay({ messages, entities }: FeedState, conversation: Conversation): Happening {
  const line = messages.get(conversation.id as ConversationId)?.at(-1) ?? null;
  const players = Object.keys(conversation.members) as PlayerId[];
  return {
    kind: "talk",
    id: conversation.id,
    who: players.map((player) => ({ player, name: entities.players.get(player)?.name ?? null })),
    atMs: line?.atMs ?? conversation.createdAtMs,
    isOver: false,
    line,
  };
}

/** Who is worth a first look: of the talk with the newest words, else whoever is there. */
export function liveliest(state: FeedState): PlayerId | null {
  const talk = feedOf(state).find((happening) => happening.kind === "talk" && !happening.isOver);
  return talk?.who.find(({ player }) => state.entities.players.has(player))?.player ?? null;
}
