"""Whoever is interviewed answers by script: offline, instantly, and the same for the same task on any machine."""

from __future__ import annotations

from agent.interviewing import InterviewTask
from agent.scripted.interview import answer


class ScriptedInterviewee:
    """See `agent.interviewing.Interviewee`."""

    async def answer(self, task: InterviewTask) -> str:
        """See `Interviewee`."""
        return answer(task)
