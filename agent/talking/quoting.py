"""The data of a next line's prompt, quoted as `agent.asking.quoting` tells."""

from __future__ import annotations

from agent.asking.quoting import (
    block,
    clock_time,
    partner_lines,
    promise_line,
    quoted,
    remembered_lines,
    spoken_lines,
)
from agent.talking.task import SayTask
from town.minds.operations import MessageKind

MOST_LINES = 10
"""Lines of the talk so far that a next line is written from."""


def say_data(task: SayTask) -> str:
    """The moment, the other, what is remembered of them, and the talk so far, in this order."""
    moment = task.moment
    now = {"day": moment.day, "time": clock_time(moment.minute_of_day), "place": moment.place_name}
    return block(
        quoted("here and now", {**now, "you": task.me.activity}),
        *partner_lines("the other", task.partner),
        *remembered_lines(task.remembered),
        *_meetings(task),
        *(quoted("your own thought", {"text": thought.text}) for thought in task.thoughts),
        *spoken_lines((line.name, line.text) for line in task.lines[-MOST_LINES:]),
    )


def _meetings(task: SayTask) -> list[str]:
    """What was agreed to, and where one may meet; at a first word nobody agrees to anything yet."""
    if task.kind is MessageKind.START:
        return []
    places = {place.id: place.name for place in task.places}
    offered = [quoted("places to meet at", {"ids and names": places})] if places else []
    return [*map(promise_line, task.promises), *offered]
