"""Reflecting: somebody asks themselves questions, and finds what their memories say about each."""

from __future__ import annotations

from agent.asking.ability import Ability
from agent.asking.quoting import person_in_short
from agent.reflecting.answer import InsightsAnswer, QuestionsAnswer, insights_of, questions_of
from agent.reflecting.quoting import insights_data, questions_data
from agent.reflecting.script import insights, questions
from agent.reflecting.task import Insight, InsightsTask, QuestionsTask

QUESTION: Ability[QuestionsTask, QuestionsAnswer, tuple[str, ...]] = Ability(
    name="question",
    package="agent.reflecting",
    person=lambda task: person_in_short(task.me),
    data=questions_data,
    answer=QuestionsAnswer,
    read=lambda answer, _task: questions_of(answer),
    script=questions,
    max_tokens=200,
    temperature=0.7,
    deadline_ms=30_000,
)
INSIGHT: Ability[InsightsTask, InsightsAnswer, tuple[Insight, ...]] = Ability(
    name="insight",
    package="agent.reflecting",
    person=lambda task: person_in_short(task.me),
    data=insights_data,
    answer=InsightsAnswer,
    read=insights_of,
    script=insights,
    max_tokens=500,
    temperature=0.5,
    deadline_ms=30_000,
)
