"""Checks of what a model chose: a time, one of several, an emoji."""

from __future__ import annotations

import re
from typing import TypeVar

from agent.models.structured import Unfit
from town.days.constants import MINUTES_PER_DAY

T = TypeVar("T", bound=str)

LONGEST_EMOJI = 16
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})\Z")


def minute_of_clock(text: str) -> int:
    """The minute of the day of a time as HH:MM; raises `Unfit`."""
    clock = _CLOCK.match(text.strip())
    if clock is None or int(clock[2]) > 59 or int(clock[1]) > 24:
        raise Unfit(f"{text[:20]!r} is no time; write it as HH:MM.")
    return (int(clock[1]) * 60 + int(clock[2])) % MINUTES_PER_DAY


def one_of(chosen: str, known: list[T], what: str) -> T:
    """What was chosen, if it is among what is known; raises `Unfit`."""
    for one in known:
        if one == chosen:
            return one
    raise Unfit(f'"{what}" must be one of: {", ".join(known) or "none; choose another kind"}.')


def emoji_or(text: str, otherwise: str) -> str:
    """The emoji, if it is one; a wrong one is no reason to ask again."""
    symbol = text.strip()
    fits = 0 < len(symbol) <= LONGEST_EMOJI and not symbol.isascii() and not any(map(str.isalnum, symbol))
    return symbol if fits else otherwise
