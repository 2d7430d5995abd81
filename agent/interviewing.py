"""Interviews: an agent answers a question out of its own mind.

It may draw on what it is, on its memory stream, on what others are to it, and on its plan: as when it talks or plans
its day. What it is asked is a text, by which it searches its memory, with the same in plain terms for a mind that
does not read. Nothing that is said in an interview is remembered.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Protocol

import msgspec

from agent.context import Cast, question_of, read_cast, relationships_of
from agent.memory.records import Memory, MemoryKind
from agent.performing import Tools
from agent.relationships import Relationship
from agent.tasks import Self
from town.calendar import calendar_minute, world_ms_at
from town.entities import Settings
from town.map import Place, TownMap
from town.plans import Plan

MOST_RECALLED = 10
MOST_RECALLED_ABOUT_SOMEBODY = 8
MOST_LATEST_TALKS = 2
MOST_RECALLED_OF_AN_HOUR = 6
AN_HOUR_MINUTES = 30
"""Somebody asked about a time thinks back from so long after it."""

TALKS = (MemoryKind.CONVERSATION,)
LIVED, UNDERSTOOD = (MemoryKind.CONVERSATION, MemoryKind.OBSERVATION), (MemoryKind.REFLECTION,)


class Topic(enum.Enum):
    """What a question is about; `about`, `minute` and `words` of the question say the rest."""

    HOME = "where one lives"
    WORK = "where one works"
    HABIT = "where one usually is at a minute of the day"
    RELATIVE = "who it is that is this (`words`) to one"
    LAST_TALK = "with whom one talked last"
    LAST_HOUR = "when one last talked with somebody"
    WHETHER_TALKED = "whether one talked with somebody on the day of a minute"
    NEWS_FROM = "a piece of news that somebody told one"
    TALK_PARTNER = "with whom one talks most"
    PAST_PLACE = "where one was at a minute"
    COMING_PLACE = "where one will be in the hour from a minute"
    COMING_DEED = "what one will be doing in the hour from a minute"
    MEETING_PLACE = "where one is to meet somebody"
    MEETING_HOUR = "when one is to meet somebody"
    IS_NEWS = "whether something (`words`) is new to one"
    WHEREABOUTS = "where somebody is to be found now"
    FREE = "whether one is free at a minute"
    COMPANION = "whom one has around most"
    TALK_OF_TOWN = "the news that is told one most"
    CONCERN = "what somebody comes back to most of what is theirs"


class InterviewQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Something to ask of somebody."""

    topic: Topic
    text: str
    about: str | None = None
    """The player whom it is about, if it is about another."""
    minute: int | None = None
    """The calendar minute that it is about."""
    words: str = ""


class InterviewTask(msgspec.Struct, frozen=True, kw_only=True):
    """All that an answer may draw on."""

    me: Self
    question: InterviewQuestion
    minute: int
    """The calendar minute at which it is asked."""
    settings: Settings
    names: dict[str, str]
    """Everybody's, by player."""
    places: tuple[Place, ...]
    plan: Plan | None
    relationships: tuple[Relationship, ...]
    remembered: tuple[Memory, ...]
    """What comes to mind, best first; then what the insights among it rest on."""

    def minute_of(self, memory: Memory) -> int:
        """The calendar minute of a memory."""
        return calendar_minute(self.settings, memory.at_ms)


class Interviewee(Protocol):
    """Answers interviews. Raises `agent.tasks.VoiceFailed`, and nothing else on purpose."""

    async def answer(self, task: InterviewTask) -> str:
        """What one says to a question."""
        ...


async def interview_task(
    tools: Tools, player: str, question: InterviewQuestion, now_ms: int
) -> InterviewTask:
    """The task of an answer at a world time. Raises `KeyError` if the one who is asked has left."""
    cast = await read_cast(tools)
    loaded = await tools.store.load(tools.world_id, ["map", "plans"])
    bodies = {(entity.kind, entity.id): entity.body for entity in loaded.entities}
    plan = bodies.get(("plans", player))
    return InterviewTask(
        me=cast.self_of(player),
        question=question,
        minute=calendar_minute(cast.settings, now_ms),
        settings=cast.settings,
        names=cast.names(),
        places=msgspec.json.decode(bodies["map", ""], type=TownMap).places,
        plan=msgspec.json.decode(plan, type=Plan) if plan is not None else None,
        relationships=await relationships_of(tools, cast, player),
        remembered=await _remembered(tools, cast, player, question, now_ms),
    )


async def _remembered(
    tools: Tools, cast: Cast, player: str, question: InterviewQuestion, now_ms: int
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
