"""Being interviewed: somebody answers out of their own mind. It is no part of a town's life."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from agent.asking.ability import Ability
from agent.asking.checking import plain_text
from agent.interviewing.composer import answer
from agent.interviewing.quoting import interview_data, interviewed_person
from agent.interviewing.task import InterviewTask

LONGEST_ANSWER = 300


class InterviewAnswer(msgspec.Struct, frozen=True):
    """What somebody says to an interviewer."""

    answer: Annotated[str, Meta(min_length=1, max_length=LONGEST_ANSWER)]


INTERVIEW: Ability[InterviewTask, InterviewAnswer, str] = Ability(
    name="interview",
    package="agent.interviewing",
    person=interviewed_person,
    data=interview_data,
    answer=InterviewAnswer,
    read=lambda said, _task: plain_text(said.answer),
    script=answer,
    stands_in=False,  # what is found out is what the model makes of a mind
    max_tokens=150,
    temperature=0.2,
    deadline_ms=30_000,
)
