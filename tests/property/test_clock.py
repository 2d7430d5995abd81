from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import Anchor, Pace, first_tick_from, last_tick_by, tick_time_ms

CENTURY_MS = 100 * 365 * 86_400_000
TICKS = st.integers(0, CENTURY_MS * 60 // 1000)
TIMES = st.integers(0, CENTURY_MS)
SPEEDS = st.integers(250, 64_000)


@given(TICKS)
def test_a_tick_is_the_first_and_the_last_at_its_own_time(tick: int) -> None:
    ms = tick_time_ms(tick)
    assert ms == tick * 1000 // 60
    assert last_tick_by(ms) == first_tick_from(ms) == tick


@given(TIMES)
def test_ticks_around_a_time(ms: int) -> None:
    last, first = last_tick_by(ms), first_tick_from(ms)
    assert tick_time_ms(last) <= ms < tick_time_ms(last + 1)
    assert tick_time_ms(first) >= ms
    assert first == 0 or tick_time_ms(first - 1) < ms
    assert first - last == (tick_time_ms(last) != ms)


@given(st.lists(TICKS, max_size=20))
def test_arrays_and_numbers_agree(ticks: list[int]) -> None:
    assert tick_time_ms(np.array(ticks, np.int64)).tolist() == [tick_time_ms(tick) for tick in ticks]


@given(TIMES, TIMES, st.integers(0, 10**9), SPEEDS)
def test_world_time_is_reached_when_the_anchor_says(wall: int, world: int, ahead: int, speed: int) -> None:
    anchor, pace = Anchor(wall, world), Pace(speed_permille=speed)
    reached = anchor.wall_at_ms(world + ahead, pace)
    assert anchor.world_now_ms(reached, pace) >= world + ahead
    assert ahead == 0 or anchor.world_now_ms(reached - 1, pace) < world + ahead


@given(TIMES, TIMES, st.integers(0, 10**9))
def test_a_pause_stops_world_time(wall: int, world: int, later: int) -> None:
    assert Anchor(wall, world).world_now_ms(wall + later, Pace(paused=True)) == world
