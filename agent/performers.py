"""The performers of the town's jobs. What fails becomes an input too, so that the rules go on without it."""

from __future__ import annotations

import msgspec
import structlog
from msgspec.structs import replace

from agent.context import (
    Cast,
    read_cast,
    read_lines,
    relationships_of,
    remember_task,
    remembered_of,
    say_task,
    thoughts_of,
    with_relationship,
)
from agent.drafts import message_uuid
from agent.memory.records import MemoryKind, NewMemory
from agent.performing import PERFORMERS, Tools, performs
from agent.planning import planned_day
from agent.reflecting import reflect_if_due
from agent.relationships import after_talk, at_founding
from agent.tasks import DecideTask, Keepsake, RememberTask, VoiceFailed
from engine.inputs import Request
from engine.operations import Operation
from engine.outages import spoken_plainly
from engine.store import StoreUnavailable
from town.inputs.agents import (
    agent_finish_sending_message,
    finish_do_something,
    finish_remember_conversation,
    operation_failed,
)
from town.operations import DecideNext, GenerateMessage, Job, PlanDay, RememberConversation

log: structlog.stdlib.BoundLogger = structlog.get_logger("minds")


async def perform(operation: Operation, tools: Tools) -> Request:
    """The input that reports back. Raises `StoreUnavailable` alone: then the job is to be done again."""
    job = msgspec.json.decode(operation.body, type=Job)
    try:
        async with spoken_plainly():  # memories raise what asyncpg does
            return await PERFORMERS[type(job)](job, tools)
    except StoreUnavailable:
        raise
    except VoiceFailed as failure:
        reason = str(failure)
    except Exception as error:  # whatever went wrong, the rules must hear of it
        log.error("an operation failed", operation=operation.id, kind=operation.kind, exc_info=error)
        reason = type(error).__name__
    return failure_of(operation, reason)


def failure_of(operation: Operation, reason: str) -> Request:
    """The input that reports an operation as failed."""
    job = msgspec.json.decode(operation.body, type=Job)
    return operation_failed.request(operation=job.operation, agent=job.agent, reason=reason[:500])


async def reflect_after(operation: Operation, tools: Tools) -> None:
    """Once a talk is remembered or a day planned: reflect, if enough has happened."""
    match msgspec.json.decode(operation.body, type=Job):
        case RememberConversation(operation=id_, player=player, ended_ms=now_ms):
            await reflect_if_due(tools, player, id_, now_ms)
        case PlanDay(operation=id_, player=player, now_ms=now_ms):
            await reflect_if_due(tools, player, id_, now_ms)
        case _:
            pass


@performs(DecideNext)
async def decide_next(job: DecideNext, tools: Tools) -> Request:
    """Ask the voice what the agent does next."""
    cast = await read_cast(tools)
    known = await relationships_of(tools, cast, job.player)
    task = DecideTask(me=cast.self_of(job.player), job=job, remembered=(), relationships=known)
    decision = await tools.voice.decide(task)
    return finish_do_something.request(operation=job.operation, agent=job.agent, decision=decision)


@performs(PlanDay)
async def plan_day(job: PlanDay, tools: Tools) -> Request:
    """Ask the mind for the strokes of a day."""
    return await planned_day(job, tools)


@performs(GenerateMessage)
async def generate_message(job: GenerateMessage, tools: Tools) -> Request:
    """Ask the voice for the agent's next words."""
    cast = await read_cast(tools)
    lines = await read_lines(tools, job.conversation)
    topic = lines[-1].text if lines else f"news that {job.partner_name} would want to hear"
    remembered = await remembered_of(tools, cast, job.player, job.partner, topic, job.now_ms)
    task = say_task(job, cast, lines, remembered)
    task = replace(
        task,
        partner=await with_relationship(tools, cast, job.player, task.partner),
        thoughts=await thoughts_of(tools, cast, job.player, job.partner),
    )
    saying = await tools.voice.say(task)
    return agent_finish_sending_message.request(
        operation=job.operation,
        agent=job.agent,
        conversation=job.conversation,
        message_uuid=message_uuid(tools.world_id, job.operation),
        text=saying.text,
        leave=saying.end,
        agreement=saying.agreement,
        emotion=saying.emotion,
    )


@performs(RememberConversation)
async def remember_conversation(job: RememberConversation, tools: Tools) -> Request:
    """Keep one memory of a talk that is over, and what it has made of a relationship."""
    cast = await read_cast(tools)
    lines = await read_lines(tools, job.conversation)
    replans = None
    if lines and cast.settings.abilities.memory:
        task = remember_task(job, cast, lines)
        task = replace(task, partner=await with_relationship(tools, cast, job.player, task.partner))
        keepsake = await tools.voice.remember(task)
        memory = NewMemory(
            id=job.operation,
            player=job.player,
            kind=MemoryKind.CONVERSATION,
            text=keepsake.text,
            about=(job.partner,),
            source=job.partner,
            at_ms=job.ended_ms,
            place=job.place,
        )
        await tools.memories.keep(tools.world_id, [memory])
        await _keep_relationship(tools, cast, job, task, keepsake)
        replans = keepsake.replans
    return finish_remember_conversation.request(operation=job.operation, agent=job.agent, replans=replans)


async def _keep_relationship(
    tools: Tools, cast: Cast, job: RememberConversation, task: RememberTask, keepsake: Keepsake
) -> None:
    known = {known.player: known for known in cast.people[job.player].knows}
    after = after_talk(
        task.partner.relationship or at_founding(job.partner, known.get(job.partner)),
        heard=[line.text for line in task.lines if line.player == job.partner],
        warmth=keepsake.warmth,
        summary=keepsake.summary,
        at_ms=job.ended_ms,
    )
    await tools.relationships.keep(tools.world_id, job.player, after, job.operation)
