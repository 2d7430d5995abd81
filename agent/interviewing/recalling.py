"""Interviews: an agent answers a question out of its own mind.

It may draw on what it is, on its memory stream, on what others are to it, and on its plan: as when it talks or plans
its day. What it is asked is a text, and nothing else. Nothing that is said in an interview is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.context import Cast, decoded, question_of, read_cast, relationships_of
from agent.interviewing.task import InterviewTask, Question
from agent.interviewing.understanding import understood
from agent.performing import Tools
from records.memories import Memory, MemoryKind
from town.days.calendar import calendar_minute, world_ms_at
from town.days.state import Plan
from town.ground.chunks import joined_places
from town.ground.state import StoredFixture, StoredPlace
from town.ids import PlayerId

MOST_RECALLED = 10
MOST_RECALLED_ABOUT_SOMEBODY = 8
MOST_LATEST_TALKS = 2
MOST_RECALLED_OF_AN_HOUR = 6
AN_HOUR_MINUTES = 30
"""Somebody asked about a time thinks back from so long after it."""

TALKS = (MemoryKind.CONVERSATION,)

LIVED, UNDERSTOOD = (MemoryKind.CONVERSATION, MemoryKind.OBSERVATION), (MemoryKind.REFLECTION,)


async def interview_task(tools: Tools, player: PlayerId, text: str, now_ms: int) -> InterviewTask:
    """The task of an answer to a question at a world time. Raises `KeyError` if the one who is asked has left."""
    cast = await read_cast(tools)
    minute = calendar_minute(cast.settings, now_ms)
    names = cast.names()
    others = {id_: name for id_, name in names.items() if id_ != player}
    question = understood(text, others, minute)
    loaded = await tools.store.load(tools.world_id, ["places", "fixtures", "plans"])
    places = decoded(loaded.entities, "places", StoredPlace)
    fixtures = decoded(loaded.entities, "fixtures", StoredFixture)
    return InterviewTask(
        me=cast.self_of(player),
        question=question,
        minute=minute,
        settings=cast.settings,
        names=names,
        places=joined_places(places, fixtures),
        plan=decoded(loaded.entities, "plans", Plan).get(player),
        relationships=await relationships_of(tools, cast, player),
        remembered=await _remembered(tools, cast, player, question, now_ms),
    )


async def _remembered(
    tools: Tools, cast: Cast, player: PlayerId, question: Question, now_ms: int
) -> tuple[Memory, ...]:
    """What a question brings to mind: by its words, by whom and which hour it is about, the latest talks, and what the
    insights among all this rest on."""
    if not cast.settings.abilities.memory:
        return ()
    asked = question_of(tools, cast, player, question.text, now_ms, most=MOST_RECALLED)
    found = [recalled.memory for recalled in await tools.memories.retrieve(asked)]
    found += await tools.memories.latest(tools.world_id, player, MOST_LATEST_TALKS, TALKS)
    if question.about is not None:
        limit = MOST_RECALLED_ABOUT_SOMEBODY
        for kinds in (LIVED, UNDERSTOOD):
            found += await tools.memories.about(tools.world_id, player, question.about, limit, kinds)
    if question.minute is not None:
        until_ms = world_ms_at(cast.settings, question.minute + AN_HOUR_MINUTES)
        limit = MOST_RECALLED_OF_AN_HOUR
        found += await tools.memories.latest(tools.world_id, player, limit, LIVED, until_ms=until_ms)
    cited = _cited(found)
    found += await tools.memories.by_ids(tools.world_id, player, cited) if cited else []
    return tuple({memory.id: memory for memory in found}.values())


def _cited(memories: Sequence[Memory]) -> list[str]:
    insights = (memory for memory in memories if memory.kind is MemoryKind.REFLECTION)
    return list(dict.fromkeys(id_ for insight in insights for id_ in insight.evidence))
