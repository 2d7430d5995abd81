"""What a mind is asked for in a talk, and its answer."""

from __future__ import annotations

import msgspec

from agent.memory.provenance import Piece
from agent.people import Line, Moment, Partner, RememberedTalk, Self, Thought, summary_of
from town.days.state import Agreement, Promise
from town.minds.operations import MeetingPlace, MessageKind
from town.talk.state import Emotion


class SayTask(msgspec.Struct, frozen=True, kw_only=True):
    """The next thing to say."""

    operation: str
    me: Self
    partner: Partner
    moment: Moment
    kind: MessageKind
    lines: tuple[Line, ...]
    """All that was said so far, oldest first."""
    remembered: tuple[RememberedTalk, ...]
    """Earlier talks with this partner, newest first; then the latest with others: what was heard there."""
    promises: tuple[Promise, ...] = ()
    """Meetings agreed to already."""
    places: tuple[MeetingPlace, ...] = ()
    """Where one may agree to meet."""
    partner_promised: tuple[int, ...] = ()
    """Calendar minutes at which the partner is promised to somebody."""
    thoughts: tuple[Thought, ...] = ()
    """What one has come to think of late, newest first."""

    def pieces(self) -> tuple[Piece, ...]:
        """What it is said from that holds somebody's words."""
        given = (*self.lines, *self.remembered, *self.thoughts)
        return (*(Piece(each.text, each.authors) for each in given), *summary_of(self.partner.relationship))


class Saying(msgspec.Struct, frozen=True):
    """What is said, whether it ends the conversation, and what shows in the speaker's face."""

    text: str
    end: bool
    emotion: Emotion = "calm"
    agreement: Agreement | None = None
    """A meeting that the speaker agrees to with it; the rules put it into the plans of both."""
