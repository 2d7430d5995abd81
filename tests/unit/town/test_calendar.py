"""The calendar: a town day in world time."""

from hypothesis import given
from hypothesis import strategies as st

from town.days.calendar import day_number, is_between, minute_of_day, minutes_until
from town.settings import Settings, world_ms_of_minutes

TOWN = Settings(template="test")
MINUTES = st.integers(0, 1439)


def test_a_day_lasts_48_minutes_and_begins_at_eight() -> None:
    assert minute_of_day(TOWN, 0) == 8 * 60
    assert minute_of_day(TOWN, 60_000) == 8 * 60 + 30
    assert minute_of_day(TOWN, 48 * 60_000) == 8 * 60
    assert [day_number(TOWN, ms) for ms in (0, 16 * 120_000 - 1, 16 * 120_000)] == [1, 1, 2]


@given(minute=MINUTES, from_minute=MINUTES, to_minute=st.integers(0, 1440))
def test_stretches_of_a_day_may_reach_over_midnight(minute: int, from_minute: int, to_minute: int) -> None:
    inside = {(from_minute + i) % 1440 for i in range((to_minute - from_minute - 1) % 1440 + 1)}
    assert is_between(minute, from_minute, to_minute) == (minute in inside)


@given(minute=MINUTES, target=st.integers(0, 1440))
def test_the_time_until_a_minute_leads_to_it(minute: int, target: int) -> None:
    assert 1 <= minutes_until(minute, target) <= 1440
    assert (minute + minutes_until(minute, target)) % 1440 == target % 1440
    assert world_ms_of_minutes(TOWN, minutes_until(minute, target)) == minutes_until(minute, target) * 2000
