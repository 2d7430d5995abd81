"""The worker: takes operations from the queues, performs them, and reports each with an input."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec
import structlog
from arq.connections import RedisSettings
from arq.worker import Retry, func
from redis.exceptions import RedisError

from agent.asking.ability import ScriptedMind
from agent.asking.pens import open_drafts
from agent.asking.settings import VoiceSettings
from agent.called import AGAIN as CALLS_AGAIN
from agent.called import CalledWorker, hear_calls
from agent.marks import MARK_S, kept_marked
from agent.memory.relationships import PostgresRelationships
from agent.memory.retention import Retention
from agent.memory.stream import PostgresMemories, open_memory_pool
from agent.memory.upkeep import keep_embedded, let_memories_fade
from agent.opening import Minds, open_minds
from agent.parts import MIND_PARTS
from agent.perceiving.watching import Perception, watch_worlds
from agent.performers import Report, failure_of, perform, work_afterwards
from agent.performing import MindPart, Performers, Tools, performers_of
from agent.searching import KEPT_S, SEARCH_TIMEOUT_S, search_memories
from engine.clock import TickRate
from engine.game import Rules
from engine.inputs import WORKER
from engine.operations import Operation, operation_key
from engine.postgres import open_postgres_store
from engine.store import AuthorForgotten, KeyReused, Store, StoreUnavailable, TooManyWaiting, UnknownWorld
from engine.supervision import Backoff, Work, keep_running, running_beside
from engine.waking import wakeups
from records.queue import BACKGROUND, JOB, SEARCH_JOB, URGENT
from town.settings import Settings, Speech
from town.world import World

log: structlog.stdlib.BoundLogger = structlog.get_logger("worker")

PERFORM_S = 45.0
"""Longer than any answer of a mind may take, shorter than the rules wait for it."""
AFTERWARDS_S = 120.0
"""Nobody waits for what follows an operation, a reflection say, but it holds a place among the jobs."""
JOB_TIMEOUT_S = PERFORM_S + AFTERWARDS_S + 15
MOST_TRIES = 10_000
"""Tries end when the operation is answered or the rules have given it up, not by their number."""
RETRY_S = 1.0
AGAIN = Backoff(first_s=RETRY_S, longest_s=5.0)


class WorkerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values; the program fills them from its flags and environment."""

    database_url: str
    redis_url: str
    voice: VoiceSettings = VoiceSettings()
    most_urgent_jobs: int = 20
    most_background_jobs: int = 20
    poll_s: float = 1.0
    """Workers are called to their queues, and look by themselves this often."""


async def run_worker(
    settings: WorkerSettings, rules: Rules[World], parts: Sequence[MindPart] = MIND_PARTS
) -> None:
    """Work until cancelled in the worlds of these rules, by the parts of the town's minds or a fork's.

    A queue that goes away is waited for.
    """
    async with (
        open_postgres_store(settings.database_url) as store,
        open_memory_pool(settings.database_url) as pool,
        open_drafts(settings.redis_url) as drafts,
        wakeups(store) as waking,
        open_minds(settings.voice, store, pool, drafts, ScriptedMind()) as minds,
        asyncio.TaskGroup() as tasks,
    ):
        memories = PostgresMemories(pool, minds.embeddings, minds.embeddings_for)
        context = {
            "store": store,
            "memories": memories,
            "minds": minds,
            "relationships": PostgresRelationships(pool),
            "performers": performers_of(parts),
            "rules": rules,
        }
        perception = Perception(store, pool, memories, waking, rules)
        works: dict[str, Work] = {
            "the urgent queue": lambda: _serve(settings, context, URGENT, settings.most_urgent_jobs),
            "the queue": lambda: _serve(settings, context, BACKGROUND, settings.most_background_jobs),
            "perception": lambda: watch_worlds(perception),
            "embedding": lambda: keep_embedded(pool, minds.embeddings, minds.embeddings_for),
            "fading": lambda: let_memories_fade(store, pool, memories, Retention(), rules),
        }
        for name, work in works.items():
            tasks.create_task(keep_running(name, work, AGAIN), name=name)


async def _serve(settings: WorkerSettings, context: dict[str, Any], queue: str, most_jobs: int) -> None:
    """Take jobs from a queue until cancelled. Raises `ConnectionError` when it is away."""
    worker = CalledWorker(
        [
            func(run_job, name=JOB, timeout=JOB_TIMEOUT_S, max_tries=MOST_TRIES),
            func(search_memories, name=SEARCH_JOB, keep_result=KEPT_S, timeout=SEARCH_TIMEOUT_S, max_tries=1),
        ],
        queue_name=queue,
        redis_settings=RedisSettings.from_dsn(settings.redis_url),
        max_jobs=most_jobs,
        poll_delay=settings.poll_s,
        keep_result=0,  # a kept one would keep its operation from being queued again
        ctx=dict(context),
        handle_signals=False,
        job_serializer=msgspec.msgpack.encode,
        job_deserializer=msgspec.msgpack.decode,
    )
    worker.in_progress_timeout_s = MARK_S
    hearing = functools.partial(hear_calls, settings.redis_url, worker)
    try:
        async with running_beside(f"hearing calls to {queue}", hearing, CALLS_AGAIN):
            await worker.async_run()
    except RedisError as error:
        raise ConnectionError(f"the queue does not answer: {error}") from error
    finally:
        with suppress(RedisError, OSError, TimeoutError):  # what can't be handed back is done again
            await worker.close()


async def run_job(ctx: dict[str, Any], world_id: str, operation_id: str) -> None:
    """A job of the queue: an operation, marked as under way for as long as this worker lives."""
    async with kept_marked(ctx["redis"], ctx["job_id"]):
        await perform_operation(ctx, world_id, operation_id)


async def perform_operation(ctx: dict[str, Any], world_id: str, operation_id: str) -> None:
    """Perform one operation and report it. Doing it twice is harmless: the report's key is the operation's."""
    minds: Minds = ctx["minds"]
    rules: Rules[World] = ctx["rules"]
    try:
        speech = await _speech_of(ctx["store"], world_id, rules)
        tools = Tools(
            world_id=world_id,
            store=ctx["store"],
            memories=ctx["memories"],
            mind=minds.mind_of(world_id, speech),
            relationships=ctx["relationships"],
        )
        await _perform(tools, ctx["performers"], rules.rate, operation_id)
    except KeyReused:
        log.info("an operation was answered before", world=world_id, operation=operation_id)
    except UnknownWorld:
        log.info("the world is gone", world=world_id)
    except (StoreUnavailable, TooManyWaiting, AuthorForgotten) as error:
        log.warning("an operation is tried again", world=world_id, operation=operation_id, error=str(error))
        raise Retry(RETRY_S) from error


async def _speech_of(store: Store, world_id: str, rules: Rules[World]) -> Speech:
    loaded = await store.load(world_id, ["settings"])
    if not rules.plays(loaded.world.rules, loaded.world.rules_version):
        log.info("an operation waits for its world's upgrade, or a worker of its rules", world=world_id)
        raise Retry(RETRY_S)
    return msgspec.json.decode(loaded.entities[0].body, type=Settings).speech


async def _perform(tools: Tools, performers: Performers, rate: TickRate, operation_id: str) -> None:
    operation = await tools.store.operation(tools.world_id, operation_id)
    if operation is None:
        return
    if await _is_late(operation, tools, rate):
        await _send(tools, operation_id, Report(failure_of(operation, "it came too late", performers)))
        return
    await _send(tools, operation_id, await _performed_in_time(operation, tools, performers))
    await _work_afterwards(operation, tools, performers)


async def _send(tools: Tools, operation_id: str, report: Report) -> None:
    key = operation_key(operation_id)
    await tools.store.send(
        tools.world_id, report.request, actor=WORKER, idempotency_key=key, words=report.words
    )


async def _is_late(operation: Operation, tools: Tools, rate: TickRate) -> bool:
    """Whether the rules have given the operation up: then no model is asked, and the report only ends it."""
    world = await tools.store.world(tools.world_id)
    return rate.time_ms(world.next_tick) > operation.deadline_ms


async def _performed_in_time(operation: Operation, tools: Tools, performers: Performers) -> Report:
    try:
        async with asyncio.timeout(PERFORM_S):
            return await perform(operation, tools, performers)
    except TimeoutError:
        log.warning("an operation took too long", world=tools.world_id, operation=operation.id)
        return Report(failure_of(operation, "it took too long", performers))


async def _work_afterwards(operation: Operation, tools: Tools, performers: Performers) -> None:
    """Nobody waits for it, and what is lost here is made good at the next occasion."""
    try:
        async with asyncio.timeout(AFTERWARDS_S):
            await work_afterwards(operation, tools, performers)
    except (StoreUnavailable, TimeoutError) as error:
        log.warning("what follows an operation is put off", world=tools.world_id, error=repr(error))
