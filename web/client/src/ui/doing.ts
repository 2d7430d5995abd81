/** What a person does now, in words. */

import type { Conversation, Player } from "../wire/types";
import { partnerIn } from "../town/model";
import { useConversationOf, usePart, usePlayer, useTown } from "./hooks";

export interface Doing {
  readonly emoji: string | null;
  readonly text: string;
}

export function useDoing(player: Player): Doing {
  const { instant } = useTown();
  const conversation = useConversationOf(player);
  const partner = usePlayer(conversation === undefined ? null : partnerIn(conversation, player.id));
  const until = player.activity?.untilMs ?? 0;
  const isActive = usePart(instant, ({ nowMs }) => nowMs < until);
  return doingOf(player, conversation, partner?.name, isActive);
}

export function doingOf(
  player: Player,
  conversation: Conversation | undefined,
  partnerName: string | undefined,
  isActive: boolean,
): Doing {
  const talking = doingInTalk(conversation?.members[player.id]?.status, partnerName ?? "someone");
  if (talking !== null) return talking;
  if (isActive && player.activity !== null) {
    return { emoji: player.activity.emoji, text: capitalise(player.activity.description) };
  }
  if (player.destination !== null) return { emoji: null, text: "Walking" };
  return { emoji: null, text: player.human ? "Looking around" : "Taking a moment" };
}

function doingInTalk(status: string | undefined, partner: string): Doing | null {
  switch (status) {
    case "participating":
      return { emoji: "💬", text: `Talking with ${partner}` };
    case "walkingOver":
      return { emoji: "👋", text: `Walking over to ${partner}` };
    default:
      return null;
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
