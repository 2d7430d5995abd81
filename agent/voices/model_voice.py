"""A voice that asks a language model, and another voice whenever the model's answer cannot be had or used."""

from __future__ import annotations

from agent.models.port import Prompt
from agent.tasks import DecideTask, Keepsake, RememberTask, Saying, SayTask
from agent.voices.answers import (
    DecideAnswer,
    ReactAnswer,
    RememberAnswer,
    SayAnswer,
    decision_of,
    keepsake_of,
    reaction_of,
    saying_of,
)
from agent.voices.asking import Asking, Question, Speaking
from agent.voices.drafting import line_so_far
from agent.voices.prompts import prompt_file, render
from agent.voices.quoting import (
    decide_data,
    person_in_short,
    react_data,
    remember_data,
    say_data,
    whole_person,
)
from agent.voices.tasks import DECIDE, REACT, REMEMBER, SAY
from town.constants import SLEEP_EMOJI
from town.decisions import Decision


class ModelVoice:
    """See `agent.tasks.Voice`. It speaks for one world; nothing a model gets wrong leaves it."""

    def __init__(self, world: str, speaking: Speaking) -> None:
        self._world = world
        self._speaking = speaking
        self._asking = Asking(world, speaking)

    async def decide(self, task: DecideTask) -> Decision:
        """See `Voice`. For what is routine, the hours of sleep, no model is asked."""
        if is_routine(task):
            return await self._speaking.otherwise.decide(task)
        if task.job.noticed is not None:
            return await self._react(task)
        question = Question(
            DECIDE,
            task.me.player,
            False,
            decide_prompt(task, self._speaking.language),
            DecideAnswer,
            lambda answer: decision_of(answer, task),
        )
        return await self._asking.answer(question, lambda: self._speaking.otherwise.decide(task))

    async def say(self, task: SayTask) -> Saying:
        """See `Voice`. What a model writes is told as a draft; what is said in the end replaces it."""
        async with self._speaking.drafts.writing(self._world, task.me.player, task.operation) as pen:
            question = Question(
                SAY,
                task.me.player,
                task.partner.human,
                say_prompt(task, self._speaking.language),
                SayAnswer,
                lambda answer: saying_of(answer, task),
                written=lambda answer: pen.write(line_so_far(answer, task)),
            )
            saying = await self._asking.answer(question, lambda: self._speaking.otherwise.say(task))
            pen.settle(saying.text)
            return saying

    async def remember(self, task: RememberTask) -> Keepsake:
        """See `Voice`."""
        question = Question(
            REMEMBER,
            task.me.player,
            False,
            remember_prompt(task, self._speaking.language),
            RememberAnswer,
            lambda answer: keepsake_of(answer, task),
        )
        return await self._asking.answer(question, lambda: self._speaking.otherwise.remember(task))

    async def _react(self, task: DecideTask) -> Decision:
        question = Question(
            REACT,
            task.me.player,
            False,
            react_prompt(task, self._speaking.language),
            ReactAnswer,
            lambda answer: reaction_of(answer, task),
        )
        return await self._asking.answer(question, lambda: self._speaking.otherwise.decide(task))


def is_routine(task: DecideTask) -> bool:
    """Whether what is decided goes without saying."""
    habit = task.job.habit
    return habit is not None and habit.emoji in SLEEP_EMOJI


def say_prompt(task: SayTask, language: str) -> Prompt:
    """What is asked for a next line."""
    file = prompt_file(language, SAY)
    return render(file, person=whole_person(task.me), data=say_data(task), ask=task.kind.value)


def decide_prompt(task: DecideTask, language: str) -> Prompt:
    """What is asked for a next deed."""
    return render(prompt_file(language, DECIDE), person=person_in_short(task.me), data=decide_data(task))


def react_prompt(task: DecideTask, language: str) -> Prompt:
    """What is asked for a reaction to something noticed."""
    return render(prompt_file(language, REACT), person=person_in_short(task.me), data=react_data(task))


def remember_prompt(task: RememberTask, language: str) -> Prompt:
    """What is asked for a memory."""
    return render(prompt_file(language, REMEMBER), person=person_in_short(task.me), data=remember_data(task))
