"""World time: integer milliseconds, ticks at the rate of the rules, at a pace that the world itself holds."""

from __future__ import annotations

import time
from typing import Annotated, Protocol, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

REAL_TIME_PERMILLE = 1000


TickT = TypeVar("TickT", int, npt.NDArray[np.int64])


class TickRate(msgspec.Struct, frozen=True):
    """How often a world's systems may act. Tick k stands at floor(k * 1000 / per_second) ms of world time."""

    per_second: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    """At most 1000, so that no two ticks stand at the same time."""

    def time_ms(self, tick: TickT) -> TickT:
        """World time of a tick, or of each tick of an array."""
        return tick * 1000 // self.per_second

    def last_by(self, ms: int) -> int:
        """The last tick that stands at or before a world time."""
        return ((ms + 1) * self.per_second - 1) // 1000

    def first_from(self, ms: int) -> int:
        """The first tick that stands at or after a world time."""
        return -(-ms * self.per_second // 1000)

    def reached_ms(self, next_tick: int) -> int:
        """World time of the last tick that was run."""
        return self.time_ms(max(next_tick - 1, 0))


class Pace(msgspec.Struct, frozen=True, rename="camel"):
    """How world time follows wall time. It is part of the state: changing it is an input."""

    paused: bool = False
    speed_permille: int = REAL_TIME_PERMILLE
    """World milliseconds for each thousand wall milliseconds."""
    flat_out: bool = False
    """As fast as it can; the speed then does not matter."""
    step_until_tick: int = 0
    """A paused world still runs the ticks before this one: so it is stepped by hand."""
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
