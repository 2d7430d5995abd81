"""Promises: what two agree on becomes part of the plans of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from town.days.constants import (
    LEAD_TO_MEETING_MINUTES,
    MEETING_LASTS_MINUTES,
    MOST_PROMISES,
    SHORTEST_STROKE_MINUTES,
)
from town.days.state import Plan, Promise, Stroke

MEETING_EMOJI = "🤝"


def keeps(promises: Sequence[Promise], promise: Promise) -> bool:
    """Whether somebody can take on a promise besides those they have."""
    apart = all(abs(other.minute - promise.minute) >= MEETING_LASTS_MINUTES for other in promises)
    return apart and len(promises) < MOST_PROMISES


def with_promise(plan: Plan, promise: Promise, minute: int) -> Plan:
    """A plan with one promise more, made at a minute; the rest of today makes room for it."""
    promises = tuple(sorted((*plan.promises, promise), key=lambda kept: kept.minute))
    return replace(plan, promises=promises, strokes=with_meetings(plan.strokes, [promise], minute))


def with_meetings(
    strokes: tuple[Stroke, ...], promises: Iterable[Promise], minute: int
) -> tuple[Stroke, ...]:
    """The strokes of a day with what was promised for it laid over what comes after a minute."""
    for promise in promises:
        strokes = lay_over(strokes, _meeting(promise), minute)
    return strokes


def pending(promises: Iterable[Promise], minute: int) -> tuple[Promise, ...]:
    """The promises that are not over."""
    return tuple(kept for kept in promises if kept.minute + MEETING_LASTS_MINUTES > minute)


def lay_over(strokes: tuple[Stroke, ...], stroke: Stroke, minute: int) -> tuple[Stroke, ...]:
    """Strokes with another put over those after a minute; they still follow each other without a gap.

    What would remain too short to be a stroke goes to the new one. The last stroke, the night, keeps its end; a
    stroke that leaves nothing of it, or is over, is not laid.
    """
    begin, end = max(stroke.from_minute, minute, strokes[0].from_minute), stroke.to_minute
    if end - begin < SHORTEST_STROKE_MINUTES or end + SHORTEST_STROKE_MINUTES > strokes[-1].to_minute:
        return strokes
    before = [replace(s, to_minute=min(s.to_minute, begin)) for s in strokes if s.from_minute < begin]
    after = [replace(s, from_minute=max(s.from_minute, end)) for s in strokes if s.to_minute > end]
    if before and _is_short(before[-1]):
        begin = before.pop().from_minute
    if len(after) > 1 and _is_short(after[0]):
        end = after.pop(0).to_minute
    return (*before, replace(stroke, from_minute=begin, to_minute=end), *after)


def _is_short(stroke: Stroke) -> bool:
    return stroke.to_minute - stroke.from_minute < SHORTEST_STROKE_MINUTES


def _meeting(promise: Promise) -> Stroke:
    return Stroke(
        from_minute=max(0, promise.minute - LEAD_TO_MEETING_MINUTES),
        to_minute=promise.minute + MEETING_LASTS_MINUTES,
        place=promise.place,
        activity=promise.about,
        emoji=MEETING_EMOJI,
        meets=promise.partner,
    )
