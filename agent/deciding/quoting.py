"""The data of a decision's prompt, quoted as `agent.asking.quoting` tells."""

from __future__ import annotations

from agent.asking.quoting import (
    block,
    clock_time,
    habit_line,
    nearby_line,
    person_can_talk,
    quoted,
    remembered_lines,
)
from agent.deciding.task import DecideTask
from town.minds.operations import KnownPlace

MOST_PLACES = 10


def decide_data(task: DecideTask) -> str:
    """The moment, the usual day, who is near, where one may go."""
    request = task.request
    now = {"day": request.day, "time": clock_time(request.minute_of_day), "place": request.place}
    return block(
        quoted("here and now", {**now, "you": task.me.activity}),
        *([habit_line(request.habit)] if request.habit else []),
        *(nearby_line(person) for person in request.nearby if request.may_invite and person_can_talk(person)),
        *(_place(place) for place in places_told(task)),
        *remembered_lines(task.remembered),
    )


def places_told(task: DecideTask) -> list[KnownPlace]:
    """The places that a decision may choose from: the nearest, and that of one's habit."""
    request = task.request
    usual = request.habit.place if request.habit else None
    nearest = sorted(request.places, key=lambda place: (place.id != usual, place.distance_tiles))
    return nearest[:MOST_PLACES]


def _place(place: KnownPlace) -> str:
    return quoted(
        "a place",
        {
            "place": place.id,
            "name": place.name,
            "tiles": place.distance_tiles,
            "for": tuple(pastime.description for pastime in place.activities[:3]),
        },
    )
