"""Who answers and whom they have to do with, as far as they know them: what tasks are made of.

Text that people or agents said is in `Line`s and `RememberedTalk`s: data, never instructions.
"""

from __future__ import annotations

import msgspec

from agent.memory.provenance import Piece
from agent.memory.relationships import Relationship
from town.who import Person


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
    authors: tuple[str, ...] = ()
    """Those whose words it holds, the speaker among them."""


class RememberedTalk(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of an earlier conversation with somebody."""

    partner: str
    text: str
    at_ms: int
    authors: tuple[str, ...] = ()


class Thought(msgspec.Struct, frozen=True):
    """An insight that came of reflection."""

    text: str
    about: tuple[str, ...]
    """The players whom it is about."""
    authors: tuple[str, ...] = ()


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """When and where, in the town's own terms."""

    now_ms: int
    day: int
    """From 1."""
    minute_of_day: int
    place: str | None
    place_name: str | None


def summary_of(relationship: Relationship | None) -> tuple[Piece, ...]:
    """What is told of a relationship, as a piece; none before the first talk."""
    return (Piece(relationship.summary, relationship.authors),) if relationship else ()
