"""How humans come and go."""

from __future__ import annotations

from collections.abc import Collection

from engine.inputs import Authority, Rejected
from town.ids import PlayerId
from town.parts import registry
from town.people.population import Newcomer, add_player, is_full, remove_player, require_own_name
from town.settings import Settings
from town.talk.text import Look, Name, Readings
from town.who import Player
from town.world import World

PEOPLE_INPUTS = registry()


def require_place(players: Collection[Player], settings: Settings, newcomer: Newcomer) -> None:
    """Raises `Rejected` for whom there is no place among these players; whoever submits can ask beforehand too."""
    humans = sum(player.human for player in players)
    if humans >= settings.most_humans:
        raise Rejected(f"{humans} visitors are here already, as many as fit; try again when one has left")
    require_own_name(players, newcomer)


@PEOPLE_INPUTS(Authority.ANYONE)
def join(world: World, now: int, *, name: Name, character: Look, readings: Readings = ()) -> PlayerId:
    """Come into the town as a human player. Answers with the player's id."""
    newcomer = Newcomer(name=name, readings=readings, look=character)
    require_place(world.players.values(), world.settings, newcomer)
    if is_full(world):
        raise Rejected("the town is full; try again when somebody has left")
    return add_player(world, now, newcomer, human=True, near=world.map.entry).id


@PEOPLE_INPUTS(Authority.SUBJECT, subject="player")
def leave(world: World, now: int, *, player: PlayerId) -> None:
    """Leave the town; a conversation under way ends."""
    remove_player(world, now, world.human(player))
