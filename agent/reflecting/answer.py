"""What a model is asked for when somebody reflects, and how an answer becomes questions or insights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from agent.asking.checking import alike, plain_text
from agent.models.structured import Unfit
from agent.reflecting.task import Insight, InsightsTask

LONGEST_QUESTION = 200
LONGEST_INSIGHT = 300
MOST_QUESTIONS, MOST_INSIGHTS = 3, 5


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
