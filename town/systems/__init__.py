"""The systems of the town: one function each, with the function that says when it is due."""

from __future__ import annotations

from engine.game import Timed
from town.systems.agents import LET_AGENTS_ACT
from town.systems.conversations import BRING_TOGETHER, KEEP_CONVERSATIONS_GOING
from town.systems.objects import LET_OBJECTS_REST
from town.systems.people import BEGIN_PASTIMES, END_ACTIVITIES, LET_IDLE_HUMANS_LEAVE
from town.systems.walking import END_LEGS, PLAN_ROUTES
from town.world import World

SYSTEMS: tuple[Timed[World], ...] = (
    LET_IDLE_HUMANS_LEAVE,
    END_ACTIVITIES,
    BEGIN_PASTIMES,
    LET_OBJECTS_REST,
    KEEP_CONVERSATIONS_GOING,
    BRING_TOGETHER,
    LET_AGENTS_ACT,
    PLAN_ROUTES,
    END_LEGS,
)
"""All systems, in the order in which they run at each tick."""
