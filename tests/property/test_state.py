"""The state as entities, on the counter game under any inputs at any time."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.clock import Pace, TickRate
from engine.codec import decode_history
from engine.game import DueInput, Error, Game, Step
from engine.inputs import Request
from engine.operations import Operation
from engine.state import Entity, entities_of, restore, state_hash
from engine.tracks import layout_of_schema, value_at
from tests.counter.rules import (
    COUNTERS,
    COUNTING,
    Thought,
    World,
    add_counter,
    finish_thought,
    founded,
    push,
    remove,
    set_pace,
)
from tests.effort import tries

LAYOUT = layout_of_schema("counters", COUNTERS)

Plan = list[tuple[int, list[tuple[int, Request]]]]
"""Steps of so many ticks, each with inputs so many ticks after its beginning."""

COUNTER_IDS = st.integers(1, 8).map(lambda number: f"n:{number}")


def _added(name: str) -> Request:
    return add_counter.request(name=name)


def _pushed(counter: str, by: int) -> Request:
    return push.request(counter=counter, by=by)


def _removed(counter: str) -> Request:
    return remove.request(counter=counter)


def _thought(number: int, counter: str, drift: int) -> Request:
    return finish_thought.request(operation=f"o:{number}", counter=counter, drift=drift)


REQUESTS = st.one_of(
    st.builds(_added, st.text(max_size=5)),
    st.builds(_pushed, COUNTER_IDS, st.integers(-2, 2)),
    st.builds(_removed, COUNTER_IDS),
    st.builds(_thought, st.integers(1, 20), COUNTER_IDS, st.integers(-5, 5)),
    st.just(set_pace.request(pace=Pace(speed_permille=2000))),
    st.just(Request("nonsense", msgspec.Raw(b"{}"))),
)
STEPS = st.integers(0, 400).flatmap(
    lambda ticks: st.tuples(
        st.just(ticks), st.lists(st.tuples(st.integers(0, max(ticks - 1, 0)), REQUESTS), max_size=4)
    )
)
PLANS: st.SearchStrategy[Plan] = st.lists(STEPS, min_size=1, max_size=12)


def new_game(*, leap: bool = True, rate: TickRate = COUNTING.rate) -> Game[World]:
    game = Game(replace(COUNTING, rate=rate), founded(3), leap=leap)
    game.mark_committed()
    return game


class Driver:
    """Plays a plan on a game; each thought that was asked for is answered half of the time."""

    def __init__(self, game: Game[World]) -> None:
        self.game = game
        self._asked: list[Operation] = []

    def play(self, ticks: int, requests: list[tuple[int, Request]]) -> Step:
        begin, number = self.game.next_tick, self.game.last_input
        reports = [(0, self._report(operation)) for operation in self._asked[::2]]
        self._asked = []
        due: list[DueInput] = []
        for after, request in sorted(reports + requests, key=lambda item: item[0]):
            number += 1
            due.append(DueInput(number, begin + after, request.name, request.args))
        step = self.game.step(begin + ticks, due)
        self._asked.extend(step.operations)
        return step

    def _report(self, operation: Operation) -> Request:
        job = msgspec.json.decode(operation.body, type=Thought)
        return finish_thought.request(operation=job.operation, counter=job.counter, drift=len(job.operation))


def stored(entities: dict[tuple[str, str], Entity], step: Step) -> None:
    """What a store does with a step's changes."""
    for change in step.changes:
        if change.body is None:
            del entities[change.kind, change.id]
        else:
            entities[change.kind, change.id] = Entity(change.kind, change.id, change.body)


@settings(max_examples=tries(60))
@given(PLANS)
def test_changes_add_up_to_the_state(plan: Plan) -> None:
    """The differences of all steps, stored and restored, are the world; and its hash says so."""
    game = Game(COUNTING, founded(3))
    first = game.mark_committed()
    entities = {(c.kind, c.id): Entity(c.kind, c.id, c.body) for c in first if c.body is not None}
    driver = Driver(game)
    for ticks, requests in plan:
        step = driver.play(ticks, requests)
        before = dict(entities)
        stored(entities, step)
        assert all(entities.get((c.kind, c.id)) != before.get((c.kind, c.id)) for c in step.changes)
        assert set(entities) == {key for key, _ in entities_of(game.world)}
        again = World()
        restore(again, entities.values())
        assert step.state_hash == state_hash(game.world) == state_hash(again)


def test_two_equal_rows_that_swap_slots_have_changed() -> None:
    game = new_game()
    game.step(1, [DueInput(n, 0, "addCounter", _added("same").args) for n in (1, 2)])
    counters = game.world.counters
    for id_ in ("n:1", "n:2"):
        counters.set(id_, drift=0, base=7, value=7)
    game.step(2, [])
    row = counters.row("n:1")
    assert counters.row("n:2") == row
    for id_ in ("n:1", "n:2"):
        counters.remove(id_)
    counters.put("n:2", 0, row)
    counters.put("n:1", 1, row)
    step = game.step(2, [])
    assert [(change.kind, change.id) for change in step.changes if change.kind == "counters"] == [
        ("counters", "n:2"),
        ("counters", "n:1"),
    ]
    assert step.state_hash == state_hash(game.world)


def test_what_is_gone_is_told_in_the_order_in_which_it_came() -> None:
    """Not in that of a set, which differs from process to process."""
    game = new_game()
    ids = [f"n:{number}" for number in range(1, 9)]
    game.step(1, [DueInput(number, 0, "addCounter", _added(id_).args) for number, id_ in enumerate(ids, 1)])
    step = game.step(
        2, [DueInput(9 + n, 1, "remove", _removed(id_).args) for n, id_ in enumerate(reversed(ids))]
    )
    assert [change.id for change in step.changes if change.kind == "minds"] == ids


@settings(max_examples=tries(60))
@given(PLANS, st.integers(0, 11))
def test_a_restored_game_plays_on_the_same(plan: Plan, cut: int) -> None:
    whole, parted = Driver(new_game()), Driver(new_game())
    for number, (ticks, requests) in enumerate(plan):
        if number == cut:
            parted.game = _reloaded(parted.game)
        expected, found = whole.play(ticks, requests), parted.play(ticks, requests)
        assert found == expected


def _reloaded(game: Game[World]) -> Game[World]:
    entities = [
        Entity(change.kind, change.id, change.body)
        for change in Game(COUNTING, game.world).mark_committed()
        if change.body is not None
    ]
    world = World()
    restore(world, entities)
    again = Game(COUNTING, world, next_tick=game.next_tick, last_input=game.last_input)
    again.mark_committed()
    return again


@settings(max_examples=tries(60))
@given(PLANS, st.sampled_from([60, 25, 7, 1000]).map(TickRate))
def test_a_leap_gives_the_same_bits_as_every_tick(plan: Plan, rate: TickRate) -> None:
    leaping, ticking = Driver(new_game(rate=rate)), Driver(new_game(leap=False, rate=rate))
    for ticks, requests in plan:
        assert leaping.play(ticks, requests) == ticking.play(ticks, requests)


@settings(max_examples=tries(60))
@given(PLANS)
def test_the_cut_into_steps_changes_nothing(plan: Plan) -> None:
    """The same inputs at the same ticks, in one step or in many."""
    many, one = new_game(), new_game()
    due: list[DueInput] = []
    number = 0
    for ticks, requests in plan:
        begin = many.next_tick
        batch: list[DueInput] = []
        for after, request in sorted(requests, key=lambda item: item[0]):
            number += 1
            batch.append(DueInput(number, begin + after, request.name, request.args))
        many.step(begin + ticks, batch)
        due += batch
    step = one.step(many.next_tick, due)
    assert step.state_hash == state_hash(many.world)


@settings(max_examples=tries(40))
@given(PLANS)
def test_a_rejected_input_changes_nothing(plan: Plan) -> None:
    driver = Driver(new_game())
    driver.play(1, [(0, add_counter.request(name=name)) for name in ("a", "b", "c")])
    for ticks, requests in plan:
        driver.play(ticks, [])
        for _, request in requests:
            before = state_hash(driver.game.world)
            step = driver.play(0, [(0, request)])
            if all(isinstance(answer.outcome, Error) for answer in step.answers):
                assert step.state_hash == before
                assert not step.changes
                assert not step.events
                assert not step.operations


@settings(max_examples=tries(40))
@given(PLANS)
@example([(121, [(0, _added("0"))]), (0, [])])
def test_history_joins_without_a_gap(plan: Plan) -> None:
    """Each step's history begins where the last one's ended, and tells whatever is not as it was then."""
    driver = Driver(new_game())
    stood: dict[tuple[str, str], int] = {}
    for ticks, requests in plan:
        step = driver.play(ticks, requests)
        history = decode_history(step.history, [LAYOUT])
        assert (history.first_tick, history.ticks) == (max(step.from_tick - 1, 0), ticks)
        stands = _values(driver.game.world)
        for (id_, name), value in stands.items():
            slot = driver.game.world.counters.slot_of[id_]
            last = value_at(history, "counters", slot, name, history.first_tick + history.ticks)
            assert last in (None, value)
            first = value_at(history, "counters", slot, name, history.first_tick)
            assert first is not None or value == stood[id_, name]
            # In a step without ticks there is no time between what was and what an input made of it.
            assert first in (None, stood.get((id_, name), first)) or ticks == 0
        stood = stands


def _values(world: World) -> dict[tuple[str, str], Any]:
    table = world.counters
    return {
        (id_, column.name): int(table[column.name][slot])
        for id_, slot in table.slot_of.items()
        for column in LAYOUT.columns
    }
