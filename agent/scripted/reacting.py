"""What to do about something that could not be passed over: replan for what happens elsewhere, else go on."""

from __future__ import annotations

from agent.scripted.events import place_in
from agent.tasks import DecideTask
from town.constants import LONGEST_DESCRIPTION
from town.decisions import Decision, GoOn, Replan


def react(task: DecideTask) -> Decision | None:
    """The reaction to what was noticed; None if nothing was."""
    job = task.job
    if job.noticed is None:
        return None
    place = place_in(job.noticed, job.places)
    if place is None or place.id == job.place:
        return GoOn()
    return Replan(because=" ".join(job.noticed.split())[:LONGEST_DESCRIPTION])
