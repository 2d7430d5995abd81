"""What a model is asked for when somebody plans or reflects, and how an answer becomes a plan or an insight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from agent.mind import DayTask, Insight, InsightsTask
from agent.models.structured import Unfit
from agent.voices.answers import emoji_or, minute_of_clock, one_of
from agent.voices.checking import alike, plain_text, plain_words
from agent.voices.mind_quoting import places_to_plan
from agent.voices.quoting import clock_time
from town.constants import (
    LONGEST_DESCRIPTION,
    MINUTES_PER_DAY,
    MOST_PARTS,
    MOST_STROKES,
    SHORTEST_STROKE_MINUTES,
)
from town.plans import PASS_THE_TIME, Part, Stroke, is_sleep

LONGEST_QUESTION = 200
LONGEST_INSIGHT = 300
MOST_QUESTIONS, MOST_INSIGHTS = 3, 5
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


class PlanAnswer(msgspec.Struct, frozen=True):
    """The waking part of a day, and when it ends."""

    strokes: Annotated[tuple[StrokeAnswer, ...], Meta(min_length=1, max_length=MOST_PLANNED)]
    bedtime: str


class QuestionsAnswer(msgspec.Struct, frozen=True):
    """What somebody asks themselves."""

    questions: Annotated[
        tuple[Annotated[str, Meta(max_length=LONGEST_QUESTION)], ...],
        Meta(min_length=1, max_length=MOST_QUESTIONS),
    ]


class InsightAnswer(msgspec.Struct, frozen=True):
    """Something understood, and the numbers of the memories that it follows from."""

    text: Annotated[str, Meta(max_length=LONGEST_INSIGHT)]
    because: tuple[int, ...]


class InsightsAnswer(msgspec.Struct, frozen=True):
    """What follows from memories; it may be nothing."""

    insights: Annotated[tuple[InsightAnswer, ...], Meta(max_length=MOST_INSIGHTS)]


def strokes_of(answer: PlanAnswer, task: DayTask) -> tuple[Stroke, ...]:
    """The strokes of the day, the night at home as the last, if they add up; raises `Unfit`."""
    bed = task.job.usual[-1].place
    told, bedtime = list(answer.strokes), answer.bedtime
    while len(told) > 1 and told[-1].place == bed and is_sleep(told[-1].emoji.strip()):
        bedtime = told.pop().start
    starts = _starts(told, bedtime, task)
    awake = [
        _stroke(stroke, starts[number], starts[number + 1], task, bed) for number, stroke in enumerate(told)
    ]
    return (*awake, replace(task.job.usual[-1], from_minute=starts[-1], parts=()))


def questions_of(answer: QuestionsAnswer) -> tuple[str, ...]:
    """The questions, if they are words; raises `Unfit`."""
    return tuple(dict.fromkeys(plain_text(question) for question in answer.questions))


def insights_of(answer: InsightsAnswer, task: InsightsTask) -> tuple[Insight, ...]:
    """The insights that cite what was shown and say more than it; raises `Unfit` if none of several does."""
    found = tuple(_grounded(answer, task))
    if answer.insights and not found:
        raise Unfit('"because" must hold numbers of memories given, and "text" more than one of them says.')
    return found


def _grounded(answer: InsightsAnswer, task: InsightsTask) -> Iterator[Insight]:
    shown = {number: record.id for number, record in enumerate(task.records, 1)}
    for insight in answer.insights:
        text, cited = plain_text(insight.text), dict.fromkeys(insight.because)
        parrots = any(alike(text, record.text) for record in task.records)
        if cited and cited.keys() <= shown.keys() and not parrots:
            yield Insight(text, tuple(shown[number] for number in cited))


def _starts(told: list[StrokeAnswer], bedtime: str, task: DayTask) -> list[int]:
    """The calendar minutes at which the strokes and the night begin, each after the one before it."""
    job = task.job
    late = (minute_of_clock(told[0].start) - job.from_minute) % MINUTES_PER_DAY
    if late > LATE_START_MINUTES and late < MINUTES_PER_DAY - LATE_START_MINUTES:
        raise Unfit(f"The first stroke must start at {clock_time(job.from_minute % MINUTES_PER_DAY)}.")
    starts = [job.from_minute]
    for text in (*(stroke.start for stroke in told[1:]), bedtime):
        length = (minute_of_clock(text) - starts[-1]) % MINUTES_PER_DAY
        if length < SHORTEST_STROKE_MINUTES:
            raise Unfit(f"What starts before {text} must last at least {SHORTEST_STROKE_MINUTES} minutes.")
        starts.append(starts[-1] + length)
    if starts[-1] > job.until_minute - SHORTEST_STROKE_MINUTES:
        until = clock_time(job.until_minute % MINUTES_PER_DAY)
        raise Unfit(f"Strokes and bedtime must be in the order of time and end before {until}.")
    return starts


def _stroke(told: StrokeAnswer, from_minute: int, to_minute: int, task: DayTask, bed: str) -> Stroke:
    places = {place.id: place for place in places_to_plan(task)}
    place = places[one_of(told.place, list(places), "place")]
    usual = place.activities[0].emoji if place.activities else PASS_THE_TIME[1]
    emoji = emoji_or(told.emoji, usual)
    if is_sleep(emoji) and place.id != bed:
        raise Unfit("People sleep at home only.")
    return Stroke(
        from_minute=from_minute,
        to_minute=to_minute,
        place=place.id,
        activity=plain_words(told.activity),
        emoji=emoji,
        parts=tuple(_part(part, emoji) for part in told.parts),
    )


def _part(told: PartAnswer, otherwise: str) -> Part:
    thing = plain_words(told.object) if told.object.strip() else None
    return Part(activity=plain_words(told.activity), emoji=emoji_or(told.emoji, otherwise), object=thing)
