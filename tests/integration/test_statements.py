"""What a step asks of the database: two statements, and none that only clears up after another."""

from __future__ import annotations

from itertools import pairwise

import asyncpg

from engine.clock import ManualClock
from engine.postgres import open_postgres_store
from engine.runner import Runner
from tests.counter.rules import COUNTING, HOLDER, World, new_world
from tests.simulation.faults import NoQueue

FEW, MANY = 5, 45
STATEMENTS_A_STEP = 2
"""One reads the inputs, one commits."""


async def transactions(database: str) -> int:
    """How many the database has seen; each statement outside a transaction is one. Who leaves tells of their last."""
    connection = await asyncpg.connect(database)
    try:
        while await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ):
            pass
        return await connection.fetchval(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
        )
    finally:
        await connection.close()


async def play(database: str, steps: int) -> None:
    clock = ManualClock()
    async with open_postgres_store(database) as store:
        await store.create_world(new_world(f"w{steps}"))
        generation = await store.take(f"w{steps}", HOLDER)
        runner: Runner[World] = Runner(
            f"w{steps}", COUNTING, store, generation=generation, dispatcher=NoQueue(), clock=clock
        )
        for _ in range(steps):
            clock.advance(100)
            await runner.turn()


async def test_a_step_takes_two_statements(database: str) -> None:
    seen = [await transactions(database)]
    for steps in (FEW, MANY):
        await play(database, steps)
        seen.append(await transactions(database))
    few, many = (after - before for before, after in pairwise(seen))
    more = (many - few) / (MANY - FEW)
    assert STATEMENTS_A_STEP <= more < STATEMENTS_A_STEP + 0.5
