"""Choices that an operation's id decides: the same operation answers the same, on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import msgspec

T = TypeVar("T")


class Chance(msgspec.Struct, frozen=True):
    """Each question, named by its label, has one answer for a seed; labels do not disturb each other."""

    seed: str

    def number(self, label: str, below: int) -> int:
        """0 to below - 1."""
        digest = hashlib.blake2b(f"{self.seed}\0{label}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) % below

    def happens(self, label: str, percent: int) -> bool:
        """Whether it does, with this chance in a hundred."""
        return self.number(label, 100) < percent

    def pick(self, label: str, options: Sequence[T]) -> T:
        """One of the options, of which there must be at least one."""
        return options[self.number(label, len(options))]

    def weighted(self, label: str, options: Sequence[tuple[T, int]]) -> T:
        """One of the options, each as likely as its weight; at least one must be positive."""
        left = self.number(label, sum(weight for _, weight in options))
        for option, weight in options:
            left -= weight
            if left < 0:
                return option
        raise AssertionError("the weights add up")
