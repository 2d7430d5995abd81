"""A worker killed in the middle of its jobs: another takes them up long before the rules give them up."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec
import pytest
from arq.connections import ArqRedis, RedisSettings, create_pool
from arq.constants import in_progress_key_prefix, retry_key_prefix

from agent.queue import open_dispatcher
from agent.worker import WorkerSettings, run_worker
from engine.host import Host
from engine.postgres import open_postgres_store
from engine.store import Store
from town.founding import new_world
from town.minds.events import OperationFailed
from town.rules import TOWN

WORLD = "w"
ROOT = Path(__file__).parents[2]
LONG_S = 120
"""Only so that a hang fails the test instead of stopping it."""

STUCK_WORKER = """
import asyncio, sys
import agent.worker
from town.rules import TOWN

async def for_ever(operation, tools, performers):
    await asyncio.Event().wait()

agent.worker.perform = for_ever
settings = agent.worker.WorkerSettings(database_url=sys.argv[1], redis_url=sys.argv[2])
asyncio.run(agent.worker.run_worker(settings, TOWN))
"""


@contextmanager
def stuck_worker(database: str, valkey_url: str) -> Generator[subprocess.Popen[bytes]]:
    """A worker that takes jobs up and never ends one."""
    process = subprocess.Popen([sys.executable, "-c", STUCK_WORKER, database, valkey_url], cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@asynccontextmanager
async def hosted(database: str, valkey_url: str) -> AsyncGenerator[Store]:
    """A world that runs at its usual pace, and its store."""
    async with open_postgres_store(database) as store, open_dispatcher(valkey_url) as dispatcher:
        await store.create_world(new_world(WORLD, "W", "hollow", seed=1, owner_key_hash=b"", rules=TOWN))
        hosting = asyncio.create_task(Host(TOWN, store, dispatcher).run())
        try:
            yield store
        finally:
            hosting.cancel()
            await asyncio.gather(hosting, return_exceptions=True)


async def marked_jobs(redis: ArqRedis) -> set[str]:
    """The operations that are marked as under way."""
    keys: list[bytes] = await redis.keys(f"{in_progress_key_prefix}*")  # pyright: ignore[reportUnknownMemberType]  # untyped parts in its signature
    return {key.decode().rpartition("/")[2] for key in keys}


async def most_tries(redis: ArqRedis, operations: set[str]) -> int:
    """How often any of the jobs has been taken up."""
    tries = [await redis.get(f"{retry_key_prefix}{WORLD}/{operation}") for operation in operations]
    return max(int(number or 0) for number in tries)


async def given_up(store: Store) -> set[str]:
    """The operations that the rules went on without."""
    steps = await store.steps_after(WORLD, 0, 10_000)
    events = [event for step in steps for event in step.events if event.kind == "operationFailed"]
    return {msgspec.json.decode(event.body, type=OperationFailed).operation for event in events}


@pytest.mark.parametrize("seconds_until_the_kill", [pytest.param(0, marks=pytest.mark.soak), 10])
async def test_jobs_of_a_killed_worker_are_done_by_another(
    database: str, valkey_url: str, seconds_until_the_kill: float
) -> None:
    redis = await create_pool(RedisSettings.from_dsn(valkey_url))
    async with asyncio.timeout(LONG_S), hosted(database, valkey_url) as store:
        with stuck_worker(database, valkey_url) as worker:
            while not (begun := await marked_jobs(redis)):
                await asyncio.sleep(0.05)
            await asyncio.sleep(seconds_until_the_kill)
            assert await most_tries(redis, begun) <= 1, "a mark ended while its worker lived"
            worker.kill()
        settings = WorkerSettings(database_url=database, redis_url=valkey_url)
        working = asyncio.create_task(run_worker(settings, TOWN))
        while any([await store.operation(WORLD, operation) for operation in begun]):
            await asyncio.sleep(0.2)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        assert not begun & await given_up(store)
    await redis.aclose()
