"""Workers are called to their queues: what is put in is begun at once, though they look by themselves hardly ever."""

from __future__ import annotations

import asyncio
import functools
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from arq.connections import RedisSettings
from arq.worker import func

from agent.called import CalledWorker, hear_calls
from agent.queue import JOB, open_dispatcher
from engine.operations import Operation
from engine.supervision import running_beside
from records.queue import URGENT

LONG_S = 60
"""Only so that a hang fails the test instead of stopping it."""
HARDLY_EVER_S = 3600
PLACES = 2


def operation(id_: str) -> Operation:
    return Operation(
        id=id_, kind="decideNext", body=msgspec.Raw(b"{}"), issued_ms=0, deadline_ms=0, urgent=True
    )


async def test_each_job_is_begun_when_it_comes_or_a_place_is_free(valkey_url: str) -> None:
    done: asyncio.Queue[str] = asyncio.Queue()

    async def perform(ctx: dict[Any, Any], world_id: str, operation_id: str) -> None:
        await done.put(operation_id)

    worker = CalledWorker(
        [func(perform, name=JOB, keep_result=0)],
        queue_name=URGENT,
        redis_settings=RedisSettings.from_dsn(valkey_url),
        max_jobs=PLACES,
        poll_delay=HARDLY_EVER_S,
        handle_signals=False,
        job_serializer=msgspec.msgpack.encode,
        job_deserializer=msgspec.msgpack.decode,
    )
    async with (
        asyncio.timeout(LONG_S),
        open_dispatcher(valkey_url) as dispatcher,
        running_beside("calls", functools.partial(hear_calls, valkey_url, worker)),
        running_beside("the worker", worker.async_run),
    ):
        await dispatcher.dispatch("w", [operation("o:0")])
        assert await done.get() == "o:0"
        for number in range(1, 4):
            await dispatcher.dispatch("w", [operation(f"o:{number}")])
            assert await done.get() == f"o:{number}", "a call after its first look"
        many = {f"m:{number}" for number in range(3 * PLACES)}
        await dispatcher.dispatch("w", [operation(id_) for id_ in many])
        assert {await done.get() for _ in many} == many, "more than there are places"
    with suppress(asyncio.CancelledError):  # of a job that was about to be crossed off
        await worker.close()


async def test_whatever_is_put_into_the_queue_is_a_call(
    valkey_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: asyncio.Queue[None] = asyncio.Queue()

    async def unused(ctx: dict[Any, Any]) -> None:
        raise AssertionError("this worker never runs")

    worker = CalledWorker([unused], queue_name=URGENT, handle_signals=False)
    monkeypatch.setattr(worker, "call", lambda: calls.put_nowait(None))
    async with (
        asyncio.timeout(LONG_S),
        open_dispatcher(valkey_url) as dispatcher,
        running_beside("calls", functools.partial(hear_calls, valkey_url, worker)),
    ):
        await calls.get()  # it listens
        for number in range(3):
            await dispatcher.dispatch("w", [operation(f"o:{number}")])
            await calls.get()
