"""How long somebody was near: put in words when it ends, and read from them again, since only the text is kept."""

from __future__ import annotations

import re

LEAST_COMPANY_MINUTES = 30
"""Whoever is near for a shorter time is passed by."""

_HOURS = ("an", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COMPANY = re.compile(rf"^I had .+ around me for (?:(half an hour)|about ({'|'.join(_HOURS)}) hours?)\b")


def company_text(name: str, minutes: int, at: str) -> str:
    """The memory of having had somebody near for some minutes; `at` tells where, or is empty."""
    return f"I had {name} around me for {_duration(minutes)}{at}."


def company_minutes(text: str) -> int:
    """For how long a memory says that somebody was near; 0 for any other memory."""
    told = _COMPANY.match(text)
    if told is None:
        return 0
    return 30 if told[1] else 60 * (_HOURS.index(told[2]) + 1)


def _duration(minutes: int) -> str:
    if minutes < 45:
        return "half an hour"
    hours = min(max(round(minutes / 60), 1), len(_HOURS))
    return f"about {_HOURS[hours - 1]} hour{'s' if hours > 1 else ''}"
