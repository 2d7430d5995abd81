"""What a mind is asked besides speaking: to plan, and to reflect. A task holds all that an answer may draw on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

import msgspec

from agent.memory.records import Memory
from agent.tasks import Partner, Self
from town.entities import Settings
from town.operations import PlanDay
from town.plans import Stroke


class DayTask(msgspec.Struct, frozen=True, kw_only=True):
    """How to spend the time until one next wakes."""

    me: Self
    job: PlanDay
    remembered: tuple[Memory, ...]
    """What bears on the day: first what was told, then what was seen or understood, each the most first."""
    people: tuple[Partner, ...] = ()
    """Whom one has talked with, the last first."""
    names: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    """Of the players who told what is remembered."""


class QuestionsTask(msgspec.Struct, frozen=True, kw_only=True):
    """What one's latest memories make one ask oneself."""

    operation: str
    me: Self
    records: tuple[Memory, ...]
    """Newest first."""
    names: dict[str, str]
    """Of the players whom they are about."""


class InsightsTask(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What memories say about a question."""

    operation: str
    me: Self
    question: str
    records: tuple[Memory, ...]
    """Those that bear on the question."""
    names: dict[str, str]
    """Everybody's, by player."""
    latest: tuple[Memory, ...] = ()
    """What one looked at before one asked, newest first: a mind that can count goes through all of it."""
    places: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    """Names of the town's places, by id."""
    settings: Settings = Settings(template="")

    @cached_property
    def known(self) -> tuple[Memory, ...]:
        """All that was looked at, each memory once."""
        return tuple({memory.id: memory for memory in (*self.records, *self.latest)}.values())


class Insight(msgspec.Struct, frozen=True):
    """Something understood, in the first person, with the ids of the records that it follows from."""

    text: str
    evidence: tuple[str, ...]


class Mind(Protocol):
    """Answers tasks. Raises `agent.tasks.VoiceFailed`, and nothing else on purpose."""

    async def plan_day(self, task: DayTask) -> tuple[Stroke, ...]:
        """The strokes of the day, from the job's first minute to its last."""
        ...

    async def questions(self, task: QuestionsTask) -> tuple[str, ...]:
        """The most salient questions, at most three."""
        ...

    async def insights(self, task: InsightsTask) -> tuple[Insight, ...]:
        """What follows from the records."""
        ...
