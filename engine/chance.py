"""Chance that can be saved: named random streams whose whole state is how often each was drawn from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import msgspec
import numpy as np

T = TypeVar("T")


class Drawn(msgspec.Struct, frozen=True):
    """What is saved of a `Chance`."""

    seed: int
    draws: dict[str, int]


class Chance:
    """Independent streams by name, each a Philox sequence read by its counter.

    The n-th draw of a stream depends on the seed, the name and n alone (Salmon et al. 2011, "Parallel random
    numbers: as easy as 1, 2, 3"), so nothing but the counters need be saved, and a stream that a fork of the
    rules adds does not disturb the others.
    """

    def __init__(self, drawn: Drawn) -> None:
        self.seed = drawn.seed
        self.draws = dict(drawn.draws)

    def saved(self) -> Drawn:
        """The state to save."""
        return Drawn(self.seed, dict(self.draws))

    def below(self, stream: str, bound: int) -> int:
        """A whole number in [0, bound); its bias is under bound / 2**64."""
        assert bound > 0
        return self._next(stream) * bound >> 64

    def happens(self, stream: str, permille: int) -> bool:
        """True with a probability of `permille` in a thousand."""
        return self.below(stream, 1000) < permille

    def pick(self, stream: str, choices: Sequence[T]) -> T:
        """One of the choices, all equally likely."""
        return choices[self.below(stream, len(choices))]

    def _next(self, stream: str) -> int:
        count = self.draws.get(stream, 0)
        self.draws[stream] = count + 1
        key = int.from_bytes(hashlib.blake2b(f"{self.seed}/{stream}".encode(), digest_size=16).digest())
        return int(np.random.Philox(key=key, counter=count).random_raw())
