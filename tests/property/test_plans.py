"""Plans add up, whatever the person, the hour and the promises: no minute twice, none missing, asleep at the end."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.towns import place, town_map
from town.days.calendar import calendar_minute, world_ms_at
from town.days.constants import (
    LONGEST_PIECE_MINUTES,
    MINUTES_PER_DAY,
    SHORTEST_PIECE_MINUTES,
    SHORTEST_STROKE_MINUTES,
)
from town.days.plans import bed_of, flaw_in, next_waking, piece_at, pieces_of, stroke_at, usual_day
from town.days.promises import lay_over
from town.days.state import Habit, Part, Stroke
from town.settings import Settings
from town.who import Person

MAP = town_map(places=[place("home", 0, 0, 2, 2), place("mill", 8, 8, 2, 2), place("pond", 4, 4, 1, 1)])
PLACES = st.sampled_from(["home", "mill", "pond"])
MINUTES = st.integers(0, 5 * MINUTES_PER_DAY)
PARTS = st.lists(
    st.builds(Part, activity=st.sampled_from(["kneads", "bakes", "sweeps"]), emoji=st.just("🍞")), max_size=4
).map(tuple)


@st.composite
def people(draw: st.DrawFn) -> Person:
    """Somebody whose usual day is cut at any minutes, with gaps or without, and a night at home or none."""
    marks = sorted(draw(st.sets(st.integers(0, MINUTES_PER_DAY - 1), min_size=1, max_size=9)))
    spans = zip(marks, [*marks[1:], marks[0] + MINUTES_PER_DAY], strict=True)
    habits = [
        Habit(begin, end % MINUTES_PER_DAY, draw(PLACES | st.just("gone")), f"does {begin}", "🔨")
        for begin, end in spans
        if draw(st.integers(0, 4)) or len(marks) == 1
    ]
    if habits and draw(st.booleans()):
        habits[0] = replace(habits[0], place="home", activity="sleeps", emoji="💤", asleep=True)
    return Person(
        age=3, pronouns="", background="", home=draw(st.none() | st.just("home")), day=tuple(habits)
    )


@st.composite
def strokes(draw: st.DrawFn) -> Stroke:
    begin = draw(MINUTES)
    end = begin + draw(st.integers(10, 700))
    parts = draw(PARTS)
    return Stroke(
        from_minute=begin, to_minute=end, place=draw(PLACES), activity="works", emoji="🔨", parts=parts
    )


@given(people(), MINUTES)
def test_a_usual_day_covers_each_minute_once(person: Person, minute: int) -> None:
    until = next_waking(person, minute)
    assert minute < until <= minute + MINUTES_PER_DAY
    day = usual_day(person, MAP, minute, until)
    assert [s.from_minute for s in day] == [minute, *(s.to_minute for s in day[:-1])]
    assert day[-1].to_minute == until
    assert all(MAP.place(stroke.place) for stroke in day)
    assert day[-1].asleep
    assert day[-1].place == bed_of(person, MAP)
    shortest = min(SHORTEST_STROKE_MINUTES, until - minute)
    assert all(stroke.to_minute - stroke.from_minute >= shortest for stroke in day)


@given(strokes())
def test_pieces_fill_a_stroke_and_last_five_to_fifteen_minutes(stroke: Stroke) -> None:
    pieces = list(pieces_of(stroke))
    assert [piece.from_minute for piece in pieces] == [
        stroke.from_minute,
        *(piece.to_minute for piece in pieces[:-1]),
    ]
    assert pieces[-1].to_minute == stroke.to_minute
    for piece in pieces:
        assert SHORTEST_PIECE_MINUTES <= piece.to_minute - piece.from_minute <= LONGEST_PIECE_MINUTES
        assert all(piece_at(stroke, m) == piece for m in range(piece.from_minute, piece.to_minute))
        assert piece.activity in {part.activity for part in stroke.parts} or not stroke.parts


@given(people(), MINUTES, st.lists(strokes(), max_size=5), st.integers(0, 400))
def test_a_day_adds_up_whatever_is_laid_over_it(
    person: Person, minute: int, others: list[Stroke], later: int
) -> None:
    until = next_waking(person, minute)
    day = usual_day(person, MAP, minute, until)
    now = min(minute + later, until - 1)
    for other in others:
        moved = other.from_minute % MINUTES_PER_DAY - 60
        length = other.to_minute - other.from_minute
        laid = replace(other, from_minute=max(0, minute + moved), to_minute=max(0, minute + moved) + length)
        day = lay_over(day, laid, now)
        assert flaw_in(day, minute, until, MAP, bed_of(person, MAP)) is None
    assert day[-1].asleep
    assert stroke_at(day, now)


@given(
    st.integers(0, 10**9),
    st.builds(
        Settings,
        template=st.just("t"),
        town_day_ms=st.integers(60_000, 86_400_000),
        day_starts_at_minute=st.integers(0, MINUTES_PER_DAY - 1),
    ),
)
def test_a_minute_begins_when_it_is_said_to(now_ms: int, settings: Settings) -> None:
    minute = calendar_minute(settings, now_ms)
    assert world_ms_at(settings, minute) <= now_ms < world_ms_at(settings, minute + 1)
    assert calendar_minute(settings, world_ms_at(settings, minute + 1)) == minute + 1
