"""A day as it is told has no minute twice and none missing: strokes in a plan, hours in a stroke, pieces in an hour."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.towns import place, town_map
from town.days.plans import next_waking, pieces_of, usual_day
from town.days.state import Habit, Plan
from town.who import Person
from web.plans import PlannedHour, PlannedStroke, planned_day

MAP = town_map(places=[place("home", 0, 0, 2, 2), place("mill", 8, 8, 2, 2)])
DAYS = st.lists(st.integers(0, 1439), min_size=2, max_size=8, unique=True).map(sorted)


def person_of(marks: Sequence[int]) -> Person:
    spans = zip(marks, [*marks[1:], marks[0]], strict=True)
    habits = [Habit(begin, end, "mill", f"does {begin}", "🔨") for begin, end in spans]
    return Person(age=3, pronouns="", background="", home="home", day=tuple(habits))


def assert_tiles(begin: int, end: int, parts: Sequence[PlannedStroke] | Sequence[PlannedHour]) -> None:
    marks = [begin, *(part.to_minute for part in parts)]
    assert [part.from_minute for part in parts] == marks[:-1]
    assert marks[-1] == end


@given(marks=DAYS, minute=st.integers(0, 5 * 1440))
def test_a_day_is_told_whole(marks: Sequence[int], minute: int) -> None:
    person = person_of(marks)
    until = next_waking(person, minute)
    strokes = usual_day(person, MAP, minute, until)
    told = planned_day(Plan(from_minute=minute, until_minute=until, own=True, strokes=strokes))
    assert_tiles(minute, until, told.strokes)
    for stroke, source in zip(told.strokes, strokes, strict=True):
        assert_tiles(stroke.from_minute, stroke.to_minute, stroke.hours)
        pieces = [piece for hour in stroke.hours for piece in hour.pieces]
        assert pieces == list(pieces_of(source)), "the pieces are those that the rules will cut"
        for hour in stroke.hours:
            assert all(hour.from_minute <= piece.from_minute for piece in hour.pieces)
            assert hour.pieces[-1].to_minute == hour.to_minute
