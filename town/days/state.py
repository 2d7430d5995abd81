"""Usual days, plans and promises as data. Times are minutes of the calendar (`town.days.calendar`), so that a night
needs no special case."""

from __future__ import annotations

from typing import Annotated

import msgspec

from town.days.constants import MOST_PARTS, MOST_STROKES
from town.doings.state import Description
from town.ids import ConversationId, PlayerId

Minute = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
"""Of the calendar, from the midnight before the first day: see `town.plans`."""


class Habit(msgspec.Struct, frozen=True, rename="camel"):
    """One stretch of an agent's usual day; it may reach over midnight."""

    from_minute: int
    to_minute: int
    place: str
    activity: str
    emoji: str
    object: str | None = None
    """What it is done with, by the name of an object of the place."""
    asleep: bool = False


class Agreement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What somebody agrees to with what they say: to meet at a place and a minute of the calendar."""

    place: str
    minute: Minute
    about: Description
    """What for: `helps with the boat`."""


Emoji = Annotated[str, msgspec.Meta(min_length=1, max_length=16)]
"""What is shown for something to do."""


class Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One of the things that a stroke is spent with."""

    activity: Description
    emoji: Emoji
    object: Description | None = None
    """What it is done with: `oven`."""


class Stroke(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A stretch of a planned day, [from, to), at one place."""

    from_minute: Minute
    to_minute: Minute
    place: str
    activity: Description
    emoji: Emoji
    object: Description | None = None
    """What it is done with: `oven`."""
    asleep: bool = False
    parts: Annotated[tuple[Part, ...], msgspec.Meta(max_length=MOST_PARTS)] = ()
    """What it is spent with, in turn; empty: with the activity itself."""
    meets: PlayerId | None = None
    """Whom one has promised to meet there."""


Strokes = Annotated[tuple[Stroke, ...], msgspec.Meta(max_length=MOST_STROKES)]


class Piece(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The finest part of a plan: what is done at one place for 5 to 15 minutes, or asleep for a night."""

    from_minute: int
    to_minute: int
    place: str
    activity: str
    emoji: str
    object: str | None
    asleep: bool


class Promise(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A meeting that two have agreed on, as one of them keeps it."""

    conversation: ConversationId
    """Where it was agreed."""
    partner: PlayerId
    partner_name: str
    minute: int
    place: str
    about: str


class Plan(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What somebody means to do from a minute of the calendar to when they next wake."""

    from_minute: int
    until_minute: int
    own: bool
    """Thought out by its owner; else their usual day."""
    strokes: tuple[Stroke, ...]
    promises: tuple[Promise, ...] = ()
    """What they have agreed to and what is not over, in the order of time; later days' too."""
