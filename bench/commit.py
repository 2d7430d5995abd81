"""How long the commit of a step takes: `python -m bench.commit`.

A living town of 25 is played in steps of half a second and each step committed to a real Postgres with fsync.
Beside it, in the same run, a bare transaction that writes as many bytes into one row of one table.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import asyncpg
import msgspec

from engine.game import Game, Step
from engine.inputs import WORKER
from engine.leases import Holder
from engine.loading import game_of
from engine.postgres import open_postgres_store
from everbrook.migrating import migrate
from everbrook.services.postgres import running_postgres
from tests.minds import answer
from town.founding import new_world
from town.rules import TOWN
from town.world import World

STEPS = 300
WARM_UP = 60
TICKS_PER_STEP = 30


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, running_postgres(Path(folder) / "pg") as dsn:
        asyncio.run(_measure(dsn))


async def _measure(dsn: str) -> None:
    await migrate(dsn)
    steps, commits_ms = await _play(dsn)
    sizes = [_size(step) for step in steps]
    bare_ms = await _bare(dsn, sizes)
    print("| what | median ms | 99th ms | reach |")
    print("|---|---|---|---|")
    print(
        f"| commit of a step, 25 people, {statistics.mean(sizes):.0f} bytes | {_quantiles(commits_ms)} | 4 |"
    )
    print(f"| bare transaction of this size | {_quantiles(bare_ms)} | |")
    ratio = statistics.median(commits_ms) / statistics.median(bare_ms)
    print(f"\nA commit takes {ratio:.1f} times as long as the bare transaction.")


async def _play(dsn: str) -> tuple[list[Step], list[float]]:
    steps: list[Step] = []
    times_ms: list[float] = []
    async with open_postgres_store(dsn) as store:
        await store.create_world(new_world("w", "Bench", "everbrook", seed=1, owner_key_hash=b"", rules=TOWN))
        generation = await store.take("w", Holder.of("bench", TOWN))
        game: Game[World] = game_of(TOWN, await store.load("w"))
        for number in range(WARM_UP + STEPS):
            received = await store.inputs_after("w", game.last_input, 500)
            tick = game.next_tick + TICKS_PER_STEP
            step = game.step(tick, [r.due_at(tick - 1) for r in received])
            began = time.perf_counter()
            await store.commit("w", generation, step)
            if number >= WARM_UP:
                times_ms.append((time.perf_counter() - began) * 1000)
                steps.append(step)
            for operation in step.operations:
                await store.send(
                    "w", answer(operation), actor=WORKER, idempotency_key=f"operation:{operation.id}"
                )
    return steps, times_ms


def _size(step: Step) -> int:
    return len(step.history) + len(msgspec.json.encode((step.changes, step.answers, step.events)))


async def _bare(dsn: str, sizes: list[int]) -> list[float]:
    connection = await asyncpg.connect(dsn)
    times_ms: list[float] = []
    await connection.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, body bytea)")
    for size in sizes:
        began = time.perf_counter()
        await connection.execute("INSERT INTO bare (body) VALUES ($1)", bytes(size))
        times_ms.append((time.perf_counter() - began) * 1000)
    await connection.close()
    return times_ms


def _quantiles(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} | {statistics.quantiles(values, n=100)[98]:.2f}"


if __name__ == "__main__":
    main()
