"""How a day is planned: what bears on it is recalled, the mind is asked, and the plan remembered."""

from __future__ import annotations

from msgspec.structs import replace

from agent.context import Cast, question_of, read_cast
from agent.memory.records import Memory, MemoryKind, NewMemory
from agent.mind import DayTask
from agent.performing import Tools
from agent.tasks import Partner
from engine.inputs import Request
from town.constants import MINUTES_PER_DAY
from town.inputs.agents import finish_plan_day
from town.operations import PlanDay
from town.plans import Stroke, is_sleep

WHAT_BEARS_ON_A_DAY = "invitations, parties, meetings and promises for today, and what I want to get done"
REMEMBERED_FOR_A_DAY = 8
PEOPLE_FOR_A_DAY = 6
TOLD = (MemoryKind.CONVERSATION, MemoryKind.TOLD)
SEEN_OR_UNDERSTOOD = (MemoryKind.OBSERVATION, MemoryKind.REFLECTION)
"""Asked for apart: what one sees in a day is so much more that it would leave no room for what one was told."""


async def planned_day(job: PlanDay, tools: Tools) -> Request:
    """Ask the mind for the strokes of a day, and remember them."""
    cast = await read_cast(tools)
    remembers = cast.settings.abilities.memory
    recalled = await _what_bears_on_it(job, tools, cast) if remembers else ()
    task = DayTask(
        me=cast.self_of(job.player),
        job=job,
        remembered=recalled,
        people=await _people(tools, cast, job.player) if remembers else (),
        names=cast.names(),
    )
    strokes = await tools.mind.plan_day(task)
    if remembers:
        await tools.memories.keep(tools.world_id, [_memory(job, strokes)])
    return finish_plan_day.request(
        operation=job.operation, agent=job.agent, from_minute=job.from_minute, strokes=strokes
    )


async def _people(tools: Tools, cast: Cast, player: str) -> tuple[Partner, ...]:
    """Whom somebody has talked with, the last first, as far as they are still there."""
    known = await tools.relationships.all_of(tools.world_id, player)
    present = [relationship for relationship in known if relationship.other in cast.players]
    return tuple(
        replace(
            cast.partner_of(player, relationship.other, cast.players[relationship.other].name),
            relationship=relationship,
        )
        for relationship in present[:PEOPLE_FOR_A_DAY]
    )


async def _what_bears_on_it(job: PlanDay, tools: Tools, cast: Cast) -> tuple[Memory, ...]:
    """The memories of most use for the day; first those of what was told."""
    found: list[Memory] = []
    for kinds in (TOLD, SEEN_OR_UNDERSTOOD):
        asked = question_of(
            tools,
            cast,
            job.player,
            WHAT_BEARS_ON_A_DAY,
            job.now_ms,
            most=REMEMBERED_FOR_A_DAY,
            kinds=kinds,
        )
        found.extend(recalled.memory for recalled in await tools.memories.retrieve(asked))
    return tuple(found)


def _memory(job: PlanDay, strokes: tuple[Stroke, ...]) -> NewMemory:
    names = {place.id: place.name for place in job.places}
    told = [
        f"{_clock(stroke.from_minute)} {stroke.activity} ({names.get(stroke.place, stroke.place)})"
        for stroke in strokes
        if not is_sleep(stroke.emoji)
    ]
    because = f", since {job.because}" if job.because else ""
    return NewMemory(
        id=f"{job.operation}/plan",
        player=job.player,
        kind=MemoryKind.PLAN,
        text=f"My plan for day {job.day}{because}: {'; '.join(told)}.",
        at_ms=job.now_ms,
    )


def _clock(minute: int) -> str:
    return f"{minute % MINUTES_PER_DAY // 60}:{minute % 60:02d}"
