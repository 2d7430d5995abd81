"""Talking: somebody finds the next thing to say."""

from __future__ import annotations

from agent.asking.ability import Ability, Draft
from agent.asking.quoting import whole_person
from agent.talking.answer import SayAnswer, saying_of
from agent.talking.line_so_far import line_so_far
from agent.talking.quoting import say_data
from agent.talking.script.saying import say
from agent.talking.task import Saying, SayTask

SAY: Ability[SayTask, SayAnswer, Saying] = Ability(
    name="say",
    package="agent.talking",
    version=2,
    person=lambda task: whole_person(task.me),
    data=say_data,
    section=lambda task: task.kind.value,
    answer=SayAnswer,
    read=saying_of,
    script=say,
    speaks=True,
    max_tokens=200,
    temperature=0.8,
    deadline_ms=12_000,  # who types and says nothing for 15 s loses the turn
    is_urgent=lambda task: task.partner.human,
    draft=Draft(operation=lambda task: task.operation, so_far=line_so_far, text=lambda saying: saying.text),
)
