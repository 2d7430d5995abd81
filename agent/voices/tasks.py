"""The tasks that a model can be given, and how each is asked."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

SAY, DECIDE, REACT, REMEMBER = "say", "decide", "react", "remember"
PLAN, QUESTION, INSIGHT = "plan", "question", "insight"
TASKS = (SAY, DECIDE, REACT, REMEMBER, PLAN, QUESTION, INSIGHT)
"""By the names that prompts, settings, ledger and prices use."""

INTERVIEW = "interview"
"""Asked by whoever evaluates the minds (`agent.interviewing`): no part of a town's life, its settings or its estimate."""

EMBED = "embed"
"""Stands in the ledger for texts turned into vectors; it has a model of its own and no prompt."""


class TaskPolicy(msgspec.Struct, frozen=True):
    """The room for an answer in tokens, its temperature, and how long it may take with all retries."""

    max_tokens: int
    temperature: float
    deadline_ms: int


POLICIES: Mapping[str, TaskPolicy] = {
    # Who types and says nothing for 15 s loses the turn.
    SAY: TaskPolicy(max_tokens=200, temperature=0.8, deadline_ms=12_000),
    DECIDE: TaskPolicy(max_tokens=150, temperature=0.7, deadline_ms=20_000),
    REACT: TaskPolicy(max_tokens=120, temperature=0.7, deadline_ms=20_000),
    REMEMBER: TaskPolicy(max_tokens=250, temperature=0.3, deadline_ms=30_000),
    PLAN: TaskPolicy(max_tokens=1_000, temperature=0.7, deadline_ms=32_000),
    QUESTION: TaskPolicy(max_tokens=200, temperature=0.7, deadline_ms=30_000),
    INSIGHT: TaskPolicy(max_tokens=500, temperature=0.5, deadline_ms=30_000),
    INTERVIEW: TaskPolicy(max_tokens=150, temperature=0.2, deadline_ms=30_000),
}
