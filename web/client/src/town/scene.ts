/** The picture of one frame, from what is known of the town and where everybody stands at that moment. */

import type { Rect } from "../stage/rects";
import type { Body, Facing, SceneView, StageSigns } from "../stage/types";
import type { Player, PlayerId, Tile } from "../wire/types";
import { type Bubble, bubblesAt } from "./bubbles";
import { minuteOfDay } from "./calendar";
import { type PlacedMap, buildingAt, tilesInUse } from "./places";
import type { TownState } from "./model";
import type { ViewState } from "./view";
import type { LinesInWriting } from "./writing";

export const UNITS_PER_TILE = 1024;

/** Where a body stands; units of the wire. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly facing: Facing;
  readonly speed: number;
}

export interface SceneParts {
  readonly state: TownState;
  readonly poseOf: (player: PlayerId) => Pose | null;
  readonly nowMs: number;
  readonly animationMs: number;
  readonly view: ViewState;
  readonly self: PlayerId | null;
  readonly map: PlacedMap | null;
  readonly writing: LinesInWriting;
  readonly signs: StageSigns;
  /** What of the stage the page has covered. */
  readonly bars: readonly Rect[];
}

/** The tile nearest to a position. */
export function tileOf(position: { readonly x: number; readonly y: number }): Tile {
  return { x: Math.round(position.x / UNITS_PER_TILE), y: Math.round(position.y / UNITS_PER_TILE) };
}

export function sceneOf(parts: SceneParts): SceneView {
  const { state, nowMs, view, self } = parts;
  const { entities } = state;
  const settings = entities.settings.get("");
  const speedPermille = entities.clock.get("")?.speedPermille ?? 1_000;
  const bubbles = bubblesAt(state, nowMs, speedPermille);
  const bodies: Body[] = [];
  for (const player of entities.players.values()) {
    const pose = parts.poseOf(player.id);
    const bubble = writtenBy(parts, player) ?? bubbles.get(player.id) ?? null;
    if (pose !== null) bodies.push(bodyOf(parts, player, pose, bubble));
  }
  const own = self === null ? undefined : entities.players.get(self);
  const ownPose = self === null ? null : parts.poseOf(self);
  return {
    bodies,
    minuteOfDay: settings === undefined ? 720 : minuteOfDay(settings, nowMs),
    animationMs: parts.animationMs,
    path: own === undefined || ownPose === null ? null : wayAhead(ownPose, own.route),
    goal: own === undefined ? null : (view.askedGoal ?? own.destination),
    selected: view.selected,
    following: view.following,
    insideOf: buildingOfInterest(parts),
    signs: parts.signs,
    bars: parts.bars,
    inUse: tilesInUse(parts.map?.places ?? [], entities.objects),
  };
}

/** The building around whom the visitor watches, or around the visitor's own player. */
function buildingOfInterest({ map, view, self, poseOf }: SceneParts): string | null {
  const subject = view.following ?? view.selected ?? self;
  const pose = subject === null ? null : poseOf(subject);
  return pose === null || map === null ? null : buildingAt(map, tileOf(pose));
}

function writtenBy({ writing }: SceneParts, { id, conversation }: Player): Bubble | null {
  const line = writing.get(id);
  if (line === undefined || conversation === null) return null;
  return { text: line.text, talk: conversation, saidAtMs: Infinity, isLeaving: false };
}

function bodyOf(parts: SceneParts, player: Player, pose: Pose, bubble: Bubble | null): Body {
  const { conversations } = parts.state.entities;
  const talk = player.conversation === null ? undefined : conversations.get(player.conversation);
  const isTalking = talk?.members[player.id]?.status === "participating";
  const isActive = player.activity !== null && parts.nowMs < player.activity.untilMs;
  return {
    id: player.id,
    name: player.name,
    look: player.look,
    x: pose.x / UNITS_PER_TILE,
    y: pose.y / UNITS_PER_TILE,
    facing: pose.facing,
    speed: pose.speed / UNITS_PER_TILE,
    emoji: isActive && !isTalking ? (player.activity?.emoji ?? null) : null,
    typing: talk?.typing?.player === player.id,
    bubble,
    talk: isTalking ? player.conversation : (bubble?.talk ?? null),
    human: player.human,
    self: player.id === parts.self,
  };
}

/** The tiles still to walk, from where a body stands now; a route may name only the tiles where it turns. */
export function wayAhead(pose: Pose, route: readonly Tile[]): readonly Tile[] | null {
  const from = tileOf(pose);
  const tiles = route.flatMap((corner, index) => tilesBetween(route[index - 1] ?? from, corner));
  const passed = tiles.findLastIndex((tile) => tile.x === from.x && tile.y === from.y);
  const ahead = tiles.slice(passed + 1);
  return ahead.length === 0 ? null : ahead;
}

/** The tiles after `from` up to `to`, along the longer way first; the two are on one line in a route. */
function tilesBetween(from: Tile, to: Tile): readonly Tile[] {
  const count = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  return Array.from({ length: count }, (_, index) => ({
    x: from.x + Math.sign(to.x - from.x) * Math.min(index + 1, Math.abs(to.x - from.x)),
    y: from.y + Math.sign(to.y - from.y) * Math.min(index + 1, Math.abs(to.y - from.y)),
  }));
}
