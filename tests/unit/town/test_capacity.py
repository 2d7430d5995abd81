"""A world has room for as many bodies as its founder chose."""

import pytest

from engine.game import Game
from engine.state import restore, state_hash, stored_entities
from tests.towns import town_map, villager
from town.founding import BadTown, found_world
from town.ground.geometry import Tile
from town.people.population import Newcomer, add_player, is_full
from town.rules import TOWN
from town.settings import Settings

FIELD = town_map(("." * 40,) * 40)
SETTINGS = Settings(template="test")


def test_a_world_of_a_thousand() -> None:
    capacity, humans = 1000, SETTINGS.most_humans
    villagers = [villager(number) for number in range(capacity - humans)]
    world = found_world(FIELD, 1, SETTINGS, villagers, capacity=capacity, rules=TOWN)
    for number in range(humans):
        assert not is_full(world)
        newcomer = Newcomer(name=f"Visitor {number}", readings=(), look="look-01")
        add_player(world, 0, newcomer, human=True, near=Tile(0, 0))
    assert is_full(world)
    restored = TOWN.empty(capacity)
    restore(restored, stored_entities(world))
    TOWN.prepare(restored)
    assert is_full(restored)
    played = [Game(TOWN, one) for one in (world, restored)]
    steps = [game.step(30, []) for game in played]
    assert steps[0].history == steps[1].history
    assert state_hash(world) == state_hash(restored)


def test_there_must_be_room_for_visitors_too() -> None:
    villagers = [villager(number) for number in range(5)]
    found_world(FIELD, 1, SETTINGS, villagers, capacity=5 + SETTINGS.most_humans, rules=TOWN)
    with pytest.raises(BadTown, match="room for"):
        found_world(FIELD, 1, SETTINGS, villagers, capacity=4 + SETTINGS.most_humans, rules=TOWN)
