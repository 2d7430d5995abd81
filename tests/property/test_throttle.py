"""A limit holds what is above it back, and no more than that: a steady rate above it passes as far as it goes."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from web.problems import Problem
from web.throttle import Throttle

PER_SECOND, BURST = 50, 300
SECONDS = 40


class ManualClock:
    """What the counting storage takes for the time."""

    def __init__(self, begins_s: float) -> None:
        self.now_s = begins_s

    def time(self) -> float:
        return self.now_s


async def passed(throttle: Throttle, address: str = "a") -> bool:
    try:
        await throttle.admit(address)
    except Problem:
        return False
    return True


async def admitted_each_second(rate: float, begins_s: float) -> list[int]:
    """How many of a steady rate of writes pass, second by second."""
    clock = ManualClock(begins_s)
    with patch("limits.aio.storage.memory.time", SimpleNamespace(time=clock.time)):
        throttle = Throttle(PER_SECOND, BURST)
        counts = [0] * SECONDS
        for number in range(round(rate * SECONDS)):
            clock.now_s = begins_s + number / rate
            counts[int(number / rate)] += await passed(throttle)
        return counts


@settings(max_examples=25, deadline=None)
@given(rate=st.floats(60, 400), begins_s=st.floats(1e9, 1e9 + 100))
def test_a_steady_rate_above_the_limit_passes_at_the_limit(rate: float, begins_s: float) -> None:
    counts = asyncio.run(admitted_each_second(rate, begins_s))
    lasting = counts[2 * BURST // PER_SECOND :]
    assert 0.9 * PER_SECOND <= sum(lasting) / len(lasting) <= 1.1 * PER_SECOND
    assert min(lasting) > 0, "nobody starves"
    assert sum(counts[: BURST // PER_SECOND]) <= 2 * BURST


@settings(max_examples=25, deadline=None)
@given(rate=st.floats(1, 0.9 * PER_SECOND), begins_s=st.floats(1e9, 1e9 + 100))
def test_a_rate_below_the_limit_passes_whole(rate: float, begins_s: float) -> None:
    assert sum(asyncio.run(admitted_each_second(rate, begins_s))) == round(rate * SECONDS)


async def test_addresses_do_not_count_for_one_another() -> None:
    throttle = Throttle(1, 3)
    assert [await passed(throttle, "a") for _ in range(4)] == [True, True, True, False]
    assert await passed(throttle, "b")
