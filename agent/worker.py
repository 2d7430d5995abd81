"""The worker: takes operations from the queues, performs them, and reports each with an input."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import msgspec
import structlog
from arq.connections import RedisSettings
from arq.worker import Retry, Worker, func
from redis.exceptions import RedisError

from agent.drafts import open_drafts
from agent.marks import MARK_S, kept_marked
from agent.memory.retention import Retention
from agent.memory.stream import PostgresMemories, open_memory_pool
from agent.memory.upkeep import keep_embedded, let_memories_fade
from agent.memory.watching import watch_worlds
from agent.performers import failure_of, perform, reflect_after
from agent.performing import Tools
from agent.queue import BACKGROUND, JOB, SEARCH_JOB, URGENT
from agent.relationships import PostgresRelationships
from agent.scripted.mind import ScriptedMind
from agent.scripted.voice import ScriptedVoice
from agent.searching import KEPT_S, SEARCH_TIMEOUT_S, search_memories
from agent.voices.opening import Minds, open_minds
from agent.voices.settings import VoiceSettings
from engine.clock import tick_time_ms
from engine.inputs import Request
from engine.operations import Operation, operation_key
from engine.outages import spoken_plainly
from engine.postgres import open_postgres_store
from engine.store import KeyReused, Store, StoreUnavailable, TooManyWaiting, UnknownWorld
from town.entities import Settings, Speech

log: structlog.stdlib.BoundLogger = structlog.get_logger("worker")

PERFORM_S = 45.0
"""Longer than any answer of a mind may take, shorter than the rules wait for it."""
REFLECT_S = 120.0
"""Nobody waits for a reflection, but it holds a place among the jobs."""
JOB_TIMEOUT_S = PERFORM_S + REFLECT_S + 15
MOST_TRIES = 10_000
"""Tries end when the operation is answered or the rules have given it up, not by their number."""
RETRY_S = 1.0


class WorkerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values; the program fills them from its flags and environment."""

    database_url: str
    redis_url: str
    voice: VoiceSettings = VoiceSettings()
    most_urgent_jobs: int = 20
    most_background_jobs: int = 20
    urgent_poll_s: float = 0.03
    background_poll_s: float = 0.15


async def run_worker(settings: WorkerSettings) -> None:
    """Work until cancelled; a queue that goes away is waited for."""
    async with (
        open_postgres_store(settings.database_url) as store,
        open_memory_pool(settings.database_url) as pool,
        open_drafts(settings.redis_url) as drafts,
        open_minds(settings.voice, store, pool, drafts, ScriptedVoice(), ScriptedMind()) as minds,
        asyncio.TaskGroup() as tasks,
    ):
        memories = PostgresMemories(pool, minds.embeddings, minds.embeddings_for)
        context = {
            "store": store,
            "memories": memories,
            "minds": minds,
            "relationships": PostgresRelationships(pool),
        }
        tasks.create_task(
            _serve(settings, context, URGENT, settings.most_urgent_jobs, settings.urgent_poll_s)
        )
        tasks.create_task(
            _serve(settings, context, BACKGROUND, settings.most_background_jobs, settings.background_poll_s)
        )
        tasks.create_task(watch_worlds(store, pool, memories))
        tasks.create_task(keep_embedded(pool, minds.embeddings, minds.embeddings_for))
        tasks.create_task(let_memories_fade(store, pool, memories, Retention()))


async def _serve(
    settings: WorkerSettings, context: dict[str, Any], queue: str, most_jobs: int, poll_s: float
) -> None:
    while True:
        worker = Worker(
            [
                func(run_job, name=JOB, timeout=JOB_TIMEOUT_S, max_tries=MOST_TRIES),
                func(
                    search_memories,
                    name=SEARCH_JOB,
                    keep_result=KEPT_S,
                    timeout=SEARCH_TIMEOUT_S,
                    max_tries=1,
                ),
            ],
            queue_name=queue,
            redis_settings=RedisSettings.from_dsn(settings.redis_url),
            max_jobs=most_jobs,
            poll_delay=poll_s,
            keep_result=0,  # a kept one would keep its operation from being queued again
            ctx=dict(context),
            handle_signals=False,
            job_serializer=msgspec.msgpack.encode,
            job_deserializer=msgspec.msgpack.decode,
        )
        worker.in_progress_timeout_s = MARK_S
        try:
            await worker.async_run()
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("the queue is away; trying again", queue=queue, error=repr(error))
        finally:
            with suppress(RedisError, OSError, TimeoutError):  # what can't be handed back is done again
                await worker.close()
        await asyncio.sleep(RETRY_S)


async def run_job(ctx: dict[str, Any], world_id: str, operation_id: str) -> None:
    """A job of the queue: an operation, marked as under way for as long as this worker lives."""
    async with kept_marked(ctx["redis"], ctx["job_id"]):
        await perform_operation(ctx, world_id, operation_id)


async def perform_operation(ctx: dict[str, Any], world_id: str, operation_id: str) -> None:
    """Perform one operation and report it. Doing it twice is harmless: the report's key is the operation's."""
    minds: Minds = ctx["minds"]
    try:
        speech = await _speech_of(ctx["store"], world_id)
        tools = Tools(
            world_id=world_id,
            store=ctx["store"],
            memories=ctx["memories"],
            voice=minds.voice_of(world_id, speech),
            mind=minds.mind_of(world_id, speech),
            relationships=ctx["relationships"],
        )
        await _perform(tools, operation_id)
    except KeyReused:
        log.info("an operation was answered before", world=world_id, operation=operation_id)
    except UnknownWorld:
        log.info("the world is gone", world=world_id)
    except (StoreUnavailable, TooManyWaiting) as error:
        log.warning("an operation is tried again", world=world_id, operation=operation_id, error=str(error))
        raise Retry(RETRY_S) from error


async def _speech_of(store: Store, world_id: str) -> Speech:
    loaded = await store.load(world_id, ["settings"])
    return msgspec.json.decode(loaded.entities[0].body, type=Settings).speech


async def _perform(tools: Tools, operation_id: str) -> None:
    operation = await tools.store.operation(tools.world_id, operation_id)
    if operation is None:
        return
    if await _is_late(operation, tools):
        request = failure_of(operation, "it came too late")
        await tools.store.send(tools.world_id, request, idempotency_key=operation_key(operation_id))
        return
    request = await _performed_in_time(operation, tools)
    await tools.store.send(tools.world_id, request, idempotency_key=operation_key(operation_id))
    await _reflect(operation, tools)


async def _is_late(operation: Operation, tools: Tools) -> bool:
    """Whether the rules have given the operation up: then no model is asked, and the report only ends it."""
    world = await tools.store.world(tools.world_id)
    return tick_time_ms(world.next_tick) > operation.deadline_ms


async def _performed_in_time(operation: Operation, tools: Tools) -> Request:
    try:
        async with asyncio.timeout(PERFORM_S):
            return await perform(operation, tools)
    except TimeoutError:
        log.warning("an operation took too long", world=tools.world_id, operation=operation.id)
        return failure_of(operation, "it took too long")


async def _reflect(operation: Operation, tools: Tools) -> None:
    """Nobody waits for it, and what is lost here is made good at the next occasion."""
    try:
        async with asyncio.timeout(REFLECT_S), spoken_plainly():
            await reflect_after(operation, tools)
    except (StoreUnavailable, TimeoutError) as error:
        log.warning("a reflection is put off", world=tools.world_id, error=repr(error))
