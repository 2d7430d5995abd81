"""What memories add up to: who is near most, what is said again and again, and where somebody is to be found.

Only what was lived counts. What follows from it is an insight (`agent.reflecting.script`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from agent.memory.company import company_minutes
from agent.script.statements import Statement, heard_in, said_in
from records.memories import Memory, MemoryKind
from town.days.calendar import calendar_minute, is_between
from town.days.constants import MINUTES_PER_DAY
from town.settings import Settings

LEAST_EVIDENCE = 2
GLIMPSE_MINUTES = 5
"""What it counts to see somebody without knowing how long they were near."""

SEEN_ONCE_MINUTES = 30
"""Who is seen again at a place within the same half hour was there once."""

MOSTLY_PERCENT = 60
PARTS_OF_THE_DAY = {
    "early morning": (5 * 60, 9 * 60),
    "forenoon": (9 * 60, 12 * 60),
    "lunch hour": (12 * 60, 14 * 60),
    "afternoon": (14 * 60, 18 * 60),
    "evening": (18 * 60, 22 * 60),
}


class Tally(msgspec.Struct, frozen=True):
    """What came up most."""

    what: str
    words: str
    """How it was put last."""
    evidence: tuple[Memory, ...]
    """The memories in which it came up, newest first."""


class _Occasion(msgspec.Struct, frozen=True):
    """One time that something came up."""

    what: str
    memory: Memory
    words: str = ""
    counts: int = 1
    slot: int | None = None
    """Occasions of the same are one if they fall into the same slot."""


def companion(memories: Iterable[Memory]) -> Tally | None:
    """The player who was near for the longest time."""
    return _most(
        _Occasion(player, memory, counts=company_minutes(memory.text) or GLIMPSE_MINUTES)
        for memory in _lived(memories)
        for player in memory.about
    )


def concern(player: str, memories: Iterable[Memory]) -> Tally | None:
    """What somebody said most often of what is theirs."""
    about = (memory for memory in _lived(memories) if memory.source == player)
    return _most(_said((memory, [s for s in heard_in(memory) if not s.is_hearsay]) for memory in about))


def talk_of_town(memories: Iterable[Memory]) -> Tally | None:
    """The news that others told most often."""
    lived = _lived(memories)
    return _most(_said((memory, [s for s in heard_in(memory) if s.is_news]) for memory in lived))


def own_concern(memories: Iterable[Memory]) -> Tally | None:
    """What one said most often oneself."""
    return _most(_said((memory, said_in(memory)) for memory in _lived(memories)))


def whereabouts(player: str, part: str, memories: Iterable[Memory], settings: Settings) -> Tally | None:
    """The place at which somebody is mostly seen in a part of the day."""
    seen = (
        _Occasion(memory.place, memory, slot=minute // SEEN_ONCE_MINUTES)
        for memory in _lived(memories)
        if memory.place is not None and memory.about == (player,) and "object" not in memory.tags
        for minute in (calendar_minute(settings, memory.at_ms),)
        if part_of_day(minute) == part
    )
    return _most(seen, least_percent=MOSTLY_PERCENT)


def part_of_day(minute: int) -> str | None:
    """What a calendar minute belongs to; None at night."""
    now = minute % MINUTES_PER_DAY
    return next(
        (name for name, (begins, ends) in PARTS_OF_THE_DAY.items() if is_between(now, begins, ends)), None
    )


def _said(statements: Iterable[tuple[Memory, list[Statement]]]) -> Iterator[_Occasion]:
    return (_Occasion(told.subject, memory, told.words) for memory, several in statements for told in several)


def _most(occasions: Iterable[_Occasion], *, least_percent: int = 0) -> Tally | None:
    """What came up most, if more than once and on this share of all occasions."""
    times: dict[str, dict[int | str, _Occasion]] = {}
    for occasion in sorted(occasions, key=lambda o: (o.memory.at_ms, o.memory.id)):
        slot = occasion.memory.id if occasion.slot is None else occasion.slot
        times.setdefault(occasion.what, {})[slot] = occasion
    totals = {what: sum(o.counts for o in each.values()) for what, each in times.items()}
    best = min(totals, key=lambda what: (-totals[what], what), default=None)
    if best is None or len(times[best]) < LEAST_EVIDENCE:
        return None
    if 100 * totals[best] < least_percent * sum(totals.values()):
        return None
    newest_first = list(times[best].values())[::-1]
    return Tally(best, newest_first[0].words, tuple(occasion.memory for occasion in newest_first))


def _lived(memories: Iterable[Memory]) -> Iterator[Memory]:
    lived = (MemoryKind.OBSERVATION, MemoryKind.CONVERSATION)
    return (memory for memory in memories if memory.kind in lived)
