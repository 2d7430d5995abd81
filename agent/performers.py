"""The performers of the town's jobs. What fails becomes an input too, so that the rules go on without it."""

from __future__ import annotations

import hashlib

import msgspec
import structlog

from agent.context import read_cast, read_lines, remembered_of
from agent.memory.records import MemoryKind, NewMemory
from agent.performing import PERFORMERS, Tools, performs
from agent.tasks import DecideTask, Moment, RememberTask, SayTask, VoiceFailed
from engine.inputs import Request
from engine.operations import Operation
from engine.store import StoreUnavailable
from town.inputs.agents import (
    agent_finish_sending_message,
    finish_do_something,
    finish_remember_conversation,
    operation_failed,
)
from town.operations import DecideNext, GenerateMessage, Job, RememberConversation

log: structlog.stdlib.BoundLogger = structlog.get_logger("minds")


async def perform(operation: Operation, tools: Tools) -> Request:
    """The input that reports back. Raises `StoreUnavailable` alone: then the job is to be done again."""
    job = msgspec.json.decode(operation.body, type=Job)
    try:
        return await PERFORMERS[type(job)](job, tools)
    except StoreUnavailable:
        raise
    except VoiceFailed as failure:
        reason = str(failure)
    except Exception as error:  # whatever went wrong, the rules must hear of it
        log.error("an operation failed", operation=operation.id, kind=operation.kind, exc_info=error)
        reason = type(error).__name__
    return operation_failed.request(operation=job.operation, agent=job.agent, reason=reason[:500])


@performs(DecideNext)
async def decide_next(job: DecideNext, tools: Tools) -> Request:
    """Ask the voice what the agent does next."""
    cast = await read_cast(tools)
    task = DecideTask(me=cast.self_of(job.player), job=job, remembered=())
    decision = await tools.voice.decide(task)
    return finish_do_something.request(operation=job.operation, agent=job.agent, decision=decision)


@performs(GenerateMessage)
async def generate_message(job: GenerateMessage, tools: Tools) -> Request:
    """Ask the voice for the agent's next words."""
    cast = await read_cast(tools)
    task = SayTask(
        operation=job.operation,
        me=cast.self_of(job.player),
        partner=cast.partner_of(job.player, job.partner, job.partner_name),
        moment=Moment(
            now_ms=job.now_ms,
            day=job.day,
            minute_of_day=job.minute_of_day,
            place=job.place,
            place_name=job.place_name,
        ),
        kind=job.kind,
        lines=await read_lines(tools, job.conversation),
        remembered=await remembered_of(tools, job.player, job.partner),
    )
    saying = await tools.voice.say(task)
    return agent_finish_sending_message.request(
        operation=job.operation,
        agent=job.agent,
        conversation=job.conversation,
        message_uuid=_message_uuid(tools.world_id, job.operation),
        text=saying.text,
        leave=saying.end,
    )


@performs(RememberConversation)
async def remember_conversation(job: RememberConversation, tools: Tools) -> Request:
    """Keep one memory of a talk that is over."""
    lines = await read_lines(tools, job.conversation)
    if lines:
        cast = await read_cast(tools)
        task = RememberTask(
            operation=job.operation,
            me=cast.self_of(job.player),
            partner=cast.partner_of(job.player, job.partner, job.partner_name),
            moment=Moment(now_ms=job.ended_ms, day=0, minute_of_day=0, place=None, place_name=None),
            lines=lines,
        )
        keepsake = await tools.voice.remember(task)
        memory = NewMemory(
            id=job.operation,
            player=job.player,
            kind=MemoryKind.CONVERSATION,
            text=keepsake.text,
            about=(job.partner,),
            at_ms=job.ended_ms,
        )
        await tools.memories.keep(tools.world_id, [memory])
    return finish_remember_conversation.request(operation=job.operation, agent=job.agent)


def _message_uuid(world_id: str, operation: str) -> str:
    """The same for every try, so that a message is known again."""
    return hashlib.blake2b(f"{world_id} {operation}".encode(), digest_size=16).hexdigest()
