"""Walking: tiles, pace, stops, and who gives way."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import tries
from tests.towns import Play, play
from town.bodies.inputs import move_to
from town.bodies.movement import is_still
from town.ground.geometry import Facing, Tile
from town.ids import PlayerId
from town.people.inputs import join
from town.rules import TOWN
from town.settings import Settings

CORRIDOR = ("." * 60,)


def walker(game: Play, name: str = "Ada") -> PlayerId:
    return game.send(join.request(name=name, character="look-01"))


def test_a_walk_takes_exactly_as_long_as_the_pace_says() -> None:
    game = play(CORRIDOR)
    ada = walker(game)
    game.step(1)
    tiles, began_ms = 45, 16
    game.send(move_to.request(player=ada, destination=Tile(tiles, 0)))
    arrives_ms = began_ms + -(-tiles * 1024 * 1000 // 768)
    last_tick_on_the_way = TOWN.rate.first_from(arrives_ms) - 1
    game.step(last_tick_on_the_way + 1 - game.game.next_tick)
    assert not is_still(game.world, ada)
    game.step(1)
    assert is_still(game.world, ada)
    assert game.world.walkers.row(ada)["x"] == tiles * 1024
    assert game.world.players[ada].destination is None


def test_the_pace_is_a_setting_of_the_world() -> None:
    game = play(CORRIDOR, settings=Settings(template="test", walking_units_per_second=2048))
    ada = walker(game)
    game.step(1)
    game.send(move_to.request(player=ada, destination=Tile(50, 0)))
    game.seconds(10)
    assert abs(game.world.walkers.row(ada)["x"] - 10 * 2048) <= 2048 // 60 + 1


def test_a_route_is_shown_by_its_corners_and_shrinks_as_it_is_walked() -> None:
    game = play(("...", "##.", "..."))
    ada = walker(game)
    game.send(move_to.request(player=ada, destination=Tile(0, 2)))
    game.step(2)
    assert game.world.players[ada].route == (Tile(2, 0), Tile(2, 2), Tile(0, 2))
    game.seconds(3)
    assert game.world.players[ada].route == (Tile(2, 2), Tile(0, 2))


def test_null_stops_a_walk_at_the_next_tile() -> None:
    game = play(CORRIDOR)
    ada = walker(game)
    game.send(move_to.request(player=ada, destination=Tile(20, 0)))
    game.seconds(2)
    game.send(move_to.request(player=ada, destination=None))
    game.seconds(2)
    row = game.world.walkers.row(ada)
    assert (row["x"], row["speed"], game.world.players[ada].destination) == (2 * 1024, 0, None)


def test_a_new_destination_behind_turns_the_walker_back_in_mid_leg() -> None:
    game = play(CORRIDOR)
    ada = walker(game)
    game.send(move_to.request(player=ada, destination=Tile(20, 0)))
    game.seconds(2)
    before = game.world.walkers.row(ada)["x"]
    game.send(move_to.request(player=ada, destination=Tile(0, 0)))
    game.step(1)
    row = game.world.walkers.row(ada)
    assert row["facing"] == Facing.LEFT
    assert before - 14 <= row["x"] <= before + 14
    game.seconds(3)
    assert game.world.walkers.row(ada)["x"] == 0


def test_a_taken_destination_becomes_the_nearest_free_tile() -> None:
    game = play(CORRIDOR, entry=Tile(10, 0))
    bo = walker(game, "Bo")
    ada = walker(game)
    game.send(move_to.request(player=ada, destination=Tile(0, 0)))
    game.seconds(20)
    game.send(move_to.request(player=ada, destination=game.world.tile_of(bo)))
    game.seconds(20)
    assert game.world.tile_of(ada) == Tile(9, 0)
    assert game.world.players[ada].destination is None


def test_standing_people_are_walked_around() -> None:
    game = play(("......", "......"), entry=Tile(3, 0))
    walker(game, "Bo")
    ada = walker(game)
    game.send(move_to.request(player=ada, destination=Tile(0, 0)))
    game.seconds(10)
    game.send(move_to.request(player=ada, destination=Tile(5, 0)))
    game.seconds(12)
    assert game.world.tile_of(ada) == Tile(5, 0)


def test_a_walk_that_gets_nowhere_is_given_up_and_says_why() -> None:
    game = play(("...",), entry=Tile(0, 0))
    ada, bo, cy = walker(game), walker(game, "Bo"), walker(game, "Cy")
    for player, x in ((ada, 2), (cy, 0), (bo, 2)):
        game.send(move_to.request(player=player, destination=Tile(x, 0)))
    game.seconds(80)
    assert all(player.destination is None for player in game.world.players.values())
    assert "walkGivenUp" in {kind for kind, _ in game.events}


def test_moves_are_rejected_with_a_reason() -> None:
    game = play(("..#..", "..#.."))
    ada = walker(game)
    for destination, why in (
        (Tile(2, 0), "blocked"),
        (Tile(9, 0), "off the map"),
        (Tile(-1, 0), "off the map"),
        (Tile(4, 1), "no way"),
    ):
        assert why in game.rejected(move_to.request(player=ada, destination=destination))
    assert "no player p:99" in game.rejected(move_to.request(player=PlayerId("p:99"), destination=Tile(0, 0)))


@settings(max_examples=tries(30))
@given(tiles=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=40))
def test_redirected_at_any_tick_a_walker_never_jumps(tiles: list[tuple[int, int]]) -> None:
    game = play(("." * 10,) * 3 + ("..######..",) + ("." * 10,) * 2)
    ada = walker(game)
    before = game.world.walkers.row(ada)
    for x, y in tiles:
        if game.world.map.is_walkable(Tile(x, y)):
            game.send(move_to.request(player=ada, destination=Tile(x, y)))
        for _ in range(1 + (x * 7 + y) % 25):
            game.step(1)
            after = game.world.walkers.row(ada)
            assert abs(after["x"] - before["x"]) + abs(after["y"] - before["y"]) <= 14
            before = after
