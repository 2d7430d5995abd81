"""How a day is planned: what bears on it is recalled, the mind is asked, and the plan remembered."""

from __future__ import annotations

from msgspec.structs import replace

from agent.context import Cast, memory_of, question_of, read_cast
from agent.memory.provenance import Piece, carried, in_own_words
from agent.memory.records import NewMemory
from agent.people import Partner
from agent.performing import Answered, Tools
from agent.planning.ability import PLAN
from agent.planning.task import DayTask
from agent.reflecting.reflection import reflect_if_due
from records.memories import Memory, MemoryKind
from town.days.constants import MINUTES_PER_DAY
from town.days.state import Stroke
from town.ids import PlayerId
from town.minds.operations import PlanDay, PlannedDay

WHAT_BEARS_ON_A_DAY = "invitations, parties, meetings and promises for today, and what I want to get done"
REMEMBERED_FOR_A_DAY = 8
PEOPLE_FOR_A_DAY = 6
TOLD = (MemoryKind.CONVERSATION, MemoryKind.TOLD)
SEEN_OR_UNDERSTOOD = (MemoryKind.OBSERVATION, MemoryKind.REFLECTION)
"""Asked for apart: what one sees in a day is so much more that it would leave no room for what one was told."""


async def plan_day(request: PlanDay, tools: Tools) -> Answered[PlannedDay]:
    """Ask the mind for the strokes of a day, and remember them."""
    cast = await read_cast(tools)
    remembers = cast.settings.abilities.memory
    recalled = await _what_bears_on_it(request, tools, cast) if remembers else ()
    task = DayTask(
        me=cast.self_of(request.player),
        request=request,
        remembered=recalled,
        people=await _people(tools, cast, request.player) if remembers else (),
        names=cast.names(),
        reason=await memory_of(tools, request.player, request.because),
    )
    planned = await tools.mind.ask(PLAN, task)
    if remembers:
        await tools.memories.keep(tools.world_id, [_memory(task, planned, cast.known_to(task.me))])
    pieces = cast.people_of(task.pieces())
    return Answered(PlannedDay(tuple(_in_own_words(stroke, pieces) for stroke in planned)))


def _in_own_words(stroke: Stroke, pieces: list[Piece]) -> Stroke:
    """A stroke, with what is done told without quotations."""

    def own(words: str) -> str:
        return in_own_words(words, pieces)

    parts = tuple(
        replace(part, activity=own(part.activity), object=part.object and own(part.object))
        for part in stroke.parts
    )
    return replace(
        stroke, activity=own(stroke.activity), object=stroke.object and own(stroke.object), parts=parts
    )


async def reflect_afterwards(request: PlanDay, tools: Tools) -> None:
    """Reflect, if enough has happened."""
    await reflect_if_due(tools, request.player, request.operation, request.now_ms)


async def _people(tools: Tools, cast: Cast, player: PlayerId) -> tuple[Partner, ...]:
    """Whom somebody has talked with, the last first, as far as they are still there."""
    known = await tools.relationships.all_of(tools.world_id, player)
    present = [(PlayerId(each.other), each) for each in known if each.other in cast.players]
    return tuple(
        replace(
            cast.partner_of(player, other, cast.players[other].name),
            relationship=relationship,
        )
        for other, relationship in present[:PEOPLE_FOR_A_DAY]
    )


async def _what_bears_on_it(request: PlanDay, tools: Tools, cast: Cast) -> tuple[Memory, ...]:
    """The memories of most use for the day; first those of what was told."""
    found: list[Memory] = []
    for kinds in (TOLD, SEEN_OR_UNDERSTOOD):
        asked = question_of(
            tools,
            cast,
            request.player,
            WHAT_BEARS_ON_A_DAY,
            request.now_ms,
            most=REMEMBERED_FOR_A_DAY,
            kinds=kinds,
        )
        found.extend(recalled.memory for recalled in await tools.memories.retrieve(asked))
    return tuple(found)


def _memory(task: DayTask, strokes: tuple[Stroke, ...], known: str) -> NewMemory:
    request = task.request
    names = {place.id: place.name for place in request.places}
    told = [
        f"{_clock(stroke.from_minute)} {stroke.activity} ({names.get(stroke.place, stroke.place)})"
        for stroke in strokes
        if not stroke.asleep
    ]
    because = f", made anew since I remembered this: {task.reason.text}" if task.reason else ""
    text = f"My plan for day {request.day}{because}: {'; '.join(told)}."
    return NewMemory(
        id=f"{request.operation}/plan",
        player=request.player,
        kind=MemoryKind.PLAN,
        text=text,
        at_ms=request.now_ms,
        authors=carried(text, task.pieces(), known),
    )


def _clock(minute: int) -> str:
    return f"{minute % MINUTES_PER_DAY // 60}:{minute % 60:02d}"
