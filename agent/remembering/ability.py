"""Remembering: somebody keeps what matters of a talk."""

from __future__ import annotations

from agent.asking.ability import Ability
from agent.asking.quoting import person_in_short
from agent.remembering.answer import RememberAnswer, keepsake_of
from agent.remembering.quoting import remember_data
from agent.remembering.script import remember
from agent.remembering.task import Keepsake, RememberTask

REMEMBER: Ability[RememberTask, RememberAnswer, Keepsake] = Ability(
    name="remember",
    package="agent.remembering",
    version=3,
    person=lambda task: person_in_short(task.me),
    data=remember_data,
    answer=RememberAnswer,
    read=keepsake_of,
    script=remember,
    max_tokens=250,
    temperature=0.3,
    deadline_ms=30_000,
)
