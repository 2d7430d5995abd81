"""The scripted mind: plans and reflects offline, instantly, and the same for the same task on any machine."""

from __future__ import annotations

from agent.mind import DayTask, Insight, InsightsTask, QuestionsTask
from agent.scripted.planning import plan_day
from agent.scripted.reflecting import insights, questions
from town.plans import Stroke


class ScriptedMind:
    """See `agent.mind.Mind`."""

    async def plan_day(self, task: DayTask) -> tuple[Stroke, ...]:
        """See `Mind`."""
        return plan_day(task)

    async def questions(self, task: QuestionsTask) -> tuple[str, ...]:
        """See `Mind`."""
        return questions(task)

    async def insights(self, task: InsightsTask) -> tuple[Insight, ...]:
        """See `Mind`."""
        return insights(task)
