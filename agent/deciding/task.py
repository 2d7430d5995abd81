"""What a mind is asked for when somebody has nothing to do."""

from __future__ import annotations

import msgspec

from agent.memory.provenance import Piece
from agent.memory.relationships import Relationship
from agent.people import RememberedTalk, Self, summary_of
from records.memories import Memory
from town.minds.operations import DecideNext


class DecideTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to do next."""

    me: Self
    request: DecideNext
    remembered: tuple[RememberedTalk, ...]
    relationships: tuple[Relationship, ...] = ()
    """What those are to one with whom one has talked, since the town's founding."""
    noticed: Memory | None = None
    """What made one stop and think; None when nothing did but the occasion."""

    def pieces(self) -> tuple[Piece, ...]:
        """What it is decided from that holds somebody's words."""
        noticed = [Piece(self.noticed.text, self.noticed.authors)] if self.noticed else []
        return (*noticed, *(piece for known in self.relationships for piece in summary_of(known)))


def is_routine(task: DecideTask) -> bool:
    """Whether what is decided goes without saying: the hours of sleep."""
    habit = task.request.habit
    return habit is not None and habit.asleep
