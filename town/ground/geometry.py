"""Tiles, directions and distances: integers only."""

from __future__ import annotations

import enum

import msgspec
import numpy as np


class Tile(msgspec.Struct, frozen=True, order=True):
    """A square of the map; (0, 0) is the top left."""

    x: int
    y: int


class Facing(enum.IntEnum):
    """Where a body looks, as it goes over the wire."""

    DOWN = 0
    LEFT = 1
    RIGHT = 2
    UP = 3


STEP_X = np.array([0, -1, 1, 0], np.int64)
STEP_Y = np.array([1, 0, 0, -1], np.int64)
"""By facing: the way of one step, in tiles."""


def opposite(facing: int) -> Facing:
    """The other way."""
    return Facing(3 - facing)


def facing_towards(from_: Tile, to: Tile) -> Facing:
    """The direction that comes nearest to the way from one tile to another."""
    dx, dy = to.x - from_.x, to.y - from_.y
    if abs(dx) >= abs(dy):
        return Facing.RIGHT if dx > 0 else Facing.LEFT
    return Facing.DOWN if dy > 0 else Facing.UP


def step(tile: Tile, facing: int) -> Tile:
    """The neighbouring tile in a direction."""
    return Tile(tile.x + int(STEP_X[facing]), tile.y + int(STEP_Y[facing]))


def tiles_apart(a: Tile, b: Tile) -> int:
    """Steps between two tiles if nothing stood in the way."""
    return abs(a.x - b.x) + abs(a.y - b.y)


def corners(tiles: list[Tile]) -> tuple[Tile, ...]:
    """A walk given tile by tile, the first being where it starts, as the tiles where it turns and its last."""
    kept: list[Tile] = []
    for before, here, after in zip(tiles, tiles[1:], tiles[2:], strict=False):
        if (here.x - before.x, here.y - before.y) != (after.x - here.x, after.y - here.y):
            kept.append(here)
    return (*kept, tiles[-1]) if len(tiles) > 1 else ()


def tiles_along(start: Tile, route: tuple[Tile, ...]) -> list[Tile]:
    """Every tile of a route given by its corners, without the start."""
    tiles: list[Tile] = []
    here = start
    for corner in route:
        while here != corner:
            here = step(here, facing_towards(here, corner))
            tiles.append(here)
    return tiles
