"""What a mind is asked for when it plans. A task holds all that an answer may draw on."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from agent.memory.provenance import Piece, pieces_of
from agent.people import Partner, Self, summary_of
from records.memories import Memory
from town.minds.operations import PlanDay


class DayTask(msgspec.Struct, frozen=True, kw_only=True):
    """How to spend the time until one next wakes."""

    me: Self
    request: PlanDay
    remembered: tuple[Memory, ...]
    """What bears on the day: first what was told, then what was seen or understood, each the most first."""
    people: tuple[Partner, ...] = ()
    """Whom one has talked with, the last first."""
    names: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    """Of the players who told what is remembered."""
    reason: Memory | None = None
    """For what the rest of the day is planned anew, as far as one still remembers it."""

    def pieces(self) -> tuple[Piece, ...]:
        """What it is planned from that holds somebody's words."""
        memories = self.remembered if self.reason is None else (self.reason, *self.remembered)
        summaries = (piece for partner in self.people for piece in summary_of(partner.relationship))
        return (*pieces_of(memories), *summaries)


def is_night(task: DayTask) -> bool:
    """Whether nothing is left of the day but sleep."""
    return len(task.request.usual) == 1 and task.request.usual[0].asleep
