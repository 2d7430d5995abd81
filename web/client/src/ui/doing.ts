/** What a person does now, in words. */

import type { Conversation, Player } from "../wire/types";
import { partnerIn } from "../town/model";
import { placeAt } from "../town/places";
import { useConversationOf, usePart, usePlayer, useTown } from "./hooks";
import { usePlaces } from "./places";

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
  const places = usePlaces();
  return doingOf(player, {
    conversation,
    partnerName: partner?.name ?? "someone",
    isActive,
    goalName: player.destination && (placeAt(places, player.destination)?.name ?? null),
  });
}

export interface Circumstances {
  readonly conversation: Conversation | undefined;
  readonly partnerName: string;
  /** Whether the player's activity is not over yet. */
  readonly isActive: boolean;
  /** Where the player walks, if that has a name. */
  readonly goalName: string | null;
}

export function doingOf(player: Player, around: Circumstances): Doing {
  const status = around.conversation?.members[player.id]?.status;
  const talking = doingInTalk(status, around.partnerName);
  if (talking !== null) return talking;
  if (around.isActive && player.activity !== null) {
    return { emoji: player.activity.emoji, text: capitalise(player.activity.description) };
  }
  if (player.destination !== null) {
    const text = around.goalName === null ? "Walking" : `On the way to ${around.goalName}`;
    return { emoji: null, text };
  }
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
