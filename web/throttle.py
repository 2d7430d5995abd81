"""A token bucket for each address that writes."""

from __future__ import annotations

from collections.abc import Callable

from web.problems import Problem

MOST_ADDRESSES = 10_000


class Throttle:
    """Refuses an address that writes faster than `per_second` once its burst is used up."""

    def __init__(self, per_second: int, burst: int, now_s: Callable[[], float]) -> None:
        self._per_second = per_second
        self._burst = burst
        self._now_s = now_s
        self._buckets: dict[str, tuple[float, float]] = {}

    def admit(self, address: str) -> None:
        """Count one write. Raises `Problem` 429."""
        now_s = self._now_s()
        tokens, since_s = self._buckets.pop(address, (float(self._burst), now_s))
        tokens = min(float(self._burst), tokens + (now_s - since_s) * self._per_second)
        if len(self._buckets) >= MOST_ADDRESSES:
            self._buckets.pop(next(iter(self._buckets)))
        self._buckets[address] = max(tokens - 1, 0.0), now_s
        if tokens < 1:
            raise Problem(
                429,
                "too-fast",
                f"More than {self._per_second} writes a second came from this address.",
                "Wait a second, then go on more slowly.",
                retry_after_s=1,
            )
