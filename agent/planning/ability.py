"""Planning: somebody lays out the day until they next wake."""

from __future__ import annotations

from agent.asking.ability import Ability
from agent.asking.quoting import person_in_short
from agent.planning.answer import PlanAnswer, strokes_of
from agent.planning.quoting import plan_data
from agent.planning.script import plan_day
from agent.planning.task import DayTask, is_night
from town.days.state import Stroke

PLAN: Ability[DayTask, PlanAnswer, tuple[Stroke, ...]] = Ability(
    name="plan",
    version=2,
    package="agent.planning",
    person=lambda task: person_in_short(task.me),
    data=plan_data,
    answer=PlanAnswer,
    read=strokes_of,
    script=plan_day,
    max_tokens=1_000,
    temperature=0.7,
    deadline_ms=32_000,
    goes_without_saying=is_night,
)
