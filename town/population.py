"""Who is in the world: how people come into it and leave it."""

from __future__ import annotations

from town.activities import end_activity
from town.constants import DECISION_PAUSE_MS, WALKER_CAPACITY
from town.entities import Agent, Free, Person, Player
from town.events import PlayerJoined, PlayerLeft
from town.geometry import Tile
from town.movement import put_down, take_away
from town.talking import end
from town.world import World


def is_full(world: World) -> bool:
    """Whether there is no room for anybody more, or no tile free where people come in."""
    return len(world.players) >= WALKER_CAPACITY or free_tile_near(world, world.map.entry) is None


def free_tile_near(world: World, tile: Tile) -> Tile | None:
    """The free tile that is nearest to a walkable one on foot."""
    route = world.grid.nearest(world.grid.index(tile), lambda i: i not in world.holders, lambda _: True)
    return world.grid.tile(route[-1]) if route else None


def add_player(world: World, now_ms: int, *, name: str, look: str, human: bool, near: Tile) -> Player:
    """A new player on the free tile nearest to the one given; there must be one."""
    tile = free_tile_near(world, near)
    assert tile is not None, "no tile is free"
    player = Player(
        id=world.new_id("p"),
        name=name,
        look=look,
        human=human,
        joined_at_ms=now_ms,
        last_input_at_ms=now_ms,
    )
    put_down(world, player.id, tile)
    world.set_player(player)
    joined = PlayerJoined(player=player.id, name=name, human=human)
    world.effects.emit(now_ms, player.id, joined)
    return player


def add_villager(
    world: World, now_ms: int, *, name: str, look: str, person: Person, near: Tile
) -> tuple[Player, Agent]:
    """A new player with a mind of its own."""
    player = add_player(world, now_ms, name=name, look=look, human=False, near=near)
    world.people[player.id] = person
    agent = Agent(id=world.new_id("a"), player=player.id, status=Free(now_ms + DECISION_PAUSE_MS))
    world.set_agent(agent)
    return player, agent


def remove_player(world: World, now_ms: int, player: Player) -> None:
    """A human leaves; a conversation that they are in ends."""
    if player.conversation is not None:
        end(world, now_ms, world.conversations[player.conversation])
    end_activity(world, now_ms, player.id)
    take_away(world, player.id)
    world.remove_player(player.id)
    world.effects.emit(now_ms, player.id, PlayerLeft(player=player.id, name=player.name))
