/** What the visitor looks at: no part of the town, and nobody else's business. */

import type { PlayerId, Tile } from "../wire/types";

export type PersonPage = "life" | "mind";
export type MindPage = "plan" | "memories" | "reflections" | "people" | "calls";

export interface ViewState {
  /** Whether the list of people is open; it lies under whoever is selected. */
  readonly isListOpen: boolean;
  readonly selected: PlayerId | null;
  readonly following: PlayerId | null;
  /** Whether what the town's voice costs is shown; it lies under the list. */
  readonly isVoiceOpen: boolean;
  readonly isHelpOpen: boolean;
  /** Which side of whoever is selected is shown. */
  readonly page: PersonPage;
  readonly mindPage: MindPage;
  /** Where the visitor has just asked to walk, until the picture shows it. */
  readonly askedGoal: Tile | null;
  /** What the visitor has just asked to do, as `place/activity`, until the picture shows it. */
  readonly askedPastime: string | null;
}

export const UNTURNED_VIEW: ViewState = {
  isListOpen: false,
  selected: null,
  following: null,
  isVoiceOpen: false,
  isHelpOpen: false,
  page: "life",
  mindPage: "plan",
  askedGoal: null,
  askedPastime: null,
};

export function select(view: ViewState, player: PlayerId | null): ViewState {
  const following = view.following === view.selected && player === null ? null : view.following;
  return { ...view, selected: player, following };
}

/** The view without somebody who is no longer there. */
export function withoutPlayer(view: ViewState, player: PlayerId): ViewState {
  return {
    ...view,
    selected: view.selected === player ? null : view.selected,
    following: view.following === player ? null : view.following,
  };
}

/** Closes what lies on top. */
export function closeTop(view: ViewState): ViewState {
  if (view.selected !== null) return select(view, null);
  return view.isListOpen ? { ...view, isListOpen: false } : { ...view, isVoiceOpen: false };
}

/** Brings the list to the top, or closes it when it is there. */
export function toggleList(view: ViewState): ViewState {
  return { ...select(view, null), isListOpen: view.selected !== null || !view.isListOpen };
}

/** Brings the town's voice to the top, or closes it when it is there. */
export function toggleVoice(view: ViewState): ViewState {
  const isOnTop = view.isVoiceOpen && view.selected === null && !view.isListOpen;
  return { ...select(view, null), isListOpen: false, isVoiceOpen: !isOnTop };
}

/** Follows the selected person, or stops. Without a selection it follows `self`. */
export function toggleFollow(view: ViewState, self: PlayerId | null): ViewState {
  const whom = view.selected ?? self;
  return { ...view, following: view.following === whom ? null : whom };
}
