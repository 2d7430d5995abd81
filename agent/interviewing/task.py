"""What somebody is asked in an interview, and all that an answer may draw on."""

from __future__ import annotations

import msgspec

from agent.memory.provenance import Piece, pieces_of
from agent.memory.relationships import Relationship
from agent.people import Self
from records.memories import Memory
from town.days.calendar import calendar_minute
from town.days.state import Plan
from town.ground.map import Place
from town.settings import Settings


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Something asked, as it was understood from its words."""

    text: str
    about: str | None = None
    """The player of whom it speaks, if it speaks of another."""
    minute: int | None = None
    """The calendar minute of which it speaks."""
    words: str = ""
    """What it quotes."""


class InterviewTask(msgspec.Struct, frozen=True, kw_only=True):
    """All that an answer may draw on."""

    me: Self
    question: Question
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

    def pieces(self) -> tuple[Piece, ...]:
        """What comes to mind that holds somebody's words."""
        return pieces_of(self.remembered)
