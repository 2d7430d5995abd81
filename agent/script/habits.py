"""When in the day it is, what somebody usually does then, and what places are called."""

from __future__ import annotations

from agent.script.bank import Bank
from town.days.calendar import is_between
from town.days.state import Habit
from town.who import Person

_HOURS = ((5, "night"), (12, "morning"), (18, "afternoon"), (22, "evening"), (24, "night"))


def place_word(place: str | None, bank: Bank) -> str | None:
    """What a place is called by those who live there."""
    if place is None:
        return None
    return bank.texts.places.get(place) or bank.texts.places.get(place.partition("-")[0])


def hour_of(minute_of_day: int) -> str:
    """`morning`, `afternoon`, `evening` or `night`."""
    return next(name for hour, name in _HOURS if minute_of_day < hour * 60)


def habit_at(person: Person, minute_of_day: int) -> Habit | None:
    """What somebody usually does at a minute of the day."""
    return next((h for h in person.day if is_between(minute_of_day, h.from_minute, h.to_minute)), None)
