"""What answers are allowed to name: people, places, hours, news, deeds and words, each with its spellings."""

from __future__ import annotations

from collections import Counter

from agent.script.topics import headline
from bench.interviewing.chronicle import Chronicle
from bench.interviewing.scoring import Vocabulary
from town.days.constants import MINUTES_PER_DAY


def people(chronicle: Chronicle) -> Vocabulary:
    """Everybody by player: by the whole name, and by the first if nobody shares it."""
    firsts = Counter(name.split()[0] for name in chronicle.names.values())
    return {
        id_: (name, name.split()[0]) if firsts[name.split()[0]] == 1 else (name,)
        for id_, name in chronicle.names.items()
    }


def places(chronicle: Chronicle) -> Vocabulary:
    """All places by id."""
    return {place.id: (place.name,) for place in chronicle.ground.places}


def minutes(days: int) -> Vocabulary:
    """Every minute of the calendar's first days: `on day 2 at 8:05`, or `08:05`."""
    return {str(minute): _clock(minute) for minute in range(days * MINUTES_PER_DAY)}


def around(minute: int, within: int) -> frozenset[str]:
    """The terms of the minutes that are no farther from a minute than this."""
    return frozenset(str(near) for near in range(minute - within, minute + within + 1))


def news(chronicle: Chronicle) -> Vocabulary:
    """All that somebody alone knew when the town was founded, by its headline."""
    known = (text for person in chronicle.people.values() for text in person.news)
    return {spelling: (spelling,) for spelling in map(spelled_headline, known)}


def spelled_headline(text: str) -> str:
    """The first part of a piece of news, as it stands in whatever tells it."""
    return headline(text).rstrip(".")


def deeds(chronicle: Chronicle) -> Vocabulary:
    """All that anybody was seen to do."""
    done = {figure.activity for each in chronicle.instants for figure in each.scene.figures.values()}
    return {activity: (activity,) for activity in done if activity}


def _clock(minute: int) -> tuple[str, str]:
    day, now = minute // MINUTES_PER_DAY + 1, minute % MINUTES_PER_DAY
    hour, minutes = divmod(now, 60)
    return f"on day {day} at {hour}:{minutes:02d}", f"on day {day} at {hour:02d}:{minutes:02d}"
