"""Whether the model speaks just now, or why it does not, and for which tasks."""

from __future__ import annotations

import msgspec

from agent.models.errors import ModelError, WarmingUp
from records.usage import Condition, FailingTask

BAD_IN_A_ROW = 3
"""So many questions in a row without an answer that fits, each asked twice, and a task counts as failing."""


class _Failing(msgspec.Struct, frozen=True):
    error: ModelError
    times: int


class Health:
    """How the latest questions ended, task by task. What failed for its own sake says nothing of the model."""

    def __init__(self) -> None:
        self._well: set[str] = set()
        self._failing: dict[str, _Failing] = {}
        self._all: ModelError | None = None
        self.warming = False
        """Whether a model is being loaded."""

    @property
    def reason(self) -> str:
        """Why no task has the model's answers; empty while any has."""
        return self.condition().reason

    def succeeded(self, task: str) -> None:
        """A model answered so that it could be used."""
        self._all = None
        self.warming = False
        self._failing.pop(task, None)
        self._well.add(task)

    def failed(self, task: str, error: ModelError) -> None:
        """A question ended without an answer that could be used."""
        if isinstance(error, WarmingUp) or not error.counts_against_model:
            return
        if error.scope == "server":
            self._all = error
            return
        before = self._failing.get(task)
        times = before.times + 1 if before and before.error.kind == error.kind else 1
        self._failing[task] = _Failing(error, times)
        if self._is_failing(task):
            self._well.discard(task)

    def condition(self) -> Condition:
        """What there is to tell."""
        failing = sorted(task for task in self._failing if self._is_failing(task))
        told = tuple(
            FailingTask(task, error.kind, error.remedy)
            for task in failing
            if task
            for error in [self._failing[task].error]
        )
        whole = self._all
        if whole is None and failing and not self._well:
            whole = self._failing[failing[-1]].error
        return Condition(
            reason=whole.kind if whole else "",
            remedy=whole.remedy if whole else "",
            warming=self.warming,
            failing=told,
        )

    def _is_failing(self, task: str) -> bool:
        found = self._failing[task]
        return found.error.scope != "fits" or found.times >= BAD_IN_A_ROW
