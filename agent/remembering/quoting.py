"""The data of a memory's prompt, quoted as `agent.asking.quoting` tells."""

from __future__ import annotations

from agent.asking.quoting import block, clock_time, partner_lines, quoted, spoken_lines
from agent.remembering.task import RememberTask


def remember_data(task: RememberTask) -> str:
    """When the talk ended, the other, and the whole talk."""
    moment = task.moment
    return block(
        quoted("end of the talk", {"day": moment.day, "time": clock_time(moment.minute_of_day)}),
        *partner_lines("the other", task.partner),
        *spoken_lines((line.name, line.text) for line in task.lines),
    )
