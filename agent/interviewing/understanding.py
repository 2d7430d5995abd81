"""What a question is about, heard from its words alone: of whom it speaks, of which time, and what it quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent.interviewing.task import Question
from agent.memory.naming import named_in
from town.days.constants import MINUTES_PER_DAY

_HOUR = re.compile(r"\b(?:at|from) (?P<hour>\d{1,2}):(?P<minutes>\d\d)\b")
_DAY = re.compile(r"\bon day (?P<day>\d{1,3})\b")
_YESTERDAY = re.compile(r"\byesterday\b")
_USUALLY = re.compile(r"\b(?:usual(?:ly)?|as a rule)\b")
_QUOTED = re.compile(r"“(?P<words>.*)”", re.DOTALL)


def understood(text: str, names: Mapping[str, str], now: int) -> Question:
    """A question as who is asked understands it at a calendar minute; `names` are those of the others, by player."""
    quoted = _QUOTED.search(text)
    about = named_in(text, names)
    return Question(
        text=text,
        about=about[0] if about else None,
        minute=_minute(_QUOTED.sub("", text).lower(), now),
        words=quoted["words"] if quoted else "",
    )


def _minute(text: str, now: int) -> int | None:
    """The calendar minute that a text speaks of; an hour of no day is a usual one's, or the next to come."""
    today = now - now % MINUTES_PER_DAY
    hour, day = _HOUR.search(text), _DAY.search(text)
    minute_of_day = int(hour["hour"]) * 60 + int(hour["minutes"]) if hour else 0
    if day is not None:
        return (int(day["day"]) - 1) * MINUTES_PER_DAY + minute_of_day
    if _YESTERDAY.search(text):
        return today - MINUTES_PER_DAY + minute_of_day
    if hour is None:
        return None
    if _USUALLY.search(text):
        return minute_of_day
    return today + minute_of_day + (MINUTES_PER_DAY if today + minute_of_day <= now else 0)
