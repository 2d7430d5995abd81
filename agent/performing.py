"""Operations and who performs them: each slow job of the rules has one function here, which answers with an
input. What fails becomes an input too, so that the rules can go on without it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
import structlog

from agent.memories import Memories
from agent.tasks import Voice, VoiceFailed
from engine.inputs import Request
from engine.operations import Operation
from engine.store import Store, StoreUnavailable
from town.inputs.agents import operation_failed
from town.operations import Job

J = TypeVar("J", bound=Job)

log: structlog.stdlib.BoundLogger = structlog.get_logger("performing")


class Tools(msgspec.Struct, frozen=True):
    """What a performer works with."""

    world_id: str
    store: Store
    memories: Memories
    voice: Voice


PERFORMERS: dict[type[Any], Callable[[Any, Tools], Awaitable[Request]]] = {}


def performs(
    kind: type[J],
) -> Callable[[Callable[[J, Tools], Awaitable[Request]]], Callable[[J, Tools], Awaitable[Request]]]:
    """Declare a function as the one that performs a kind of job. It may be called twice for one operation."""

    def register(function: Callable[[J, Tools], Awaitable[Request]]) -> Callable[[J, Tools], Awaitable[Request]]:
        assert kind not in PERFORMERS, f"{kind.__name__} is performed already"
        PERFORMERS[kind] = function
        return function

    return register


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
