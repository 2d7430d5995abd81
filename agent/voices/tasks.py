"""The tasks that a model can be given, and how each is asked."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

SAY, DECIDE, REMEMBER = "say", "decide", "remember"
TASKS = (SAY, DECIDE, REMEMBER)
"""By the names that prompts, settings, ledger and prices use."""


class TaskPolicy(msgspec.Struct, frozen=True):
    """The room for an answer in tokens, its temperature, and how long it may take with all retries."""

    max_tokens: int
    temperature: float
    deadline_ms: int


POLICIES: Mapping[str, TaskPolicy] = {
    # Who types and says nothing for 15 s loses the turn.
    SAY: TaskPolicy(max_tokens=200, temperature=0.8, deadline_ms=12_000),
    DECIDE: TaskPolicy(max_tokens=150, temperature=0.7, deadline_ms=20_000),
    REMEMBER: TaskPolicy(max_tokens=250, temperature=0.3, deadline_ms=30_000),
}
