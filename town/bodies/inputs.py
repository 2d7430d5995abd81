"""What a human does with their body: walk."""

from __future__ import annotations

from engine.inputs import Authority, Rejected
from town.bodies.moments import CALLED_OFF
from town.bodies.movement import stop, walk_to
from town.ground.geometry import Tile
from town.ids import PlayerId
from town.parts import registry
from town.world import World

BODY_INPUTS = registry()


@BODY_INPUTS(Authority.SUBJECT, subject="player")
def move_to(world: World, now: int, *, player: PlayerId, destination: Tile | None) -> None:
    """Walk to a tile, or, with null, stop at the next one."""
    human = world.human(player)
    if destination is None:
        CALLED_OFF.tell(world, now, human.id)
        stop(world, player)
    else:
        _check_destination(world, player, destination)
        walk_to(world, now, player, destination)


def _check_destination(world: World, player: PlayerId, destination: Tile) -> None:
    if world.is_talking(player):
        raise Rejected("you are talking; leave the conversation before you walk away")
    where = f"({destination.x}, {destination.y})"
    if not (0 <= destination.x < world.map.width and 0 <= destination.y < world.map.height):
        raise Rejected(f"{where} is off the map, which is {world.map.width} x {world.map.height} tiles")
    if not world.map.is_walkable(destination):
        raise Rejected(f"{where} is blocked; nobody can stand there")
    if not world.grid.connected(world.grid.index(world.tile_of(player)), world.grid.index(destination)):
        raise Rejected(f"there is no way to {where} from where you are")
