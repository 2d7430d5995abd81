"""What a model is asked for when somebody plans a day, and how an answer becomes strokes."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from agent.asking.checking import plain_words
from agent.asking.choices import emoji_or, minute_of_clock, one_of
from agent.asking.quoting import clock_time
from agent.models.structured import Unfit
from agent.planning.quoting import places_to_plan
from agent.planning.task import DayTask
from town.days.constants import MINUTES_PER_DAY, MOST_PARTS, MOST_STROKES, SHORTEST_STROKE_MINUTES
from town.days.plans import PASS_THE_TIME
from town.days.state import Part, Stroke
from town.doings.constants import LONGEST_DESCRIPTION

MOST_PLANNED = MOST_STROKES // 2
"""Strokes of an answer: the rules lay promised meetings over them, each of which may cut one in two."""

LATE_START_MINUTES = 30
"""The first stroke begins now; one that is told to begin at most this much later is taken to mean now."""

Phrase = Annotated[str, Meta(max_length=LONGEST_DESCRIPTION)]


class PartAnswer(msgspec.Struct, frozen=True):
    """One of the things that a stroke is spent with."""

    activity: Phrase
    emoji: str
    object: Phrase


class StrokeAnswer(msgspec.Struct, frozen=True):
    """A stretch of the day, until the next one starts."""

    start: str
    place: str
    activity: Phrase
    emoji: str
    parts: Annotated[tuple[PartAnswer, ...], Meta(max_length=MOST_PARTS)]
    asleep: bool = False


class PlanAnswer(msgspec.Struct, frozen=True):
    """The waking part of a day, and when it ends."""

    strokes: Annotated[tuple[StrokeAnswer, ...], Meta(min_length=1, max_length=MOST_PLANNED)]
    bedtime: str


def strokes_of(answer: PlanAnswer, task: DayTask) -> tuple[Stroke, ...]:
    """The strokes of the day, the night at home as the last, if they add up; raises `Unfit`."""
    bed = task.request.usual[-1].place
    told, bedtime = list(answer.strokes), answer.bedtime
    while len(told) > 1 and told[-1].place == bed and told[-1].asleep:
        bedtime = told.pop().start
    starts = _starts(told, bedtime, task)
    awake = [
        _stroke(stroke, starts[number], starts[number + 1], task, bed) for number, stroke in enumerate(told)
    ]
    return (*awake, replace(task.request.usual[-1], from_minute=starts[-1], parts=()))


def _starts(told: list[StrokeAnswer], bedtime: str, task: DayTask) -> list[int]:
    """The calendar minutes at which the strokes and the night begin, each after the one before it."""
    request = task.request
    late = (minute_of_clock(told[0].start) - request.from_minute) % MINUTES_PER_DAY
    if late > LATE_START_MINUTES and late < MINUTES_PER_DAY - LATE_START_MINUTES:
        raise Unfit(f"The first stroke must start at {clock_time(request.from_minute % MINUTES_PER_DAY)}.")
    starts = [request.from_minute]
    for text in (*(stroke.start for stroke in told[1:]), bedtime):
        length = (minute_of_clock(text) - starts[-1]) % MINUTES_PER_DAY
        if length < SHORTEST_STROKE_MINUTES:
            raise Unfit(f"What starts before {text} must last at least {SHORTEST_STROKE_MINUTES} minutes.")
        starts.append(starts[-1] + length)
    if starts[-1] > request.until_minute - SHORTEST_STROKE_MINUTES:
        until = clock_time(request.until_minute % MINUTES_PER_DAY)
        raise Unfit(f"Strokes and bedtime must be in the order of time and end before {until}.")
    return starts


def _stroke(told: StrokeAnswer, from_minute: int, to_minute: int, task: DayTask, bed: str) -> Stroke:
    places = {place.id: place for place in places_to_plan(task)}
    place = places[one_of(told.place, list(places), "place")]
    usual = place.activities[0].emoji if place.activities else PASS_THE_TIME[1]
    emoji = emoji_or(told.emoji, usual)
    if told.asleep and place.id != bed:
        raise Unfit("People sleep at home only.")
    return Stroke(
        from_minute=from_minute,
        to_minute=to_minute,
        place=place.id,
        activity=plain_words(told.activity),
        emoji=emoji,
        asleep=told.asleep,
        parts=tuple(_part(part, emoji) for part in told.parts),
    )


def _part(told: PartAnswer, otherwise: str) -> Part:
    thing = plain_words(told.object) if told.object.strip() else None
    return Part(activity=plain_words(told.activity), emoji=emoji_or(told.emoji, otherwise), object=thing)
