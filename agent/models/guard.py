"""What stands before one model: its turn-taking and its breakers.

A breaker rests no more than what failed: the model wherever it is asked, one way of asking it for one task, or one
task whose answers can't be used. So a proxy that breaks streams, or a plan that a small model never gets right,
silences nothing else.
"""

from collections.abc import Mapping
from typing import Literal

from agent.models.breaker import (
    Breaker,
    BreakerPolicy,
    Closed,
    Probing,
    admitted,
    after_failure,
    after_nothing,
    after_success,
)
from agent.models.clock import CallClock
from agent.models.course import ModelLimits
from agent.models.errors import ModelError, ModelResting, Scope
from agent.models.limits import ConcurrencyLimit

Way = Literal["whole", "streamed", "embedded"]
Key = tuple[Scope, str, str]
Admission = Mapping[Key, bool]
"""The breakers that a call passed, and of which it is the probe."""


class Guard:
    """A model's turn-taking and its breakers."""

    def __init__(self, limits: ModelLimits, clock: CallClock) -> None:
        self.limits = limits
        self.limit = ConcurrencyLimit(limits.concurrency, clock)
        self._breakers: dict[Key, Breaker] = {}

    def admit(self, model: str, way: Way, task: str, now_ms: int) -> Admission:
        """Let a call pass; raises `ModelResting` where any of its breakers does not."""
        self.refuse_if_resting(model, way, task, now_ms)
        admission: dict[Key, bool] = {}
        for key in _keys(way, task):
            after = admitted(self._breaker(key), now_ms)
            assert after is not None, "none of them refused just before"
            admission[key] = isinstance(after, Probing)
            self._breakers[key] = after
        return admission

    def refuse_if_resting(self, model: str, way: Way, task: str, now_ms: int) -> None:
        """Raise `ModelResting` without taking any probe's place."""
        for key in _keys(way, task):
            if admitted(self._breaker(key), now_ms) is None:
                raise ModelResting(f"{_what_rests(model, key)} and rests; another call finds out when.")

    def learn(self, error: BaseException | None, now_ms: int, admission: Admission) -> None:
        """Take in how a call ended."""
        scope = error.scope if isinstance(error, ModelError) else "nothing"
        for key, was_probe in admission.items():
            before = self._breaker(key)
            if error is None or (scope == "fits" and key[0] != "fits"):
                self._breakers[key] = after_success(before, was_probe=was_probe)
            elif key[0] == scope:
                policy = self._policy(scope)
                self._breakers[key] = after_failure(before, now_ms, policy, was_probe=was_probe)
            else:
                self._breakers[key] = after_nothing(before, now_ms, was_probe=was_probe)

    def forget_failures(self) -> None:
        """Let calls pass again: the model was seen to answer. Whether its answers fit is another matter."""
        for key in self._breakers:
            if key[0] != "fits":
                self._breakers[key] = Closed()

    def _breaker(self, key: Key) -> Breaker:
        return self._breakers.get(key, Closed())

    def _policy(self, scope: Scope) -> BreakerPolicy:
        return self.limits.fits_breaker if scope == "fits" else self.limits.breaker


def _keys(way: Way, task: str) -> tuple[Key, ...]:
    return (("server", "", ""), ("way", way, task), ("fits", "", task))


def _what_rests(model: str, key: Key) -> str:
    scope, way, task = key
    match scope:
        case "fits":
            return f"{model} gave too many answers to {task!r} that can't be used"
        case "way":
            return f"{model}, asked for {task!r} {way}, failed too often"
        case _:
            return f"{model} failed too often"
