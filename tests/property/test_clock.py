from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import Anchor, Pace, TickRate

CENTURY_MS = 100 * 365 * 86_400_000
TICKS = st.integers(0, CENTURY_MS * 60 // 1000)
TIMES = st.integers(0, CENTURY_MS)
SPEEDS = st.integers(250, 64_000)


RATES = st.integers(1, 1000).map(TickRate)


@given(RATES, TICKS)
def test_a_tick_is_the_first_and_the_last_at_its_own_time(rate: TickRate, tick: int) -> None:
    ms = rate.time_ms(tick)
    assert ms == tick * 1000 // rate.per_second
    assert rate.last_by(ms) == rate.first_from(ms) == tick
    assert rate.reached_ms(tick + 1) == ms


@given(RATES, TIMES)
def test_ticks_around_a_time(rate: TickRate, ms: int) -> None:
    last, first = rate.last_by(ms), rate.first_from(ms)
    assert rate.time_ms(last) <= ms < rate.time_ms(last + 1)
    assert rate.time_ms(first) >= ms
    assert first == 0 or rate.time_ms(first - 1) < ms
    assert first - last == (rate.time_ms(last) != ms)


@given(RATES, st.lists(TICKS, max_size=20))
def test_arrays_and_numbers_agree(rate: TickRate, ticks: list[int]) -> None:
    assert rate.time_ms(np.array(ticks, np.int64)).tolist() == [rate.time_ms(tick) for tick in ticks]


@given(TIMES, TIMES, st.integers(0, 10**9), SPEEDS)
def test_world_time_is_reached_when_the_anchor_says(wall: int, world: int, ahead: int, speed: int) -> None:
    anchor, pace = Anchor(wall, world), Pace(speed_permille=speed)
    reached = anchor.wall_at_ms(world + ahead, pace)
    assert anchor.world_now_ms(reached, pace) >= world + ahead
    assert ahead == 0 or anchor.world_now_ms(reached - 1, pace) < world + ahead


@given(TIMES, TIMES, st.integers(0, 10**9))
def test_a_pause_stops_world_time(wall: int, world: int, later: int) -> None:
    assert Anchor(wall, world).world_now_ms(wall + later, Pace(paused=True)) == world
