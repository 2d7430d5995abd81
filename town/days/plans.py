"""Plans as plain data: a day in strokes, which are cut into hours and pieces only when their time comes.

Times are calendar minutes since the midnight before the first day (`town.calendar.calendar_minute`), so that
a night needs no special case. Strokes follow each other without a gap from a plan's first minute to its last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from town.days.constants import (
    MINUTES_PER_DAY,
    SHORTEST_NIGHT_MINUTES,
    SHORTEST_PIECE_MINUTES,
    SHORTEST_STROKE_MINUTES,
    USUAL_BEDTIME_MINUTE,
    USUAL_PIECE_MINUTES,
    USUAL_WAKING_MINUTE,
)
from town.days.state import Habit, Piece, Stroke
from town.doings.constants import LONGEST_DESCRIPTION
from town.ground.map import TownMap
from town.who import Person

SLEEP = ("sleeps", "💤")
PASS_THE_TIME = ("takes things as they come", "🍃")


def flaw_in(
    strokes: Sequence[Stroke], from_minute: int, until_minute: int, map_: TownMap, bed: str
) -> str | None:
    """What keeps strokes from being a plan for a span of time, as a sentence; None if nothing does.

    `bed` is the place where it must end (`bed_of`).
    """
    minute = from_minute
    for stroke in strokes:
        if stroke.from_minute != minute:
            return f"minute {minute} belongs to no stroke, or to two"
        if stroke.to_minute - minute < min(SHORTEST_STROKE_MINUTES, until_minute - from_minute):
            return f"the stroke from minute {minute} is too short"
        if map_.place(stroke.place) is None:
            return f"there is no place {stroke.place[:60]!r}"
        minute = stroke.to_minute
    if not strokes or minute != until_minute:
        return f"the plan ends at minute {minute} instead of {until_minute}"
    if not strokes[-1].asleep or strokes[-1].place != bed:
        return "the day does not end asleep at home"
    return None


def stroke_at(strokes: Sequence[Stroke], minute: int) -> Stroke | None:
    """The stroke that a minute belongs to."""
    return next((s for s in strokes if s.from_minute <= minute < s.to_minute), None)


def piece_at(stroke: Stroke, minute: int) -> Piece:
    """The piece of a stroke that a minute of it belongs to; only that minute's hour is looked at."""
    if stroke.asleep:
        return _piece(stroke, stroke.from_minute, stroke.to_minute, 0)
    from_minute, to_minute = next(hour for hour in hours_of(stroke) if minute < hour[1])
    pieces = -(-(to_minute - from_minute) // USUAL_PIECE_MINUTES)
    ends = [from_minute + (to_minute - from_minute) * n // pieces for n in range(pieces + 1)]
    index = next(n for n in range(pieces) if minute < ends[n + 1])
    return _piece(stroke, ends[index], ends[index + 1], index + (from_minute - stroke.from_minute) // 60)


def pieces_of(stroke: Stroke) -> Iterator[Piece]:
    """All pieces of a stroke."""
    minute = stroke.from_minute
    while minute < stroke.to_minute:
        piece = piece_at(stroke, minute)
        yield piece
        minute = piece.to_minute


def hours_of(stroke: Stroke) -> Iterator[tuple[int, int]]:
    """A stroke cut at full hours; what would be too short for a piece goes to the hour beside it."""
    begin, shortest = stroke.from_minute, SHORTEST_PIECE_MINUTES
    while begin < stroke.to_minute:
        end = (begin // 60 + 1) * 60
        if end - begin < shortest:
            end += 60
        if stroke.to_minute - end < shortest:
            end = stroke.to_minute
        yield begin, end
        begin = end


def _piece(stroke: Stroke, from_minute: int, to_minute: int, turn: int) -> Piece:
    part = stroke.parts[turn % len(stroke.parts)] if stroke.parts else None
    return Piece(
        from_minute=from_minute,
        to_minute=to_minute,
        place=stroke.place,
        activity=part.activity if part else stroke.activity,
        emoji=part.emoji if part else stroke.emoji,
        object=part.object if part else stroke.object,
        asleep=stroke.asleep,
    )


def night_of(person: Person) -> tuple[int, int]:
    """The minutes of the day between which somebody usually sleeps longest; it may reach over midnight."""
    night = _night(person)
    if night is None:
        return USUAL_BEDTIME_MINUTE, USUAL_WAKING_MINUTE
    return night.from_minute % MINUTES_PER_DAY, night.to_minute % MINUTES_PER_DAY


def bed_of(person: Person, map_: TownMap) -> str:
    """Where somebody spends the night: where they usually do, else at home; the map must have a place."""
    night = _night(person)
    if night is not None and map_.place(night.place):
        return night.place
    return person.home if person.home and map_.place(person.home) else map_.arrival.id


def _night(person: Person) -> Habit | None:
    nights = [habit for habit in _joined(person.day) if habit.asleep]
    night = max(nights, key=_minutes_of, default=None)
    return night if night and _minutes_of(night) >= SHORTEST_NIGHT_MINUTES else None


def _minutes_of(habit: Habit) -> int:
    return (habit.to_minute - habit.from_minute - 1) % MINUTES_PER_DAY + 1


def next_waking(person: Person, minute: int) -> int:
    """The first calendar minute after this one at which somebody usually wakes."""
    waking = night_of(person)[1]
    return minute + (waking - minute - 1) % MINUTES_PER_DAY + 1


def usual_day(person: Person, map_: TownMap, from_minute: int, until_minute: int) -> tuple[Stroke, ...]:
    """What somebody usually does until they wake, as the strokes of a plan; the map must have a place."""
    home = person.home if person.home and map_.place(person.home) else map_.arrival.id
    if _night(person) is not None:
        return _usual_strokes(person, map_, home, from_minute, until_minute)
    bedtime = until_minute - (USUAL_WAKING_MINUTE - USUAL_BEDTIME_MINUTE) % MINUTES_PER_DAY
    if bedtime < from_minute + SHORTEST_STROKE_MINUTES:
        return (_stroke(from_minute, until_minute, home, *SLEEP, asleep=True),)
    waking = _usual_strokes(person, map_, home, from_minute, bedtime)
    return (*waking, _stroke(bedtime, until_minute, home, *SLEEP, asleep=True))


def _usual_strokes(
    person: Person, map_: TownMap, home: str, from_minute: int, until_minute: int
) -> tuple[Stroke, ...]:
    habits = _joined(person.day) or (Habit(0, 0, home, *PASS_THE_TIME),)
    strokes: list[Stroke] = []
    minute = from_minute
    while minute < until_minute:
        stroke = _usual(habits, map_, home, minute)
        stroke = replace(stroke, to_minute=min(stroke.to_minute, until_minute))
        if strokes and min(_length(stroke), _length(strokes[-1])) < SHORTEST_STROKE_MINUTES:
            longer = max(stroke, strokes[-1], key=_length)
            stroke = replace(longer, from_minute=strokes.pop().from_minute, to_minute=stroke.to_minute)
        strokes.append(stroke)
        minute = stroke.to_minute
    return tuple(strokes)


def _length(stroke: Stroke) -> int:
    return stroke.to_minute - stroke.from_minute


def _usual(habits: Sequence[Habit], map_: TownMap, home: str, minute: int) -> Stroke:
    """What is usual at a minute, from then on until it ends."""
    now = minute % MINUTES_PER_DAY
    for habit in habits:
        length = _minutes_of(habit)
        since = (now - habit.from_minute) % MINUTES_PER_DAY
        if since < length:
            place = habit.place if map_.place(habit.place) else home
            return _habitual(habit, map_, place, minute, minute + length - since)
    begins = min((habit.from_minute - now) % MINUTES_PER_DAY for habit in habits)
    return _stroke(minute, minute + begins, home, *PASS_THE_TIME)


def _habitual(habit: Habit, map_: TownMap, place_id: str, from_minute: int, to_minute: int) -> Stroke:
    """A habit as a stroke at a place, with what it names or what is usual for it there."""
    place = map_.place(place_id)
    usual = place.usual_object(habit.activity, habit.emoji, asleep=habit.asleep) if place else None
    stroke = _stroke(from_minute, to_minute, place_id, habit.activity, habit.emoji, asleep=habit.asleep)
    return replace(stroke, object=habit.object or usual)


def _stroke(
    from_minute: int, to_minute: int, place: str, activity: str, emoji: str, *, asleep: bool = False
) -> Stroke:
    return Stroke(
        from_minute=from_minute,
        to_minute=to_minute,
        place=place,
        activity=activity[:LONGEST_DESCRIPTION],
        emoji=emoji,
        asleep=asleep,
    )


def _joined(day: Sequence[Habit]) -> tuple[Habit, ...]:
    """A usual day in which a habit that its list parts at midnight is one."""
    for first in day:
        for second in day:
            meet = first is not second and (first.to_minute - second.from_minute) % MINUTES_PER_DAY == 0
            if meet and (first.place, first.activity) == (second.place, second.activity):
                rest = tuple(habit for habit in day if habit is not first and habit is not second)
                return _joined((*rest, replace(first, to_minute=second.to_minute)))
    return tuple(day)
