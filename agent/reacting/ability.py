"""Reacting: somebody decides what to do about something noticed."""

from __future__ import annotations

from agent.asking.ability import Ability
from agent.asking.quoting import person_in_short
from agent.deciding.task import DecideTask, is_routine
from agent.reacting.answer import ReactAnswer, reaction_of
from agent.reacting.quoting import react_data
from agent.reacting.script import react
from town.minds.decisions import Decision

REACT: Ability[DecideTask, ReactAnswer, Decision] = Ability(
    name="react",
    package="agent.reacting",
    person=lambda task: person_in_short(task.me),
    data=react_data,
    answer=ReactAnswer,
    read=reaction_of,
    script=react,
    max_tokens=120,
    temperature=0.7,
    deadline_ms=20_000,
    goes_without_saying=is_routine,
)
