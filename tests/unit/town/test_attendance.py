"""A world that rests while nobody is there, and the owner's pause beside it."""

from typing import Any

import pytest

from engine.game import Error, Ok
from engine.inputs import Request
from tests.towns import Play, place, play, villager
from town.owner.rest import rest, wake
from town.owner.time import pause, resume
from town.settings import Settings

AWAKE, RESTING, PAUSED = (False, False), (True, True), (True, False)


def town(rest_after_minutes: int | None = 5) -> Play:
    settings = Settings(template="test", rest_after_minutes=rest_after_minutes)
    return play(places=[place("home", 0, 0, 3, 2)], villagers=[villager(0, "home", ())], settings=settings)


def outcome(game: Play, request: Request) -> Ok | Error:
    (answer,) = game.step(0, [request])
    return answer.outcome


@pytest.mark.parametrize(
    ("requests", "after"),
    [
        ([rest], RESTING),
        ([rest, wake], AWAKE),
        ([rest, resume], AWAKE),
        ([rest, pause], PAUSED),
    ],
    ids=["rest", "wake", "resumed", "paused in its rest"],
)
def test_rest_and_what_ends_it(requests: list[Any], after: tuple[bool, bool]) -> None:
    game = town()
    for declared in requests:
        game.send(declared.request())
    assert (game.world.clock.paused, game.world.clock.resting) == after


def test_what_is_no_rest_is_refused_and_changes_nothing() -> None:
    never = town(rest_after_minutes=None)
    assert isinstance(outcome(never, rest.request()), Error)
    game = town()
    assert isinstance(outcome(game, wake.request()), Error)
    game.send(pause.request())
    assert isinstance(outcome(game, rest.request()), Error)
    assert isinstance(outcome(game, wake.request()), Error), "nobody but the owner ends the owner's pause"
    assert (game.world.clock.paused, game.world.clock.resting) == PAUSED
