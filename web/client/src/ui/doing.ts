/** What a person does now, in words. */

import { useTexts } from "../texts/useTexts";
import type { Texts } from "../texts/english";
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
  const texts = useTexts();
  const conversation = useConversationOf(player);
  const partner = usePlayer(conversation === undefined ? null : partnerIn(conversation, player.id));
  const until = player.activity?.untilMs ?? 0;
  const isActive = usePart(instant, ({ nowMs }) => nowMs < until);
  const places = usePlaces();
  return doingOf(player, {
    conversation,
    partnerName: partner?.name ?? texts.someone,
    isActive,
    words: texts.doing,
    goalName: player.destination && (placeAt(places, player.destination)?.name ?? null),
  });
}

export interface Circumstances {
  readonly words: Texts["doing"];
  readonly conversation: Conversation | undefined;
  readonly partnerName: string;
  /** Whether the player's activity is not over yet. */
  readonly isActive: boolean;
  /** Where the player walks, if that has a name. */
  readonly goalName: string | null;
}

export function doingOf(player: Player, around: Circumstances): Doing {
  const { words } = around;
  const status = around.conversation?.members[player.id]?.status;
  const talking = doingInTalk(status, around);
  if (talking !== null) return talking;
  if (around.isActive && player.activity !== null) {
    return { emoji: player.activity.emoji, text: capitalise(player.activity.description) };
  }
  if (player.destination !== null) {
    const text = around.goalName === null ? words.walking : words.walkingTo(around.goalName);
    return { emoji: null, text };
  }
  return { emoji: null, text: player.human ? words.lookingAround : words.moment };
}

function doingInTalk(status: string | undefined, { words, partnerName }: Circumstances): Doing | null {
  switch (status) {
    case "participating":
      return { emoji: "💬", text: words.talkingWith(partnerName) };
    case "walkingOver":
      return { emoji: "👋", text: words.walkingOverTo(partnerName) };
    default:
      return null;
  }
}

function capitalise(text: string): string {
  return text.replace(/^./u, (first) => first.toLocaleUpperCase());
}
