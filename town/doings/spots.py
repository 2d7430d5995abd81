"""Where people stand to do something at a place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from town.doings.activities import objects_for
from town.doings.state import Heading, PlannedActivity
from town.ground.geometry import Tile, tiles_apart
from town.ground.map import Fixture, Place
from town.ids import PlayerId
from town.world import World


def spot_for(world: World, player_id: PlayerId, place: Place, planned: PlannedActivity) -> Tile | None:
    """Where somebody would do something at a place, which may be where they stand; None if all is taken.

    That is the nearest stand of an object that it needs. Without one they leave the stands to who needs them,
    unless there is nowhere else; where all spots are taken, people stand around it, in nobody's way.
    """
    if (stand := stand_at(world, player_id, objects_for(place, planned))) is not None:
        return stand
    here, free_of = world.tile_of(player_id), partial(_free_of, world, _claimed(world, player_id), player_id)
    of_objects = {stand for fixture in place.objects for stand in fixture.stands}
    spots_for_all = [spot for spot in place.spots if spot not in of_objects]
    for spots in (spots_for_all, place.spots):
        if here in spots:
            return here
        if free := free_of(spots):
            return world.chance.pick("spots", free)
    between = free_of(world.grid.room_around(place))
    return world.chance.pick("spots", between) if between else None


def stand_at(world: World, player_id: PlayerId, fixtures: Iterable[Fixture]) -> Tile | None:
    """The nearest free stand at any of these objects that one can walk to."""
    here, grid = world.tile_of(player_id), world.grid
    stands = [stand for fixture in fixtures for stand in fixture.stands]
    free = _free_of(world, _claimed(world, player_id), player_id, stands)
    reached = [stand for stand in free if grid.connected(grid.index(here), grid.index(stand))]
    return min(reached, key=lambda stand: tiles_apart(here, stand), default=None)


def _claimed(world: World, player_id: PlayerId) -> set[Tile]:
    """The spots that others head for; of a villager who could not get to theirs, that one too."""
    by_villagers = {a.status.spot for a in world.agents.values() if isinstance(a.status, Heading)}
    others = (player.heading for player in world.players.values() if player.id != player_id)
    return by_villagers | {heading.spot for heading in others if heading is not None}


def _free_of(world: World, claimed: set[Tile], player_id: PlayerId, spots: Iterable[Tile]) -> list[Tile]:
    """The spots that are not claimed, and on which nobody else stands."""
    return [spot for spot in spots if spot not in claimed and _holder(world, spot) in (None, player_id)]


def _holder(world: World, spot: Tile) -> PlayerId | None:
    return world.holders.get(world.grid.index(spot))
