"""What a runner looks at in each of its steps, each joint broken once."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from engine.clock import ManualClock
from engine.game import DueInput, Game, Step, Timed
from engine.inputs import ANYONE
from engine.joints import check_answers, check_bounds, check_commit, check_ticks
from engine.memory_store import MemoryStore
from engine.runner import RulesBroken, Runner
from tests.counter.rules import COUNTERS, COUNTING, HOLDER, World, add_counter, founded, new_world
from tests.simulation.faults import NoQueue

FROM_TICK, UNTIL_TICK = 10, 40
NAMES = ("a", "b", "c")


def due() -> list[DueInput]:
    requests = [add_counter.request(name=name) for name in NAMES]
    return [DueInput(number, 20 + number, r.name, r.args) for number, r in enumerate(requests, 1)]


@pytest.fixture
def step() -> Step:
    game = Game(COUNTING, founded(1))
    game.step(FROM_TICK, [])
    return game.step(UNTIL_TICK, due())


def check(step: Step) -> None:
    check_ticks(step, FROM_TICK, UNTIL_TICK)
    check_answers(step, 0, due())


def test_a_sound_step_passes(step: Step) -> None:
    check(step)
    check_answers(replace(step, answers=(), last_input=7), 7, [])


@pytest.mark.parametrize(
    "broken",
    [
        {"from_tick": FROM_TICK - 1},
        {"next_tick": UNTIL_TICK - 1},
        {"next_tick": UNTIL_TICK + 1},
        {"last_input": len(NAMES) - 1},
        {"answers": ()},
    ],
    ids=str,
)
def test_a_step_that_says_otherwise_is_told(step: Step, broken: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        check(replace(step, **broken))


def test_answers_come_once_in_order_and_at_ticks_of_the_step(step: Step) -> None:
    first, second, third = step.answers
    late, early = replace(third, tick=UNTIL_TICK + 1), replace(first, tick=FROM_TICK - 1)
    for answers in (
        (first, third, second),
        (first, second, second),
        (first, second, late),
        (early, second, third),
        (first, replace(second, tick=third.tick + 1), third),
    ):
        with pytest.raises(AssertionError):
            check(replace(step, answers=answers))


def test_a_step_never_runs_back(step: Step) -> None:
    back = replace(step, from_tick=UNTIL_TICK, next_tick=FROM_TICK)
    with pytest.raises(AssertionError, match="run back"):
        check_ticks(back, UNTIL_TICK, FROM_TICK)


def test_steps_are_numbered_without_gaps() -> None:
    check_commit(8, 7)
    check_commit(8, None)
    for number in (7, 9):
        with pytest.raises(AssertionError, match=f"step {number} was committed after step 7"):
            check_commit(number, 7)


@pytest.mark.parametrize(("column", "value"), [("drift", -4), ("drift", 4), ("mood", 2), ("since_ms", -1)])
def test_a_value_beyond_its_bounds_is_named(column: str, value: int) -> None:
    world = founded(1)
    for id_ in ("n:1", "n:2"):
        world.counters.add(id_, drift=-3, mood=1)
    check_bounds({"counters": world.counters})
    world.counters.set("n:2", **{column: value})
    with pytest.raises(AssertionError, match=f"{column} of counters 'n:2' is {value}, beyond its bounds"):
        check_bounds({"counters": world.counters})
    world.counters.remove("n:2")
    check_bounds({"counters": world.counters})


def test_an_empty_slot_is_within_all_bounds() -> None:
    assert all(column.holds(0) for column in COUNTERS.values())


def exaggerate(world: World, now: int) -> None:
    for id_ in world.counters:
        world.counters.set(id_, drift=9)


async def running(store: MemoryStore, rules: Any = COUNTING) -> Runner[World]:
    await store.create_world(new_world())
    generation = await store.take("w", HOLDER)
    await store.send("w", add_counter.request(name="a"), actor=ANYONE)
    return Runner("w", rules, store, generation=generation, dispatcher=NoQueue(), clock=ManualClock())


async def test_nothing_beyond_its_bounds_is_committed() -> None:
    store = MemoryStore()
    rules = replace(COUNTING, systems=(Timed(exaggerate, lambda _world, now: now + 1),))
    runner = await running(store, rules)
    with pytest.raises(RulesBroken, match="drift of counters 'n:1' is 9, beyond its bounds"):
        await runner.turn()
    assert (await store.world("w")).step == 0


class SkippingStore(MemoryStore):
    """Leaves a number out."""

    async def commit(self, *args: Any, **more: Any) -> int:
        number = await super().commit(*args, **more)
        return number + (number > 1)


async def test_a_gap_in_the_steps_is_told() -> None:
    store = SkippingStore()
    runner = await running(store)
    await runner.turn()
    await store.send("w", add_counter.request(name="b"), actor=ANYONE)
    with pytest.raises(AssertionError, match="step 3 was committed after step 1"):
        await runner.turn()
