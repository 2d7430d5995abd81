"""Who comes during a step stands from its beginning on where it appeared: it does not slide in from nowhere."""

import pytest

from engine.codec import decode_history
from engine.game import DueInput, Game
from engine.tracks import layout_of_schema, value_at
from tests.counter.rules import COUNTERS, COUNTING, World, add_counter, founded, push, remove

LAYOUT = layout_of_schema("counters", COUNTERS)


def begun() -> Game[World]:
    game = Game(COUNTING, founded(3))
    game.mark_committed()
    return game


def test_a_row_that_comes_late_in_a_step_has_its_first_value_from_the_beginning() -> None:
    game = begun()
    requests = (add_counter.request(name="x"), push.request(counter="n:1", by=500))
    due = [DueInput(number, 40, r.name, r.args) for number, r in enumerate(requests, 1)]
    step = game.step(60, due)
    history = decode_history(step.history, [LAYOUT])
    at_birth = value_at(history, "counters", 0, "value", 40)
    assert at_birth is not None
    assert at_birth >= 490
    for tick in (0, 1, 20, 39):
        value = value_at(history, "counters", 0, "value", tick)
        assert value is not None
        assert abs(value - at_birth) <= COUNTERS["value"].tolerance


@pytest.mark.parametrize("came_at", [11, 40, 59, 60])
def test_who_takes_anothers_slot_has_no_share_in_their_way(came_at: int) -> None:
    game = begun()
    requests = [
        (5, add_counter.request(name="x")),
        (7, push.request(counter="n:1", by=-900)),
        (10, push.request(counter="n:1", by=700)),
        (came_at, remove.request(counter="n:1")),
        (came_at, add_counter.request(name="y")),
        (came_at, push.request(counter="n:2", by=500)),
    ]
    due = [DueInput(number, tick, r.name, r.args) for number, (tick, r) in enumerate(requests, 1)]
    step = game.step(60, due)
    assert dict(game.world.counters.slot_of) == {"n:2": 0}
    history = decode_history(step.history, [LAYOUT])
    for tick in range(came_at):
        value = value_at(history, "counters", 0, "value", tick)
        assert value is None or abs(value - 500) <= COUNTERS["value"].tolerance, tick
