"""What stands before one model: its turn-taking and its breaker."""

from agent.models.breaker import (
    Breaker,
    Closed,
    Probing,
    admitted,
    after_failure,
    after_nothing,
    after_success,
)
from agent.models.clock import CallClock
from agent.models.course import ModelLimits
from agent.models.errors import ModelError, ModelResting
from agent.models.limits import ConcurrencyLimit


class Guard:
    """A model's turn-taking and its breaker."""

    def __init__(self, limits: ModelLimits, clock: CallClock) -> None:
        self.limits = limits
        self.limit = ConcurrencyLimit(limits.concurrency, clock)
        self.breaker: Breaker = Closed()

    def admit(self, model: str, now_ms: int) -> bool:
        """Let a call pass and return whether it is the probe; raises `ModelResting`."""
        after = admitted(self.breaker, now_ms)
        if after is None:
            raise ModelResting(f"{model} failed too often and rests; another call finds out when.")
        was_probe = isinstance(after, Probing)
        self.breaker = after
        return was_probe

    def refuse_if_resting(self, model: str, now_ms: int) -> None:
        """Raise `ModelResting` without taking the probe's place."""
        if admitted(self.breaker, now_ms) is None:
            raise ModelResting(f"{model} failed too often and rests.")

    def learn(self, error: BaseException | None, now_ms: int, *, was_probe: bool) -> None:
        """Take in how a call ended."""
        if error is None:
            self.breaker = after_success(self.breaker, was_probe=was_probe)
        elif isinstance(error, ModelError) and error.counts_against_model:
            policy = self.limits.breaker
            self.breaker = after_failure(self.breaker, now_ms, policy, was_probe=was_probe)
        else:
            self.breaker = after_nothing(self.breaker, now_ms, was_probe=was_probe)
