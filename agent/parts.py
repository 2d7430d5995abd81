"""What the minds of the town are made of. A fork may have another list of parts: docs/FORKS.md."""

from __future__ import annotations

from agent.deciding.part import DECIDING_PART
from agent.performing import MindPart
from agent.planning.part import PLANNING_PART
from agent.reacting.part import REACTING_PART
from agent.reflecting.part import REFLECTING_PART
from agent.remembering.part import REMEMBERING_PART
from agent.talking.part import TALKING_PART

MIND_PARTS: tuple[MindPart, ...] = (
    TALKING_PART,
    DECIDING_PART,
    REACTING_PART,
    REMEMBERING_PART,
    PLANNING_PART,
    REFLECTING_PART,
)
