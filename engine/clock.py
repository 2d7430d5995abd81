"""World time: integer milliseconds, sixty ticks a second, at a pace that the world itself holds."""

from __future__ import annotations

import time
from typing import Protocol, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

TICKS_PER_SECOND = 60
REAL_TIME_PERMILLE = 1000


TickT = TypeVar("TickT", int, npt.NDArray[np.int64])


def tick_time_ms(tick: TickT) -> TickT:
    """World time of a tick, or of each tick of an array."""
    return tick * 1000 // TICKS_PER_SECOND


def last_tick_by(ms: int) -> int:
    """The last tick that stands at or before a world time."""
    return ((ms + 1) * TICKS_PER_SECOND - 1) // 1000


def first_tick_from(ms: int) -> int:
    """The first tick that stands at or after a world time."""
    return -(-ms * TICKS_PER_SECOND // 1000)


class Pace(msgspec.Struct, frozen=True, rename="camel"):
    """How world time follows wall time. It is part of the state: changing it is an input."""

    paused: bool = False
    speed_permille: int = REAL_TIME_PERMILLE
    """World milliseconds for each thousand wall milliseconds."""
    flat_out: bool = False
    """As fast as it can; the speed then does not matter."""
    step_until_ms: int = 0
    """A paused world still runs up to this world time: so it is stepped by hand."""
    resting: bool = False
    """Paused only because nobody is there; the first who comes wakes it."""


class Clock(Protocol):
    """Wall time for the runner: the real one, or one that a test turns by hand."""

    def now_ms(self) -> int:
        """Monotonic wall time, ms."""
        ...


class WallClock:
    """The machine's monotonic clock."""

    def now_ms(self) -> int:
        """Monotonic wall time, ms."""
        return time.monotonic_ns() // 1_000_000


class ManualClock:
    """A clock that stands still until told."""

    def __init__(self, now_ms: int = 0) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        """The time last set."""
        return self._now_ms

    def advance(self, ms: int) -> None:
        """Let time pass."""
        self._now_ms += ms


class Anchor(msgspec.Struct, frozen=True):
    """A moment at which wall time and world time are known to belong together."""

    wall_ms: int
    world_ms: int

    def world_now_ms(self, wall_ms: int, pace: Pace) -> int:
        """World time at a wall time if the pace has not changed since the anchor."""
        if pace.paused:
            return self.world_ms
        return self.world_ms + (wall_ms - self.wall_ms) * pace.speed_permille // 1000

    def wall_at_ms(self, world_ms: int, pace: Pace) -> int:
        """Wall time at which a world time is reached."""
        ahead = (world_ms - self.world_ms) * 1000
        return self.wall_ms + -(-ahead // pace.speed_permille)
