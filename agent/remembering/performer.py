"""How a talk that is over is remembered: the mind is asked, and memory and relationship are kept."""

from __future__ import annotations

from msgspec.structs import replace

from agent.context import Cast, read_cast, read_lines, with_relationship
from agent.memory.provenance import carried
from agent.memory.records import NewMemory
from agent.memory.relationships import after_talk, at_founding
from agent.people import Line, Moment
from agent.performing import Answered, Tools
from agent.reflecting.reflection import reflect_if_due
from agent.remembering.ability import REMEMBER
from agent.remembering.task import Keepsake, RememberTask
from records.memories import MemoryKind
from town.days.calendar import day_number, minute_of_day
from town.minds.operations import RememberConversation, Remembered


async def remember_conversation(request: RememberConversation, tools: Tools) -> Answered[Remembered]:
    """Keep one memory of a talk that is over, and what it has made of a relationship."""
    cast = await read_cast(tools)
    lines = await read_lines(tools, request.conversation)
    if not lines or not cast.settings.abilities.memory:
        return Answered(Remembered(replans=None))
    task = _task(request, cast, lines)
    task = replace(task, partner=await with_relationship(tools, cast, request.player, task.partner))
    keepsake = await tools.mind.ask(REMEMBER, task)
    memory = NewMemory(
        id=request.operation,
        player=request.player,
        kind=MemoryKind.CONVERSATION,
        text=keepsake.text,
        about=(request.partner,),
        source=request.partner,
        at_ms=request.ended_ms,
        place=request.place,
        authors=_authors_of(keepsake.text, task, cast),
    )
    await tools.memories.keep(tools.world_id, [memory])
    await _keep_relationship(tools, cast, request, task, keepsake)
    return Answered(Remembered(replans=memory.id if keepsake.replans else None))


def _authors_of(text: str, task: RememberTask, cast: Cast) -> tuple[str, ...]:
    """Whose words a memory of a talk holds: what the other said it may tell in words of its own."""
    spoke = [
        task.partner.player for line in task.lines if line.player == task.partner.player and line.authors
    ]
    held = carried(text, task.pieces(), cast.known_to(task.me))
    return tuple(sorted({*held, *spoke}))


async def reflect_afterwards(request: RememberConversation, tools: Tools) -> None:
    """Reflect, if enough has happened."""
    await reflect_if_due(tools, request.player, request.operation, request.ended_ms)


def _task(request: RememberConversation, cast: Cast, lines: tuple[Line, ...]) -> RememberTask:
    """The task of remembering a talk. Raises `KeyError` if the one who remembers has left."""
    return RememberTask(
        operation=request.operation,
        me=cast.self_of(request.player),
        partner=cast.partner_of(request.player, request.partner, request.partner_name),
        moment=Moment(
            now_ms=request.ended_ms,
            day=day_number(cast.settings, request.ended_ms),
            minute_of_day=minute_of_day(cast.settings, request.ended_ms),
            place=None,
            place_name=None,
        ),
        lines=lines,
    )


async def _keep_relationship(
    tools: Tools, cast: Cast, request: RememberConversation, task: RememberTask, keepsake: Keepsake
) -> None:
    known = {known.player: known for known in cast.people[request.player].knows}
    after = after_talk(
        task.partner.relationship or at_founding(request.partner, known.get(request.partner)),
        heard=[line.text for line in task.lines if line.player == request.partner],
        warmth=keepsake.warmth,
        summary=keepsake.summary,
        at_ms=request.ended_ms,
        authors=_authors_of(keepsake.summary, task, cast),
    )
    await tools.relationships.keep(tools.world_id, request.player, after, request.operation)
