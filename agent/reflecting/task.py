"""What a mind is asked for when it reflects. A task holds all that an answer may draw on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import msgspec

from agent.memory.provenance import Piece, pieces_of
from agent.people import Self
from records.memories import Memory
from town.settings import Settings


class QuestionsTask(msgspec.Struct, frozen=True, kw_only=True):
    """What one's latest memories make one ask oneself."""

    operation: str
    me: Self
    records: tuple[Memory, ...]
    """Newest first."""
    names: dict[str, str]
    """Of the players whom they are about."""

    def pieces(self) -> tuple[Piece, ...]:
        """What it is asked of that holds somebody's words."""
        return pieces_of(self.records)


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

    def pieces(self) -> tuple[Piece, ...]:
        """What it is asked of that holds somebody's words."""
        return pieces_of(self.records)


class Insight(msgspec.Struct, frozen=True):
    """Something understood, in the first person, with the ids of the records that it follows from."""

    text: str
    evidence: tuple[str, ...]
