/** What the visitor looks at: no part of the town, and nobody else's business. */

import type { PlayerId, Tile } from "../wire/types";

export interface ViewState {
  readonly selected: PlayerId | null;
  readonly following: PlayerId | null;
  /** Where the visitor has just asked to walk, until the town has answered. */
  readonly askedGoal: Tile | null;
}

export const UNTURNED_VIEW: ViewState = { selected: null, following: null, askedGoal: null };

export function select(view: ViewState, player: PlayerId | null): ViewState {
  const following = view.following === view.selected && player === null ? null : view.following;
  return { ...view, selected: player, following };
}

/** Follows the selected person, or stops. Without a selection it follows `self`. */
export function toggleFollow(view: ViewState, self: PlayerId | null): ViewState {
  const whom = view.selected ?? self;
  return { ...view, following: view.following === whom ? null : whom };
}
