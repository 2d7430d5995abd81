"""What a player does besides talking: come, go, walk."""

from __future__ import annotations

from engine.inputs import Authority, Rejected
from town.entities import Membership
from town.geometry import Tile
from town.ids import PlayerId
from town.inputs.presence import heard_from
from town.inputs.registry import town_input
from town.movement import stop, walk_to
from town.population import add_player, is_full, remove_player
from town.text import Look, Name, clean_name, same_name
from town.world import World


@town_input(Authority.ANYONE)
def join(world: World, now: int, *, name: Name, character: Look) -> str:
    """Come into the town as a human player. Answers with the player's id."""
    cleaned = clean_name(name)
    humans = sum(player.human for player in world.players.values())
    if humans >= world.settings.most_humans:
        raise Rejected(f"{humans} visitors are here already, as many as fit; try again when one has left")
    if is_full(world):
        raise Rejected("the town is full; try again when somebody has left")
    if any(same_name(cleaned, player.name) for player in world.players.values()):
        raise Rejected(f"somebody called {cleaned} is here already; choose another name")
    return add_player(world, now, name=cleaned, look=character, human=True, near=world.map.entry).id


@town_input(Authority.SUBJECT, subject="player")
def leave(world: World, now: int, *, player: PlayerId) -> None:
    """Leave the town; a conversation under way ends."""
    remove_player(world, now, world.human(player))


@town_input(Authority.SUBJECT, subject="player")
def move_to(world: World, now: int, *, player: PlayerId, destination: Tile | None) -> None:
    """Walk to a tile, or, with null, stop at the next one."""
    human = world.human(player)
    if destination is not None:
        _check_destination(world, player, destination)
    heard_from(world, now, human.id)
    if destination is None:
        stop(world, player)
    else:
        walk_to(world, now, player, destination)


def _check_destination(world: World, player: str, destination: Tile) -> None:
    conversation_id = world.players[player].conversation
    if conversation_id is not None:
        member = world.conversations[conversation_id].members[player]
        if member.status is Membership.PARTICIPATING:
            raise Rejected("you are talking; leave the conversation before you walk away")
    where = f"({destination.x}, {destination.y})"
    if not (0 <= destination.x < world.map.width and 0 <= destination.y < world.map.height):
        raise Rejected(f"{where} is off the map, which is {world.map.width} x {world.map.height} tiles")
    if not world.map.is_walkable(destination):
        raise Rejected(f"{where} is blocked; nobody can stand there")
    if not world.grid.connected(world.grid.index(world.tile_of(player)), world.grid.index(destination)):
        raise Rejected(f"there is no way to {where} from where you are")
