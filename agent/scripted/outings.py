"""Outings: what takes people out of their usual places for an hour, to where others are."""

from __future__ import annotations

import msgspec

from agent.mind import DayTask
from agent.scripted.chance import Chance
from agent.scripted.decisions import ERRANDS
from agent.scripted.style import CHILD_UNDER_AGE
from town.constants import MINUTES_PER_DAY
from town.operations import KnownPlace
from town.plans import Stroke, is_sleep
from town.promises import lay_over

LEAST_LEFT_MINUTES = 20
"""What an outing leaves of the stroke that it is taken from."""


class Outing(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of outing."""

    name: str
    percent: int
    """Chance that somebody goes on one in a day."""
    from_minute: int
    to_minute: int
    """Between these minutes of the day, from and to home or work."""
    minutes: int
    kinds: frozenset[str]
    """Kinds of places that it leads to."""
    with_children: bool


OUTINGS = (
    Outing(
        name="errand",
        percent=75,
        from_minute=9 * 60,
        to_minute=17 * 60,
        minutes=70,
        kinds=frozenset({"shop", "library", "cafe", "plaza"}),
        with_children=False,
    ),
    Outing(
        name="evening air",
        percent=70,
        from_minute=19 * 60 + 30,
        to_minute=22 * 60 + 30,
        minutes=75,
        kinds=frozenset({"plaza", "bridge", "park", "dock"}),
        with_children=False,
    ),
)


def with_outings(task: DayTask, strokes: tuple[Stroke, ...], chance: Chance) -> tuple[Stroke, ...]:
    """A day with the outings that somebody feels like."""
    for outing in OUTINGS:
        child = task.me.person.age < CHILD_UNDER_AGE
        if (child and not outing.with_children) or not chance.happens(outing.name, outing.percent):
            continue
        begins = [minute for stroke in strokes if (minute := _begins(task, stroke, outing)) is not None]
        places = [place for place in task.job.places if place.kind in outing.kinds]
        if begins and places:
            goes = _stroke(chance.pick(f"{outing.name} when", begins), places, outing, chance)
            strokes = lay_over(strokes, goes, task.job.from_minute) if goes else strokes
    return strokes


def _begins(task: DayTask, stroke: Stroke, outing: Outing) -> int | None:
    """When somebody could leave what a stroke has for an outing; None if they could not."""
    usual = {task.me.person.home, task.me.person.work}
    midnight = stroke.from_minute // MINUTES_PER_DAY * MINUTES_PER_DAY
    earliest = max(stroke.from_minute + LEAST_LEFT_MINUTES, midnight + outing.from_minute)
    latest = min(stroke.to_minute, midnight + outing.to_minute) - outing.minutes
    at_leisure = stroke.place in usual and stroke.meets is None and not is_sleep(stroke.emoji)
    return earliest if at_leisure and earliest <= latest else None


def _stroke(begins: int, places: list[KnownPlace], outing: Outing, chance: Chance) -> Stroke | None:
    place = chance.pick(f"{outing.name} where", places)
    fitting = [pastime for pastime in place.activities if pastime.id in ERRANDS[place.kind]]
    if not fitting:
        return None
    pastime = chance.pick(f"{outing.name} what", fitting)
    return Stroke(
        from_minute=begins,
        to_minute=begins + outing.minutes,
        place=place.id,
        activity=pastime.description,
        emoji=pastime.emoji,
    )
