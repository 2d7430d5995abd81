"""The data of a plan's prompt, quoted as `agent.asking.quoting` tells."""

from __future__ import annotations

from agent.asking.memory_quoting import memory_fields, memory_lines
from agent.asking.quoting import block, clock_time, partner_lines, promise_line, quoted
from agent.planning.task import DayTask
from town.days.constants import MINUTES_PER_DAY
from town.days.state import Stroke
from town.minds.operations import KnownPlace


def plan_data(task: DayTask) -> str:
    """The hour, the usual day or what is left of the plan, promises, people, places, memories."""
    request = task.request
    now = {"day": request.day, "time": _time(request.from_minute), "wakes": _time(request.until_minute)}
    before = request.before if request.because else ()
    return block(
        quoted("here and now", now),
        *(_stroke("your usual day", stroke) for stroke in request.usual if not before),
        *(_stroke("what is left of your plan", stroke) for stroke in before),
        *map(promise_line, request.promises),
        *(line for partner in task.people for line in partner_lines("somebody you know", partner)),
        *(_place(place) for place in places_to_plan(task)),
        *memory_lines(task.remembered, task.names),
        *([quoted("why you plan anew", memory_fields(task.reason, task.names))] if task.reason else []),
    )


def places_to_plan(task: DayTask) -> list[KnownPlace]:
    """The places that a plan may choose from: all but the homes where one has no business."""
    request = task.request
    own = {place.place for place in (*request.usual, *request.before, *request.promises)}
    return [place for place in request.places if place.kind != "home" or place.id in own]


def _stroke(source: str, stroke: Stroke) -> str:
    times = {"from": _time(stroke.from_minute), "to": _time(stroke.to_minute)}
    return quoted(
        source, {**times, "place": stroke.place, "activity": stroke.activity, "emoji": stroke.emoji}
    )


def _place(place: KnownPlace) -> str:
    pastimes = tuple(pastime.description for pastime in place.activities[:2])
    return quoted("a place", {"place": place.id, "name": place.name, "for": pastimes})


def _time(minute: int) -> str:
    return clock_time(minute % MINUTES_PER_DAY)
