"""Whoever is interviewed answers by a language model; where it fails nobody answers in its place.

What is found out by interviews is what this model makes of a mind, so the script must not stand in for it.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from agent.interviewing import InterviewTask
from agent.models.errors import ModelError
from agent.models.port import Prompt
from agent.tasks import VoiceFailed
from agent.voices.asking import Asking, Question, Speaking
from agent.voices.checking import plain_text
from agent.voices.interview_quoting import interview_data, interviewed_person
from agent.voices.prompts import prompt_file, render
from agent.voices.tasks import INTERVIEW

LONGEST_ANSWER = 300


class InterviewAnswer(msgspec.Struct, frozen=True):
    """What somebody says to an interviewer."""

    answer: Annotated[str, Meta(min_length=1, max_length=LONGEST_ANSWER)]


class ModelInterviewee:
    """See `agent.interviewing.Interviewee`. It answers for one world."""

    def __init__(self, world: str, speaking: Speaking) -> None:
        self._language = speaking.language
        self._asking = Asking(world, speaking)

    async def answer(self, task: InterviewTask) -> str:
        """See `Interviewee`."""
        question = Question(
            INTERVIEW,
            task.me.player,
            False,
            interview_prompt(task, self._language),
            InterviewAnswer,
            lambda said: plain_text(said.answer),
        )
        try:
            return await self._asking.models_answer(question)
        except ModelError as error:
            raise VoiceFailed(f"No model answered: {error.kind}, {error}") from error


def interview_prompt(task: InterviewTask, language: str) -> Prompt:
    """What is asked for an answer."""
    file = prompt_file(language, INTERVIEW)
    return render(file, person=interviewed_person(task), data=interview_data(task))
