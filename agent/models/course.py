"""The course of one call: which model answers, how often it is tried, when to give up."""

from collections.abc import Callable, Sequence

import msgspec

from agent.models.breaker import BreakerPolicy
from agent.models.clock import CallClock
from agent.models.errors import ModelError, ModelResting, Throttled

SHORT_ANSWER_TOKENS = 256


class ModelLimits(msgspec.Struct, frozen=True):
    """How a model may be used.

    `attempt_deadline_ms` bounds one attempt, so that a model that hangs leaves time for the next
    in the chain; `ms_per_token` is added for each token of room that an answer has beyond a short
    one's. The delay before retry n is random in [0, first_delay_ms * 2 ** (n - 1)].
    """

    concurrency: int = 8
    attempts: int = 3
    attempt_deadline_ms: int = 20_000
    ms_per_token: int = 0
    first_delay_ms: int = 400
    longest_delay_ms: int = 8_000
    breaker: BreakerPolicy = BreakerPolicy()
    fits_breaker: BreakerPolicy = BreakerPolicy(failures=6, rest_ms=60_000, longest_rest_ms=1_800_000)
    """For answers that came and can't be used: each of them is paid."""


class Course:
    """Where a call stands in its chain of models. `chance` draws from [0, 1)."""

    def __init__(
        self,
        chain: Sequence[tuple[str, ModelLimits]],
        span_ms: int,
        clock: CallClock,
        chance: Callable[[], float],
    ) -> None:
        self._chain = chain
        self._clock = clock
        self._chance = chance
        self._deadline_ms = clock.now_ms() + span_ms
        self._position = 0
        self._attempt = 1
        self._telling_error: ModelError | None = None

    @property
    def model(self) -> str:
        """The name of the model to ask now."""
        return self._chain[self._position][0]

    def remaining_ms(self) -> int:
        """What is left of the call's deadline."""
        return max(0, self._deadline_ms - self._clock.now_ms())

    def attempt_ms(self, output_tokens: int) -> int:
        """What this attempt at an answer of so much room may take."""
        limits = self._chain[self._position][1]
        long_by_tokens = max(0, output_tokens - SHORT_ANSWER_TOKENS)
        bound_ms = limits.attempt_deadline_ms + limits.ms_per_token * long_by_tokens
        return min(self.remaining_ms(), bound_ms)

    def goes_another_way(self, error: ModelError) -> bool:
        """Whether the same model can be asked at once in another way after `error`, which is an attempt like any."""
        limits = self._chain[self._position][1]
        self._telling_error = error
        if not error.by_way or self.remaining_ms() <= 0:
            return False
        self._attempt = min(self._attempt + 1, limits.attempts)
        return True

    def delay_after(self, error: ModelError) -> int:
        """Move on after `error`; return the delay in ms before the next attempt.

        Raises the most telling error of the call when nothing is left to try.
        """
        if self._telling_error is None or not isinstance(error, ModelResting):
            self._telling_error = error
        limits = self._chain[self._position][1]
        delay_ms = self._delay_ms(error, limits)
        may_retry = error.retryable and self._attempt < limits.attempts
        if may_retry and delay_ms < self.remaining_ms():
            self._attempt += 1
            return delay_ms
        if self._position + 1 < len(self._chain) and self.remaining_ms() > 0:
            self._position += 1
            self._attempt = 1
            return 0
        raise self._telling_error

    def _delay_ms(self, error: ModelError, limits: ModelLimits) -> int:
        longest_ms = min(limits.first_delay_ms << (self._attempt - 1), limits.longest_delay_ms)
        wished_ms = error.retry_after_ms if isinstance(error, Throttled) else 0
        return wished_ms + int(self._chance() * longest_ms)
