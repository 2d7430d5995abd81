"""Days of the version before each of their stretches said whether one sleeps."""

from __future__ import annotations

from town.doings.upgrading import Body


def doings_of_person(person: Body) -> list[Body | None]:
    """What somebody usually does."""
    return list(person["day"])


def doings_of_plan(plan: Body) -> list[Body | None]:
    """What somebody means to do."""
    return list(plan["strokes"])
