"""Deciding: somebody who has nothing to do chooses what comes next."""

from __future__ import annotations

from agent.asking.ability import Ability
from agent.asking.quoting import person_in_short
from agent.deciding.answer import DecideAnswer, decision_of
from agent.deciding.quoting import decide_data
from agent.deciding.script import decide
from agent.deciding.task import DecideTask, is_routine
from town.minds.decisions import Decision

DECIDE: Ability[DecideTask, DecideAnswer, Decision] = Ability(
    name="decide",
    version=2,
    package="agent.deciding",
    person=lambda task: person_in_short(task.me),
    data=decide_data,
    answer=DecideAnswer,
    read=decision_of,
    script=decide,
    max_tokens=150,
    temperature=0.7,
    deadline_ms=20_000,
    goes_without_saying=is_routine,
)
