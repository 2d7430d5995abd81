"""The data of a reaction's prompt, quoted as `agent.asking.quoting` tells."""

from __future__ import annotations

from agent.asking.quoting import block, clock_time, habit_line, nearby_line, person_can_talk, quoted
from agent.deciding.task import DecideTask


def react_data(task: DecideTask) -> str:
    """The moment, what was noticed, what one is about, and who is near."""
    request = task.request
    now = {"day": request.day, "time": clock_time(request.minute_of_day), "place": request.place_name}
    return block(
        quoted("here and now", {**now, "you": task.me.activity}),
        *([habit_line(request.habit)] if request.habit else []),
        *(nearby_line(person) for person in request.nearby if request.may_invite and person_can_talk(person)),
        quoted("what you have just noticed", {"text": task.noticed.text if task.noticed else ""}),
    )
