/** Where one looks when one comes: at a talk, or else where most people are; an empty plaza says nothing of a town. */

import type { PlayerId, Tile } from "../wire/types";
import { liveliest } from "./feed";
import type { TownState } from "./model";
import { type Pose, UNITS_PER_TILE, tileOf } from "./scene";

/** People within so many tiles are seen together. */
const TOGETHER_TILES = 7;

export interface FirstSight {
  readonly player: PlayerId;
  readonly tile: Tile;
}

type PoseOf = (player: PlayerId) => Pose | null;

export function firstSight(state: TownState, poseOf: PoseOf): FirstSight | null {
  const player = liveliest(state) ?? amongMost(state, poseOf);
  const pose = player === null ? null : poseOf(player);
  return player === null || pose === null ? null : { player, tile: tileOf(pose) };
}

function amongMost({ entities }: TownState, poseOf: PoseOf): PlayerId | null {
  const poses = [...entities.players.values()].flatMap(({ id }) => {
    const pose = poseOf(id);
    return pose === null ? [] : [{ id, pose }];
  });
  let best: PlayerId | null = null;
  let most = 0;
  for (const { id, pose } of poses) {
    const near = poses.filter((other) => distance(pose, other.pose) <= TOGETHER_TILES).length;
    if (near <= most) continue;
    most = near;
    best = id;
  }
  return best;
}

function distance(one: Pose, other: Pose): number {
  return Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y)) / UNITS_PER_TILE;
}
