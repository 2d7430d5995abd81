"""What human players do at places: begun where they are or walked to, ended as villagers' activities end."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.invariants import check_world
from tests.towns import MEADOW, Play, place, play, villager, with_objects
from town.bodies.inputs import move_to
from town.days.state import Habit
from town.doings.inputs import begin_activity, stop_activity
from town.ground.geometry import Facing, Tile
from town.ground.map import Fixture, Pastime
from town.ids import PlayerId
from town.people.inputs import join, leave
from town.settings import Settings
from town.talk.inputs import accept_invite, start_conversation

OVEN = Fixture(id="oven", name="oven", x=0, y=0, stands=(Tile(0, 1),), in_use="baking", after_use="hot")
SECOND_OVEN = replace(OVEN, id="oven-2", x=4, stands=(Tile(4, 1),))
BED = Fixture(id="bed", name="bed", x=2, y=3, stands=(Tile(2, 3),), in_use="slept in")
BAKERY = replace(
    with_objects(place("bakery", 0, 0, 6, 4), OVEN, SECOND_OVEN, BED),
    activities=(
        Pastime("bake", "bakes", "🥖", "oven"),
        Pastime("sing", "sings", "🎵"),
        Pastime("sleep", "sleeps", "💤", "bed", asleep=True),
    ),
)
GARDEN = place("garden", 8, 6, 4, 4)


BETWEEN_OVENS, AT_THE_OVEN, ON_THE_BED = Tile(1, 1), Tile(0, 1), Tile(2, 3)


def visiting(entry: Tile = BETWEEN_OVENS) -> tuple[Play, PlayerId]:
    game = play(MEADOW, [BAKERY, GARDEN], entry=entry)
    return game, game.send(join.request(name="Ada", character="look-01"))


def bake(game: Play, player: PlayerId, using: str | None = None) -> None:
    game.send(begin_activity.request(player=player, place="bakery", activity="bake", using=using))


def busy_with(game: Play, player: PlayerId) -> tuple[str, str | None] | None:
    check_world(game.world)
    activity = game.world.players[player].activity
    return activity and (activity.description, activity.object)


def users(game: Play) -> dict[str, tuple[PlayerId, ...]]:
    return {key: object_.users for key, object_ in game.world.objects.items()}


def test_one_walks_to_the_nearest_object_and_turns_to_it() -> None:
    game, ada = visiting()
    bake(game, ada)
    assert busy_with(game, ada) is None
    game.seconds(5)
    assert busy_with(game, ada) == ("bakes", "oven")
    assert users(game) == {"bakery/oven": (ada,)}
    assert game.world.tile_of(ada) == AT_THE_OVEN
    assert game.world.walkers.row(ada)["facing"] == Facing.UP


def test_one_may_say_which_object_it_is_to_be() -> None:
    game, ada = visiting()
    bake(game, ada, using="oven-2")
    game.seconds(10)
    assert users(game) == {"bakery/oven-2": (ada,)}


def test_what_needs_no_object_begins_at_once_where_one_stands() -> None:
    game, ada = visiting()
    game.send(begin_activity.request(player=ada, place="bakery", activity="sing"))
    assert busy_with(game, ada) == ("sings", None)


def test_who_walks_comes_to_a_halt_first() -> None:
    game, ada = visiting()
    game.send(move_to.request(player=ada, destination=Tile(5, 1)))
    game.seconds(0.5)
    game.send(begin_activity.request(player=ada, place="bakery", activity="sing"))
    assert busy_with(game, ada) is None
    game.seconds(2)
    assert busy_with(game, ada) == ("sings", None)
    assert game.world.tile_of(ada) == Tile(2, 1)


def test_another_activity_takes_the_place_of_the_first() -> None:
    game, ada = visiting(AT_THE_OVEN)
    bake(game, ada)
    assert busy_with(game, ada) == ("bakes", "oven")
    game.send(begin_activity.request(player=ada, place="bakery", activity="sing"))
    assert busy_with(game, ada) == ("sings", None)
    assert users(game) == {"bakery/oven": ()}


def test_who_bakes_on_keeps_the_oven() -> None:
    game, ada = visiting(AT_THE_OVEN)
    bake(game, ada)
    before = game.world.objects["bakery/oven"]
    game.seconds(1)
    bake(game, ada)
    assert game.world.objects["bakery/oven"] is before


@pytest.mark.parametrize("how", ["stop", "walk", "talk", "be asked", "leave"])
@pytest.mark.parametrize("seconds", [0.5, 6])
def test_on_the_way_and_at_it_an_activity_ends_as_for_villagers(how: str, seconds: float) -> None:
    game, ada = visiting(Tile(1, 2))
    bo: PlayerId = game.send(join.request(name="Bo", character="look-01"))
    bake(game, ada)
    game.seconds(seconds)
    match how:
        case "stop":
            game.send(stop_activity.request(player=ada))
        case "walk":
            game.send(move_to.request(player=ada, destination=Tile(9, 9)))
        case "talk":
            game.send(start_conversation.request(player=ada, invitee=bo))
        case "be asked":
            talk = game.send(start_conversation.request(player=bo, invitee=ada))
            game.send(accept_invite.request(player=ada, conversation=talk))
        case _:
            game.send(leave.request(player=ada))
    check_world(game.world)
    assert not any(users(game).values())
    game.seconds(10)
    check_world(game.world)
    if how != "leave":
        assert busy_with(game, ada) is None
        assert game.world.players[ada].heading is None


def test_who_stops_on_the_way_stands_still() -> None:
    game, ada = visiting(Tile(5, 3))
    for stop in (stop_activity.request(player=ada), move_to.request(player=ada, destination=None)):
        bake(game, ada, using="oven")
        game.seconds(0.5)
        game.send(stop)
        game.seconds(10)
        assert game.world.players[ada].destination is None
        assert busy_with(game, ada) is None
        assert game.world.tile_of(ada) != AT_THE_OVEN


def test_an_invite_alone_disturbs_nobody() -> None:
    game, ada = visiting(AT_THE_OVEN)
    bo: PlayerId = game.send(join.request(name="Bo", character="look-01"))
    bake(game, ada)
    game.send(start_conversation.request(player=bo, invitee=ada))
    assert busy_with(game, ada) == ("bakes", "oven")
    game.send(begin_activity.request(player=ada, place="bakery", activity="sing"))
    assert busy_with(game, ada) == ("sings", None)


def test_two_do_not_take_one_stand() -> None:
    game, ada = visiting(Tile(1, 2))
    bo: PlayerId = game.send(join.request(name="Bo", character="look-01"))
    cy: PlayerId = game.send(join.request(name="Cy", character="look-01"))
    bake(game, ada)
    bake(game, bo)
    baking_too = begin_activity.request(player=cy, place="bakery", activity="bake")
    assert "the oven is taken" in game.rejected(baking_too)
    game.seconds(10)
    assert users(game) == {"bakery/oven": (ada,), "bakery/oven-2": (bo,)}
    assert "the oven is taken" in game.rejected(baking_too)
    game.send(stop_activity.request(player=ada))
    game.send(move_to.request(player=ada, destination=Tile(5, 3)))
    game.seconds(8)
    bake(game, cy)
    game.seconds(10)
    assert users(game)["bakery/oven"] == (cy,)


def test_who_finds_somebody_there_is_told() -> None:
    game, ada = visiting(Tile(5, 3))
    bo: PlayerId = game.send(join.request(name="Bo", character="look-01"))
    game.send(move_to.request(player=bo, destination=Tile(1, 1)))
    game.seconds(12)
    bake(game, ada, using="oven")
    game.send(move_to.request(player=bo, destination=AT_THE_OVEN))
    game.seconds(120)
    assert busy_with(game, ada) is None
    assert game.world.players[ada].heading is None
    reasons = [body["reason"] for kind, body in game.events if kind == "walkGivenUp"]
    assert "somebody else was there first" in reasons


@pytest.mark.parametrize(
    ("place_id", "activity", "using", "says"),
    [
        ("bakery", "juggle", None, "one can do bake, sing, sleep"),
        ("garden", "garden-pastime", None, "you are not at Garden; walk there first"),
        ("moon", "bake", None, "there is no place 'moon'"),
        ("bakery", "bake", "bed", "does not use 'bed' for it, but oven, oven-2"),
        ("bakery", "sing", "oven", "does not use 'oven' for it, but nothing"),
    ],
)
def test_what_a_place_does_not_offer_is_refused(
    place_id: str, activity: str, using: str | None, says: str
) -> None:
    game, ada = visiting()
    request = begin_activity.request(player=ada, place=place_id, activity=activity, using=using)
    assert says in game.rejected(request)


def test_who_sleeps_or_talks_begins_nothing() -> None:
    game, ada = visiting(ON_THE_BED)
    sing = begin_activity.request(player=ada, place="bakery", activity="sing")
    game.send(begin_activity.request(player=ada, place="bakery", activity="sleep"))
    assert "you are asleep" in game.rejected(sing)
    game.send(stop_activity.request(player=ada))
    bo: PlayerId = game.send(join.request(name="Bo", character="look-01"))
    game.send(start_conversation.request(player=ada, invitee=bo))
    assert "you are in a conversation" in game.rejected(sing)
    assert "not busy" in game.rejected(stop_activity.request(player=ada))


def test_villagers_are_not_for_players_to_move() -> None:
    game = play(MEADOW, [BAKERY], [villager(0, "bakery")])
    request = begin_activity.request(player=PlayerId("p:1"), place="bakery", activity="sing")
    assert "is a villager" in game.rejected(request)


def test_an_object_stays_in_use_between_two_pieces_of_a_plan() -> None:
    day = (Habit(0, 1440, "bakery", "bakes", "🥖", "oven"),)
    settings = Settings(template="test", town_day_ms=1_440_000)
    game = play(MEADOW, [BAKERY], [villager(0, "bakery", day)], settings=settings)
    game.seconds(90)
    (baker,) = game.world.players
    began: set[int] = set()
    for _ in range(600):
        game.step(6)
        (oven,) = game.world.objects.values()
        assert (oven.state, oven.users) == ("baking", (baker,))
        activity = game.world.players[baker].activity
        began |= {activity.until_ms} if activity else set()
    assert len(began) > 2, "no piece ended meanwhile"


def test_who_is_called_away_between_two_pieces_leaves_what_they_used() -> None:
    day = (Habit(0, 1440, "bakery", "bakes", "🥖", "oven"),)
    settings = Settings(template="test", town_day_ms=1_440_000)
    game = play(MEADOW, [BAKERY], [villager(0, "bakery", day)], settings=settings, entry=Tile(9, 9))
    ada: PlayerId = game.send(join.request(name="Ada", character="look-01"))
    game.seconds(90)
    baker = next(player for player in game.world.players.values() if not player.human)
    while game.world.players[baker.id].activity is not None:
        game.step(1)
    assert any(users(game).values())
    game.send(start_conversation.request(player=ada, invitee=baker.id))
    game.step(1)
    assert not any(users(game).values())
