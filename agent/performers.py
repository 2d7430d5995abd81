"""Performing an operation. What fails becomes an input too, so that the rules go on without it."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog

from agent.asking.ability import Unanswered
from agent.parts import MIND_PARTS
from agent.performing import Performer, Performers, Tools, performers_of
from engine.inputs import Rejected, Request
from engine.operations import Operation
from engine.store import StoreUnavailable
from engine.words import Said
from town.ids import AgentId, OperationId
from town.minds.reports import operation_failed
from town.slow_work import LONGEST_REASON, SlowRequest

log: structlog.stdlib.BoundLogger = structlog.get_logger("minds")

PERFORMERS = performers_of(MIND_PARTS)


class Report(msgspec.Struct, frozen=True):
    """What an operation ends in: the input that reports it, and what is said in that."""

    request: Request
    words: tuple[Said, ...] = ()


class _Asker(msgspec.Struct, frozen=True):
    """What the body of each operation of an agent has told in every version."""

    agent: AgentId = AgentId("")


async def perform(operation: Operation, tools: Tools, performers: Performers = PERFORMERS) -> Report:
    """The report with which it ends. Raises `StoreUnavailable` alone: then the work is to be done again."""
    try:
        performer, request = _read(operation, performers)
        answered = await performer.perform(request, tools)
        return Report(performer.work.done(request, answered.answer), answered.words)
    except StoreUnavailable:
        raise
    except (Unanswered, Rejected) as failure:
        reason = str(failure)
    except Exception as error:  # whatever went wrong, the rules must hear of it
        log.error("an operation failed", operation=operation.id, kind=operation.kind, exc_info=error)
        reason = type(error).__name__
    return Report(failure_of(operation, reason, performers))


def failure_of(operation: Operation, reason: str, performers: Performers = PERFORMERS) -> Request:
    """The input that reports an operation as failed, be it one that only a version before could read."""
    try:
        performer, request = _read(operation, performers)
    except (KeyError, msgspec.ValidationError):
        asker = msgspec.json.decode(operation.body, type=_Asker)
        return operation_failed.request(
            operation=OperationId(operation.id), agent=asker.agent, reason=reason[:LONGEST_REASON]
        )
    return performer.work.failed(request, reason)


async def work_afterwards(operation: Operation, tools: Tools, performers: Performers = PERFORMERS) -> None:
    """What is done once an operation is reported; nothing for one that could not be read."""
    try:
        performer, request = _read(operation, performers)
    except (KeyError, msgspec.ValidationError):
        return
    if performer.afterwards is not None:
        await performer.afterwards(request, tools)


def _read(operation: Operation, performers: Performers) -> tuple[Performer[Any, Any], SlowRequest]:
    """Who performs an operation, and what it asks for. Raises `KeyError` for a kind that nobody performs,
    `ValidationError` for a body of another version."""
    performer = performers[operation.kind]
    return performer, msgspec.json.decode(operation.body, type=performer.work.request)
