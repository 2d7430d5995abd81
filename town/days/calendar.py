"""The town's calendar: days and minutes that run on world time."""

from __future__ import annotations

from town.days.constants import MINUTES_PER_DAY
from town.settings import Settings


def minute_of_day(settings: Settings, now_ms: int) -> int:
    """Minutes since midnight, 0 to 1439."""
    return calendar_minute(settings, now_ms) % MINUTES_PER_DAY


def day_number(settings: Settings, now_ms: int) -> int:
    """The town's day, from 1; it changes at midnight."""
    return calendar_minute(settings, now_ms) // MINUTES_PER_DAY + 1


def world_ms_of_minutes(settings: Settings, minutes: int) -> int:
    """World time that so many minutes of the calendar take."""
    return minutes * settings.town_day_ms // MINUTES_PER_DAY


def calendar_minutes(settings: Settings, lasts_ms: int) -> int:
    """Whole minutes of the calendar that pass in so much world time."""
    return lasts_ms * MINUTES_PER_DAY // settings.town_day_ms


def minutes_until(minute: int, target_minute: int) -> int:
    """Minutes from one minute of the day to the next time it is another, 1 to 1440."""
    return (target_minute - minute - 1) % MINUTES_PER_DAY + 1


def is_between(minute: int, from_minute: int, to_minute: int) -> bool:
    """Whether a minute of the day lies in [from, to), which may reach over midnight."""
    return (minute - from_minute) % MINUTES_PER_DAY < (to_minute - from_minute - 1) % MINUTES_PER_DAY + 1


def calendar_minute(settings: Settings, now_ms: int) -> int:
    """Minutes since the midnight before the first day."""
    return settings.day_starts_at_minute + calendar_minutes(settings, now_ms)


def world_ms_at(settings: Settings, minute: int) -> int:
    """World time at which a calendar minute begins: the first ms of which `calendar_minute` is that minute."""
    since_start = minute - settings.day_starts_at_minute
    return -(-since_start * settings.town_day_ms // MINUTES_PER_DAY)
