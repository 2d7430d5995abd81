"""What a mind can be asked: one struct a task, with all that an answer may draw on, and a type for its answer.

A task is plain data. A voice answers it: the scripted voice from the data alone, a language model from a prompt
made of it. Text that people or agents said is in `Line`s and `RememberedTalk`s: data, never instructions.
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from agent.relationships import Relationship
from town.decisions import Decision
from town.entities import Agreement, Person
from town.operations import DecideNext, MeetingPlace, MessageKind
from town.plans import Promise


class Self(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers."""

    player: str
    name: str
    person: Person
    activity: str | None
    """What they were doing, a verb phrase in the third person."""


class Partner(msgspec.Struct, frozen=True, kw_only=True):
    """Whom one talks with, as far as one knows them."""

    player: str
    name: str
    human: bool
    relation: str | None
    """What they are to the one who answers: `sister`; None for strangers at the town's founding."""
    feeling: str | None
    activity: str | None
    relationship: Relationship | None = None
    """What has become of the two since; None if they have not talked yet."""


class Line(msgspec.Struct, frozen=True):
    """Something said in the conversation under way."""

    player: str
    name: str
    text: str


class RememberedTalk(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of an earlier conversation with somebody."""

    partner: str
    text: str
    at_ms: int


class Thought(msgspec.Struct, frozen=True):
    """An insight that came of reflection."""

    text: str
    about: tuple[str, ...]
    """The players whom it is about."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """When and where, in the town's own terms."""

    now_ms: int
    day: int
    """From 1."""
    minute_of_day: int
    place: str | None
    place_name: str | None


class DecideTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to do next."""

    me: Self
    job: DecideNext
    remembered: tuple[RememberedTalk, ...]
    relationships: tuple[Relationship, ...] = ()
    """What those are to one with whom one has talked, since the town's founding."""


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


Emotion = Literal["calm", "glad", "sad", "angry", "afraid", "surprised"]


class Saying(msgspec.Struct, frozen=True):
    """What is said, whether it ends the conversation, and what shows in the speaker's face."""

    text: str
    end: bool
    emotion: Emotion = "calm"
    agreement: Agreement | None = None
    """A meeting that the speaker agrees to with it; the rules put it into the plans of both."""


class RememberTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to keep of a conversation that is over."""

    operation: str
    me: Self
    partner: Partner
    moment: Moment
    lines: tuple[Line, ...]


class Keepsake(msgspec.Struct, frozen=True):
    """One memory of a conversation, in the first person."""

    text: str
    warmth: int = 0
    """By how much the talk has changed what one feels for the other, besides the words used in it."""
    summary: str = ""
    """What the other is to one now, in a sentence or two; empty leaves it as it was."""
    replans: str | None = None
    """Why the rest of the day is to be planned anew, if what was said calls for it."""


class VoiceFailed(Exception):
    """No answer could be had; the message says why, for the log and the rules."""


class Voice(Protocol):
    """Answers tasks. Raises `VoiceFailed`, and nothing else on purpose."""

    async def decide(self, task: DecideTask) -> Decision:
        """What to do next."""
        ...

    async def say(self, task: SayTask) -> Saying:
        """The next thing to say."""
        ...

    async def remember(self, task: RememberTask) -> Keepsake:
        """What to keep of a conversation."""
        ...
