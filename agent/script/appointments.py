"""Appointments in what people say: `a party at the library at seven in the evening on the second`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from town.days.constants import MINUTES_PER_DAY
from town.minds.operations import KnownPlace

_HOURS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_DAYS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth",
)  # fmt: skip
_AT = re.compile(
    rf"\bat (?:(?P<half>half past) )?(?P<hour>{'|'.join(_HOURS)}|noon|\d{{1,2}})(?::(?P<minutes>\d\d))?\b"
    r"(?: o'clock)?(?P<part> in the (?:morning|afternoon|evening)| tonight)?",
    re.IGNORECASE,
)
_ON = re.compile(
    rf"\bon the (?P<name>{'|'.join(_DAYS)})\b|\bon day (?P<number>\d{{1,3}})\b|\b(?P<word>today|tonight|tomorrow)\b",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\b(?:an?|the|his|her|their|my|our) ((?:[\w'-]+ ){0,3}[\w'-]+?)(?= (?:at|in|on|for) )", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?]\s+|[\"“”]")
_LATE_HOURS = range(1, 8)
"""An hour of these, said without the part of the day, is after noon."""


class Appointment(msgspec.Struct, frozen=True):
    """Something that happens at a place and a minute of the calendar."""

    place: str
    minute: int
    what: str
    """`amnesty party`."""


def appointment_in(text: str, said_on_day: int, places: Sequence[KnownPlace]) -> Appointment | None:
    """What a text, said on a day of the town (from 1), announces; None if place, hour or day are missing."""
    for sentence in _SENTENCE_END.split(text):
        place, minute = place_in(sentence, places), minute_in(sentence, said_on_day)
        if place is not None and minute is not None:
            return Appointment(place.id, minute, what_in(sentence))
    return None


def what_in(text: str) -> str:
    """What is announced in a text: `amnesty party`."""
    what = _WHAT.search(text)
    return what[1].lower() if what else "meeting"


def minute_in(text: str, said_on_day: int) -> int | None:
    """The calendar minute for which a text, said on a day of the town, announces something; None if it names none."""
    at, on = _AT.search(text), _ON.search(text)
    if at is None or on is None:
        return None
    minute, day = _minute_of_day(at), _day(on, said_on_day)
    return (day - 1) * MINUTES_PER_DAY + minute if minute < MINUTES_PER_DAY and day >= 1 else None


def place_in(text: str, places: Sequence[KnownPlace]) -> KnownPlace | None:
    """The place that a text names by its name, else by its kind, the first of them in the text."""
    said = _plain(text)
    public = [place for place in places if place.kind != "home"]
    by_name = _first(said, [(_plain(place.name), place) for place in public])
    return by_name or _first(said, [(_plain(place.kind), place) for place in public])


def _first(said: str, called: Sequence[tuple[str, KnownPlace]]) -> KnownPlace | None:
    """The place whose name comes first in what is said."""
    found = [
        (match.start(), number)
        for number, (name, _) in enumerate(called)
        if (match := re.search(rf"\b{re.escape(name)}\b", said))
    ]
    return called[min(found)[1]][1] if found else None


def _plain(text: str) -> str:
    return text.lower().replace("é", "e").replace("-", " ")


def _minute_of_day(at: re.Match[str]) -> int:
    said = at["hour"].lower()
    hour = 12 if said == "noon" else _HOURS.index(said) + 1 if said in _HOURS else int(said)
    part = (at["part"] or "").lower()
    late = any(word in part for word in ("afternoon", "evening", "tonight"))
    if hour < 12 and (late or (not part and at["minutes"] is None and hour in _LATE_HOURS)):
        hour += 12
    return hour * 60 + (30 if at["half"] else int(at["minutes"] or 0))


def _day(on: re.Match[str], said_on_day: int) -> int:
    if on["name"]:
        return _DAYS.index(on["name"].lower()) + 1
    if on["number"]:
        return int(on["number"])
    return said_on_day + (on["word"].lower() == "tomorrow")
