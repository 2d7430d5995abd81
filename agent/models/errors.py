"""The ways in which a call to a model fails, each by its own name.

Every message says what happened and, where someone can change it, what to change. `retryable`
says whether the same call may succeed soon; `counts_against_model` whether the failure says
something about the model rather than about this one request, which is what opens its breaker.
"""

from typing import ClassVar


class ModelError(Exception):
    """A call to a model failed."""

    kind: ClassVar[str] = "failed"
    retryable: ClassVar[bool] = False
    counts_against_model: ClassVar[bool] = True


class Throttled(ModelError):
    """The provider asks for fewer calls for a moment; `retry_after_ms` is its wish, if it said."""

    kind = "throttled"
    retryable = True

    def __init__(self, message: str, retry_after_ms: int = 0) -> None:
        super().__init__(message)
        self.retry_after_ms = retry_after_ms


class QuotaExceeded(ModelError):
    """An allowance that does not come back soon is used up: a daily quota or the account's money.

    Remedy: raise the quota, pay, or let the next model in the chain answer.
    """

    kind = "quota_exceeded"


class TimedOut(ModelError):
    """No whole answer came within the deadline."""

    kind = "timed_out"
    retryable = True


class Unreachable(ModelError):
    """Nothing answers at the address: the server is down, or the address is wrong."""

    kind = "unreachable"
    retryable = True


class ModelFailed(ModelError):
    """The provider answered that it failed, or answered something that is no answer."""

    kind = "model_failed"
    retryable = True


class BrokenStream(ModelError):
    """A stream ended before the answer did; what had come of it is not an answer."""

    kind = "broken_stream"
    retryable = True


class ContentFiltered(ModelError):
    """The provider or the model would not answer this request; another wording may pass."""

    kind = "content_filtered"
    counts_against_model = False


class PromptTooLong(ModelError):
    """The prompt and the answer's room exceed the model's context: shorten it."""

    kind = "prompt_too_long"
    counts_against_model = False


class Misconfigured(ModelError):
    """The settings cannot work; the message says what to change."""

    kind = "misconfigured"


class ModelResting(ModelError):
    """The model's circuit breaker is open: it failed too often and is not asked for a while."""

    kind = "resting"
    counts_against_model = False


class BudgetExhausted(ModelError):
    """The world's budget for the day is used up; the scripted voice takes over."""

    kind = "budget_exhausted"
    counts_against_model = False


class CallsPaused(ModelError):
    """The world is paused: it makes no new call until it resumes."""

    kind = "paused"
    counts_against_model = False


class BadAnswer(ModelError):
    """The answer does not fit its schema, and did not after one repair either.

    `text` is what the model said last: for the log, never for the world.
    """

    kind = "bad_answer"
    counts_against_model = False

    def __init__(self, message: str, text: str) -> None:
        super().__init__(message)
        self.text = text
