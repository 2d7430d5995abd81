"""Who is in the world: how people come into it and leave it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from engine.inputs import Rejected
from town.bodies.movement import put_down, take_away
from town.doings.activities import end_activity
from town.ground.geometry import Tile
from town.minds.constants import DECISION_PAUSE_MS
from town.minds.state import Agent, Free
from town.people.events import PlayerJoined, PlayerLeft
from town.talk.constants import LONGEST_NAME
from town.talk.talking import end
from town.who import Person, Player
from town.world import World


def is_full(world: World) -> bool:
    """Whether there is no room for anybody more, or no tile free where people come in."""
    return len(world.walkers) >= world.walkers.capacity or free_tile_near(world, world.map.entry) is None


def free_tile_near(world: World, tile: Tile) -> Tile | None:
    """The free tile that is nearest to a walkable one on foot."""
    route = world.grid.nearest(world.grid.index(tile), lambda i: i not in world.holders, lambda _: True)
    return world.grid.tile(route[-1]) if route else None


NO_NAME = (
    f"a name needs at least one letter that can be seen, and may hold {LONGEST_NAME} characters, "
    "none of them a control character"
)


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes: a cleaned name with what it may be read as, and a look."""

    name: str
    readings: tuple[str, ...]
    look: str


def require_own_name(players: Iterable[Player], newcomer: Newcomer) -> None:
    """Raises `Rejected` for what is no name, and for one that can be taken for that of somebody here."""
    if not newcomer.readings:
        raise Rejected(NO_NAME)
    if any(not set(newcomer.readings).isdisjoint(player.readings) for player in players):
        raise Rejected(f"somebody called {newcomer.name} is here already; choose another name")


def add_player(world: World, now_ms: int, newcomer: Newcomer, *, human: bool, near: Tile) -> Player:
    """A new player on the free tile nearest to the one given; there must be one."""
    tile = free_tile_near(world, near)
    assert tile is not None, "no tile is free"
    player = Player(
        id=world.new_player_id(),
        name=newcomer.name,
        readings=newcomer.readings,
        look=newcomer.look,
        human=human,
        joined_at_ms=now_ms,
    )
    put_down(world, player.id, tile)
    world.players[player.id] = player
    joined = PlayerJoined(player=player.id, name=newcomer.name, human=human)
    world.effects.emit(now_ms, player.id, joined)
    return player


def add_villager(
    world: World, now_ms: int, newcomer: Newcomer, *, person: Person, near: Tile
) -> tuple[Player, Agent]:
    """A new player with a mind of its own."""
    player = add_player(world, now_ms, newcomer, human=False, near=near)
    world.people[player.id] = person
    agent = Agent(id=world.new_agent_id(), player=player.id, status=Free(now_ms + DECISION_PAUSE_MS))
    world.agents[agent.id] = agent
    return player, agent


def remove_player(world: World, now_ms: int, player: Player) -> None:
    """A human leaves; a conversation that they are in ends."""
    if player.conversation is not None:
        end(world, now_ms, world.conversations[player.conversation])
    end_activity(world, now_ms, player.id)
    take_away(world, player.id)
    del world.players[player.id]
    world.effects.emit(now_ms, player.id, PlayerLeft(player=player.id, name=player.name))
