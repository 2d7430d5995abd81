"""Who watches through this process, by address: nobody fills all places alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager


class Audience:
    """Places for viewers, of whom so many come from one address at the most."""

    def __init__(self, most: int, most_from_address: int) -> None:
        self._most = most
        self._most_from_address = most_from_address
        self._viewers: Counter[str] = Counter()
        self._watching = 0

    @contextmanager
    def seat(self, address: str) -> Generator[bool]:
        """A place for the block; whether there is one."""
        seen = self._viewers.get(address, 0)
        is_free = self._watching < self._most and seen < self._most_from_address
        if not is_free:
            yield False
            return
        self._viewers[address] = seen + 1
        self._watching += 1
        try:
            yield True
        finally:
            self._watching -= 1
            self._viewers[address] -= 1
            if not self._viewers[address]:
                del self._viewers[address]
