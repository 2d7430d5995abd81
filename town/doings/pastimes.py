"""What human players do at places: pastimes that the map offers there, walked to and begun as villagers do theirs."""

from __future__ import annotations

from msgspec.structs import replace

from town.bodies.events import WalkGivenUp
from town.bodies.movement import is_still, stop, walk_to
from town.doings.activities import begin_activity, end_activity
from town.doings.state import Heading
from town.ids import PlayerId
from town.world import World


def set_about(world: World, now_ms: int, player_id: PlayerId, heading: Heading) -> None:
    """Walk to the spot and begin there; at once for who stands on it."""
    if is_still(world, player_id) and world.tile_of(player_id) == heading.spot:
        stop(world, player_id)
        _begin(world, now_ms, player_id, heading)
    else:
        walk_to(world, now_ms, player_id, heading.spot)
        world.players[player_id] = replace(world.players[player_id], heading=heading)


def arrive(world: World, now_ms: int, player_id: PlayerId) -> None:
    """The walk is over: begin what it was for, unless somebody was quicker."""
    heading = world.players[player_id].heading
    assert heading is not None, f"{player_id} walked for nothing"
    if world.tile_of(player_id) == heading.spot:
        _begin(world, now_ms, player_id, heading)
        return
    end_activity(world, now_ms, player_id)
    given_up = WalkGivenUp(player=player_id, reason="somebody else was there first")
    world.effects.emit(now_ms, player_id, given_up)


def break_off(world: World, now_ms: int, player_id: PlayerId) -> None:
    """Stop what one is busy with, or the walk to it."""
    if world.players[player_id].heading is not None:
        stop(world, player_id)
    end_activity(world, now_ms, player_id)


def _begin(world: World, now_ms: int, player_id: PlayerId, heading: Heading) -> None:
    begin_activity(world, now_ms, player_id, heading.activity, world.map.place(heading.place))
