"""Whatever crashes, every accepted input is answered once and the log replays to the same bits."""

from __future__ import annotations

import random
from typing import cast

import pytest

from engine.clock import ManualClock
from engine.game import Game
from engine.inputs import ANYONE
from engine.memory_store import MemoryStore
from engine.runner import Runner
from engine.store import StaleGeneration, Store
from tests.counter.rules import (
    COUNTING,
    HOLDER,
    World,
    add_counter,
    break_rules,
    founded,
    new_world,
    push,
    remove,
)
from tests.effort import seeds
from tests.simulation.faults import Crash, FaultyStore, Workers

TURNS, HEALED_TURNS = 60, 12


async def simulate(seed: int) -> tuple[MemoryStore, int]:
    """Returns the store after faults and healing, and how often the runner died."""
    chance = random.Random(seed)
    store = FaultyStore(chance)
    workers = Workers(store, chance)
    clock = ManualClock()
    await store.real.create_world(new_world(seed=seed))
    runner: Runner[World] | None = None
    deaths = 0
    for turn in range(TURNS + HEALED_TURNS):
        if turn == TURNS:
            store.heal()
            workers.healed = True
        await _people_act(store, chance, turn)
        await workers.work("w")
        clock.advance(chance.choice((30, 100, 700, 1000)))
        runner = runner or Runner(
            "w",
            COUNTING,
            cast(Store, store),
            generation=await store.real.take("w", HOLDER),
            dispatcher=workers,
            clock=clock,
        )
        try:
            await runner.turn_safely()
        except (Crash, StaleGeneration):
            runner = None
            deaths += 1
    return store.real, deaths


async def _people_act(store: FaultyStore, chance: random.Random, turn: int) -> None:
    requests = [
        add_counter.request(name=f"c{turn}"),
        push.request(counter=f"n:{chance.randrange(1, 9)}", by=chance.randrange(-5, 6)),
        remove.request(counter=f"n:{chance.randrange(1, 30)}"),
        break_rules.request(),
    ]
    for request in chance.choices(requests, (2, 6, 1, 0.3), k=chance.randrange(3)):
        await store.send(
            "w", request, actor=ANYONE, idempotency_key=f"person-{turn}-{request.name}-{chance.random()}"
        )


async def replayed_hash(store: MemoryStore, seed: int) -> str:
    record = await store.world("w")
    due = [logged.due() for logged in await store.input_log("w", 0, 100_000)]
    return Game(COUNTING, founded(seed)).step(record.next_tick, due).state_hash


@pytest.mark.parametrize("seed", seeds(40, 400))
async def test_nothing_is_lost_and_nothing_happens_twice(seed: int) -> None:
    store, _deaths = await simulate(seed)
    record = await store.world("w")
    sent = await store.inputs_after("w", 0, 100_000)
    answers = [await store.answer("w", received.number) for received in sent]
    assert all(answer is not None for answer in answers), "an accepted input was never answered"
    assert record.last_input == len(sent)
    assert await replayed_hash(store, seed) == (await store.load("w")).state_hash


async def test_the_faults_really_strike() -> None:
    deaths = [(await simulate(seed))[1] for seed in range(10)]
    assert sum(deaths) > 20
