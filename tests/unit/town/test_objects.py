"""Objects: which one is used for what, and in which state it is left."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.towns import MEADOW, Play, place, play, town_map, with_objects
from town.bodies.inputs import move_to
from town.bodies.movement import stop
from town.days.constants import TOWN_DAY_MS
from town.doings.activities import begin_activity
from town.doings.state import ObjectState, PlannedActivity
from town.ground.geometry import Facing, Tile
from town.ground.map import BadMap, Fixture, Pastime, Place, check_map
from town.ground.maps import load_map
from town.ids import PlayerId
from town.people.inputs import join, leave

OVEN = Fixture(
    id="oven",
    name="oven",
    x=1,
    y=0,
    stands=(Tile(1, 1),),
    idle="cold",
    in_use="baking",
    after_use="still hot",
    after_use_minutes=30,
)
BAKERY = with_objects(place("bakery", 0, 0, 4, 4), OVEN)
HALF_AN_HOUR_S = TOWN_DAY_MS / 48 / 1000


def baking() -> tuple[Play, PlayerId]:
    """A visitor bakes, whatever the place offers."""
    game = play(MEADOW, [BAKERY], entry=Tile(1, 1))
    ada: PlayerId = game.send(join.request(name="Ada", character="look-01"))
    begin_activity(game.world, 0, ada, PlannedActivity("bakes", "🥖", 10**9, object="the hot oven"), BAKERY)
    return game, ada


def states(game: Play) -> list[tuple[str, tuple[PlayerId, ...]]]:
    return [(object_.state, object_.users) for object_ in game.world.objects.values()]


def test_an_object_is_in_use_then_as_it_was_left_then_at_rest() -> None:
    game, ada = baking()
    assert game.world.objects == {
        "bakery/oven": ObjectState(place="bakery", object="oven", state="baking", users=(ada,))
    }
    game.send(move_to.request(player=ada, destination=Tile(9, 9)))
    assert states(game) == [("still hot", ())]
    game.seconds(HALF_AN_HOUR_S - 1)
    assert states(game) == [("still hot", ())]
    game.seconds(2)
    assert states(game) == []


def test_who_begins_on_their_last_step_turns_to_it_when_they_stand() -> None:
    game = play(MEADOW, [BAKERY], entry=Tile(2, 1))
    ada: PlayerId = game.send(join.request(name="Ada", character="look-01"))
    game.send(move_to.request(player=ada, destination=Tile(1, 1)))
    game.seconds(0.5)
    stop(game.world, ada)
    begin_activity(game.world, 0, ada, PlannedActivity("bakes", "🥖", 10**9, object="oven"), BAKERY)
    assert game.world.walkers.row(ada)["facing"] == Facing.LEFT
    game.seconds(2)
    assert game.world.walkers.row(ada)["facing"] == Facing.UP


def test_who_leaves_the_world_leaves_what_they_used() -> None:
    game, ada = baking()
    game.send(leave.request(player=ada))
    assert states(game) == [("still hot", ())]
    assert game.world.object_used_by == {}


def test_who_stands_elsewhere_does_it_without() -> None:
    game = play(MEADOW, [BAKERY], entry=Tile(3, 3))
    ada: PlayerId = game.send(join.request(name="Ada", character="look-01"))
    begin_activity(game.world, 0, ada, PlannedActivity("bakes", "🥖", 10**9, object="oven"), BAKERY)
    activity = game.world.players[ada].activity
    assert activity
    assert (activity.object, states(game)) == (None, [])


@pytest.mark.parametrize(
    ("description", "emoji", "expected"),
    [("brews coffee", "?", "coffee machine"), ("eats cake", "🧁", "table"), ("sings", "🎵", None)],
)
def test_pastimes_say_what_is_usual(description: str, emoji: str, expected: str | None) -> None:
    cafe = load_map("brook").place("cafe")
    assert cafe
    assert cafe.usual_object(description, emoji, asleep=False) == expected


def test_who_sleeps_needs_the_bed_and_who_makes_it_does_not() -> None:
    home = load_map("brook").place("home-willow")
    assert home
    assert home.usual_object("dreams", "🌙", asleep=True) == "bed"
    assert home.usual_object("makes the beds", "🛏️", asleep=False) is None


@pytest.mark.parametrize(
    ("flawed", "says"),
    [
        (replace(BAKERY, objects=(OVEN, OVEN)), "one id"),
        (replace(BAKERY, objects=(replace(OVEN, stands=()),)), "give it stands"),
        (replace(BAKERY, objects=(replace(OVEN, stands=(Tile(99, 0),)),)), "walked on"),
        (replace(BAKERY, activities=(Pastime("p", "mills", "🌾", "mill"),)), "no object 'mill'"),
    ],
)
def test_a_map_with_objects_that_nobody_could_use_is_refused(flawed: Place, says: str) -> None:
    with pytest.raises(BadMap, match=says):
        check_map(town_map(places=[flawed]))
