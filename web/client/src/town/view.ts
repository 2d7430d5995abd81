/** What the visitor looks at: no part of the town, and nobody else's business. */

import type { PlayerId, Tile } from "../wire/types";

export interface ViewState {
  /** Whether the list of people is open; it lies under whoever is selected. */
  readonly isListOpen: boolean;
  readonly selected: PlayerId | null;
  readonly following: PlayerId | null;
  /** Where the visitor has just asked to walk, until the picture shows it. */
  readonly askedGoal: Tile | null;
}

export const UNTURNED_VIEW: ViewState = {
  isListOpen: false,
  selected: null,
  following: null,
  askedGoal: null,
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
  return view.selected === null ? { ...view, isListOpen: false } : select(view, null);
}

/** Brings the list to the top, or closes it when it is there. */
export function toggleList(view: ViewState): ViewState {
  return { ...select(view, null), isListOpen: view.selected !== null || !view.isListOpen };
}

/** Follows the selected person, or stops. Without a selection it follows `self`. */
export function toggleFollow(view: ViewState, self: PlayerId | null): ViewState {
  const whom = view.selected ?? self;
  return { ...view, following: view.following === whom ? null : whom };
}
