"""What to do about something that could not be passed over: replan for what happens elsewhere, else go on."""

from __future__ import annotations

from agent.deciding.task import DecideTask
from agent.script.appointments import place_in
from town.minds.decisions import Decision, GoOn, Replan


def react(task: DecideTask) -> Decision:
    """The reaction to what was noticed."""
    request, noticed = task.request, task.noticed
    assert noticed is not None, "a reaction is to something noticed"
    place = place_in(noticed.text, request.places)
    return GoOn() if place is None or place.id == request.place else Replan(because=noticed.id)
