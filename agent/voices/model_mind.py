"""A mind that asks a language model, and another mind whenever the model's answer cannot be had or used."""

from __future__ import annotations

from agent.mind import DayTask, Insight, InsightsTask, Mind, QuestionsTask
from agent.models.port import Prompt
from agent.voices.asking import Asking, Question, Speaking
from agent.voices.mind_answers import (
    InsightsAnswer,
    PlanAnswer,
    QuestionsAnswer,
    insights_of,
    questions_of,
    strokes_of,
)
from agent.voices.mind_quoting import insights_data, plan_data, questions_data
from agent.voices.prompts import prompt_file, render
from agent.voices.quoting import person_in_short
from agent.voices.tasks import INSIGHT, PLAN, QUESTION
from town.plans import Stroke, is_sleep


class ModelMind:
    """See `agent.mind.Mind`. It thinks for one world; nothing a model gets wrong leaves it."""

    def __init__(self, world: str, speaking: Speaking, otherwise: Mind) -> None:
        self._language = speaking.language
        self._asking = Asking(world, speaking)
        self._otherwise = otherwise

    async def plan_day(self, task: DayTask) -> tuple[Stroke, ...]:
        """See `Mind`. Who goes to sleep at once plans nothing, and no model is asked."""
        if is_night(task):
            return await self._otherwise.plan_day(task)
        question = Question(
            PLAN,
            task.me.player,
            False,
            plan_prompt(task, self._language),
            PlanAnswer,
            lambda answer: strokes_of(answer, task),
        )
        return await self._asking.answer(question, lambda: self._otherwise.plan_day(task))

    async def questions(self, task: QuestionsTask) -> tuple[str, ...]:
        """See `Mind`."""
        question = Question(
            QUESTION,
            task.me.player,
            False,
            questions_prompt(task, self._language),
            QuestionsAnswer,
            questions_of,
        )
        return await self._asking.answer(question, lambda: self._otherwise.questions(task))

    async def insights(self, task: InsightsTask) -> tuple[Insight, ...]:
        """See `Mind`."""
        question = Question(
            INSIGHT,
            task.me.player,
            False,
            insights_prompt(task, self._language),
            InsightsAnswer,
            lambda answer: insights_of(answer, task),
        )
        return await self._asking.answer(question, lambda: self._otherwise.insights(task))


def is_night(task: DayTask) -> bool:
    """Whether nothing is left of the day but sleep."""
    return len(task.job.usual) == 1 and is_sleep(task.job.usual[0].emoji)


def plan_prompt(task: DayTask, language: str) -> Prompt:
    """What is asked for the strokes of a day."""
    return render(prompt_file(language, PLAN), person=person_in_short(task.me), data=plan_data(task))


def questions_prompt(task: QuestionsTask, language: str) -> Prompt:
    """What is asked for questions to oneself."""
    return render(prompt_file(language, QUESTION), person=person_in_short(task.me), data=questions_data(task))


def insights_prompt(task: InsightsTask, language: str) -> Prompt:
    """What is asked for what memories mean."""
    return render(prompt_file(language, INSIGHT), person=person_in_short(task.me), data=insights_data(task))
