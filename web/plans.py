"""A day as it is planned, down to its pieces: the rules cut them when their time comes, so they are kept nowhere."""

from __future__ import annotations

import msgspec

from town.days.plans import hours_of, pieces_of
from town.days.state import Piece, Plan, Promise, Stroke
from town.ids import PlayerId


class PlannedHour(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """About an hour of a stroke, in pieces of 5 to 15 minutes."""

    from_minute: int
    to_minute: int
    pieces: tuple[Piece, ...]


class PlannedStroke(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A stretch of a day at one place."""

    from_minute: int
    to_minute: int
    place: str
    activity: str
    emoji: str
    meets: PlayerId | None
    """The player whom one has promised to meet there."""
    hours: tuple[PlannedHour, ...]


class PlannedDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What somebody means to do until they next wake. Minutes count from the midnight before the first day."""

    from_minute: int
    until_minute: int
    own: bool
    """Thought out by its owner; else their usual day."""
    strokes: tuple[PlannedStroke, ...]
    promises: tuple[Promise, ...]


def planned_day(plan: Plan) -> PlannedDay:
    """A plan with the hours and pieces of its strokes."""
    return PlannedDay(
        from_minute=plan.from_minute,
        until_minute=plan.until_minute,
        own=plan.own,
        strokes=tuple(_stroke(stroke) for stroke in plan.strokes),
        promises=plan.promises,
    )


def _stroke(stroke: Stroke) -> PlannedStroke:
    return PlannedStroke(
        from_minute=stroke.from_minute,
        to_minute=stroke.to_minute,
        place=stroke.place,
        activity=stroke.activity,
        emoji=stroke.emoji,
        meets=stroke.meets,
        hours=_hours(stroke),
    )


def _hours(stroke: Stroke) -> tuple[PlannedHour, ...]:
    """A night is one piece, whatever its hours."""
    night = ((stroke.from_minute, stroke.to_minute),)
    pieces = list(pieces_of(stroke))
    return tuple(
        PlannedHour(
            from_minute=begin,
            to_minute=end,
            pieces=tuple(piece for piece in pieces if begin <= piece.from_minute < end),
        )
        for begin, end in (night if stroke.asleep else hours_of(stroke))
    )
