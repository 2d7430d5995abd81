"""Minds, to be read and not changed. Memories and feelings are for the world's owner (docs/adr/0014-inspector.md)."""

from __future__ import annotations

import time
from typing import Annotated, Any

import msgspec
from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from engine.store import NumberedEvent
from town.days.state import Plan
from web.keys import bearer_key, require_owner
from web.minds import (
    MEMORY_KINDS,
    Cursor,
    KeptMemory,
    KeptRelationship,
    MemoryFilter,
    MemoryKind,
    ModelCall,
)
from web.plans import PlannedDay, planned_day
from web.problems import bad_request
from web.reading import load_readable
from web.routes.usage import Days, UsagePart, UsageSums, part_of, sums
from web.schemas import shown_as
from web.searching import FoundMemories
from web.services import Services
from web.usage import DAY_MS

AnyRequest = Request[Any, Any, Any]
SentFailure = Annotated[NumberedEvent, shown_as("OperationFailedEvent")]
LATEST_MS = 2**53
LONGEST_QUESTION = 300
OPERATION_FAILED = "operationFailed"

Kinds = Annotated[list[MemoryKind] | None, QueryParameter(name="kind", description="Left out: all kinds.")]
About = Annotated[
    str | None, QueryParameter(max_length=40, description="Only memories about this player, by id.")
]
LeastImportance = Annotated[int, QueryParameter(name="leastImportance", ge=1, le=10)]
FromMs = Annotated[int, QueryParameter(name="from", ge=0, le=LATEST_MS, description="World time, ms.")]
ToMs = Annotated[int, QueryParameter(name="to", ge=0, le=LATEST_MS, description="World time, ms.")]
Text = Annotated[
    str | None, QueryParameter(max_length=LONGEST_QUESTION, description="Only memories that contain this.")
]
Before = Annotated[
    str | None, QueryParameter(max_length=200, description="`next` of the page before: go on below it.")
]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]
Of = Annotated[str, QueryParameter(min_length=1, max_length=200, description="The id of a memory.")]
Question = Annotated[str, QueryParameter(min_length=1, max_length=LONGEST_QUESTION)]
SearchLimit = Annotated[int, QueryParameter(ge=1, le=50)]
FailureLimit = Annotated[int, QueryParameter(ge=1, le=50)]


class MemoryPage(msgspec.Struct, frozen=True):
    """Some of the memories asked for, newest first."""

    memories: list[KeptMemory]
    next: str | None
    """Give it as `before` to read on; null at the end."""


class PlanOfDay(msgspec.Struct, frozen=True):
    """What somebody means to do."""

    plan: PlannedDay | None
    """Null for who makes no plans: visitors, and everybody in a world without that ability."""


class PlayerUsage(msgspec.Struct, frozen=True):
    """What somebody's thinking has cost."""

    total: UsageSums
    """Of the days asked for."""
    parts: list[UsagePart]
    """By UTC day, newest first, task and model."""
    latest: list[ModelCall]
    """The last calls, newest first."""


@get("/api/worlds/{world_id:str}/players/{player_id:str}/plan")
async def read_plan(
    services: NamedDependency[Services], world_id: FromPath[str], player_id: FromPath[str]
) -> PlanOfDay:
    """The day that somebody has planned: strokes, hours, pieces. Anybody may see it."""
    loaded = await load_readable(services, world_id, ["plans"])
    bodies = [entity.body for entity in loaded.entities if entity.id == player_id]
    plan = msgspec.json.decode(bodies[0], type=Plan) if bodies else None
    return PlanOfDay(planned_day(plan) if plan else None)


@get("/api/worlds/{world_id:str}/players/{player_id:str}/failures")
async def list_failures(
    services: NamedDependency[Services],
    world_id: FromPath[str],
    player_id: FromPath[str],
    limit: FailureLimit = 10,
) -> list[SentFailure]:
    """The `operationFailed` events of somebody's mind, newest first. Anybody may see them."""
    failures = await services.store.events(
        world_id, kind=OPERATION_FAILED, subject=player_id, before=None, limit=limit
    )
    return list(reversed(failures))


@get("/api/worlds/{world_id:str}/players/{player_id:str}/memories")
async def list_memories(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    player_id: FromPath[str],
    *,
    kinds: Kinds = None,
    about: About = None,
    least_importance: LeastImportance = 1,
    from_ms: FromMs = 0,
    to_ms: ToMs = LATEST_MS,
    text: Text = None,
    before: Before = None,
    limit: Limit = 30,
) -> MemoryPage:
    """Somebody's memory stream, newest first. Needs the owner key."""
    await require_owner(services.store, world_id, bearer_key(request))
    wanted = MemoryFilter(
        kinds=kinds or MEMORY_KINDS,
        about=about,
        least_importance=least_importance,
        from_ms=from_ms,
        to_ms=to_ms,
        text=text or None,
    )
    found = await services.minds.memories(world_id, player_id, wanted, _cursor(before), limit + 1)
    page = found[:limit]
    return MemoryPage(page, _place(page[-1]) if len(found) > limit else None)


@get("/api/worlds/{world_id:str}/players/{player_id:str}/memories/evidence")
async def list_evidence(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    player_id: FromPath[str],
    of: Of,
) -> list[KeptMemory]:
    """The memories that one memory rests on, oldest first. Needs the owner key."""
    await require_owner(services.store, world_id, bearer_key(request))
    return await services.minds.evidence(world_id, player_id, of)


@get("/api/worlds/{world_id:str}/players/{player_id:str}/memories/search")
async def search_memories(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    player_id: FromPath[str],
    *,
    question: Question,
    kinds: Kinds = None,
    limit: SearchLimit = 10,
) -> FoundMemories:
    """What would come to somebody's mind with a question, by the three parts of its score. Needs the owner key.

    It leaves no trace in that mind. 503 when no worker is there to answer.
    """
    await require_owner(services.store, world_id, bearer_key(request))
    await services.throttle.admit(request.client.host if request.client else "")
    return await services.search.ask(world_id, player_id, question, kinds or MEMORY_KINDS, limit)


@get("/api/worlds/{world_id:str}/players/{player_id:str}/relationships")
async def list_relationships(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    player_id: FromPath[str],
) -> list[KeptRelationship]:
    """What others have become to somebody, those talked with last first. Needs the owner key."""
    await require_owner(services.store, world_id, bearer_key(request))
    return await services.minds.relationships(world_id, player_id)


@get("/api/worlds/{world_id:str}/players/{player_id:str}/usage")
async def read_player_usage(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    player_id: FromPath[str],
    days: Days = 7,
) -> PlayerUsage:
    """The calls to models made for somebody, and what they cost. Needs the owner key."""
    await require_owner(services.store, world_id, bearer_key(request))
    today = time.time_ns() // 1_000_000 // DAY_MS
    rows = await services.minds.calls(world_id, player_id, (today - days + 1) * DAY_MS)
    latest = await services.minds.latest_calls(world_id, player_id)
    return PlayerUsage(sums(rows), [part_of(row) for row in rows], latest)


def _place(memory: KeptMemory) -> str:
    return f"{memory.at_ms}.{memory.id}"


def _cursor(place: str | None) -> Cursor:
    if place is None:
        return Cursor()
    at_ms, _, id_ = place.partition(".")
    if not (at_ms.isascii() and at_ms.isdecimal() and len(at_ms) <= 16):
        raise bad_request("'before' is no place in a memory stream.", "Give the `next` of the page before.")
    return Cursor(int(at_ms), id_)


MINDS = Router(
    "/",
    route_handlers=[
        read_plan,
        list_failures,
        list_memories,
        list_evidence,
        search_memories,
        list_relationships,
        read_player_usage,
    ],
    tags=["minds"],
)
