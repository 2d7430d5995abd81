"""What a mind is asked for after a talk, and its answer."""

from __future__ import annotations

import msgspec

from agent.memory.provenance import Piece
from agent.people import Line, Moment, Partner, Self, summary_of


class RememberTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to keep of a conversation that is over."""

    operation: str
    me: Self
    partner: Partner
    moment: Moment
    lines: tuple[Line, ...]

    def pieces(self) -> tuple[Piece, ...]:
        """What it is remembered from that holds somebody's words."""
        lines = (Piece(line.text, line.authors) for line in self.lines)
        return (*lines, *summary_of(self.partner.relationship))


class Keepsake(msgspec.Struct, frozen=True):
    """One memory of a conversation, in the first person."""

    text: str
    warmth: int = 0
    """By how much the talk has changed what one feels for the other, besides the words used in it."""
    summary: str = ""
    """What the other is to one now, in a sentence or two; empty leaves it as it was."""
    replans: str | None = None
    """Why the rest of the day is to be planned anew, if what was said calls for it: the memory then tells it."""
