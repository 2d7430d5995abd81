"""The ways in which a call to a model fails, each by its own name.

Every message says what happened and, where someone can change it, what to change; `remedy` says the latter alone, in
words that may be shown to anybody. `retryable` says whether the same call may succeed soon; `scope` what the failure
says something about, which is what rests after too many.
"""

from typing import ClassVar, Literal

Scope = Literal["server", "way", "fits", "nothing"]
"""`server`: the model wherever it is asked; `way`: one way of asking it (whole or streamed) for one task; `fits`:
whether what it answers to one task can be used; `nothing`: this one request alone."""


class ModelError(Exception):
    """A call to a model failed."""

    kind: ClassVar[str] = "failed"
    retryable: ClassVar[bool] = False
    scope: ClassVar[Scope] = "way"
    remedy: ClassVar[str] = "The worker's log says more."
    by_way: ClassVar[bool] = False
    """Whether asking in another way, whole rather than streamed, may do."""

    @property
    def counts_against_model(self) -> bool:
        """Whether the failure says anything about the model."""
        return self.scope != "nothing"


class Throttled(ModelError):
    """The provider asks for fewer calls for a moment; `retry_after_ms` is its wish, if it said."""

    kind = "throttled"
    retryable = True
    scope = "server"
    remedy = "Raise the account's limit, or make fewer calls at once (EVERBROOK_CONCURRENCY)."

    def __init__(self, message: str, retry_after_ms: int = 0) -> None:
        super().__init__(message)
        self.retry_after_ms = retry_after_ms


class Overloaded(Throttled):
    """The server has more to do than it can."""

    kind = "overloaded"
    remedy = "It passes by itself; a second model, named after a comma, answers meanwhile."


class QuotaExceeded(ModelError):
    """An allowance that does not come back soon is used up: a daily quota or the account's money."""

    kind = "quota_exceeded"
    scope = "server"
    remedy = "Raise the quota, pay, or name a second model after a comma."


class TimedOut(ModelError):
    """No whole answer came within the deadline."""

    kind = "timed_out"
    retryable = True
    by_way = True
    remedy = "Choose a smaller or faster model, or turn its thinking off (EVERBROOK_THINKING)."


class Unreachable(ModelError):
    """Nothing answers at the address: the server is down, or the address is wrong."""

    kind = "unreachable"
    retryable = True
    scope = "server"
    remedy = "Start the model's server, or correct its address (--base-url, --region)."


class ModelFailed(ModelError):
    """The provider answered that it failed, or answered something that is no answer."""

    kind = "model_failed"
    retryable = True
    by_way = True
    remedy = "Look into the log of the model's server."


class StillLoading(ModelFailed):
    """The model is being loaded."""

    kind = "loading"
    by_way = False
    remedy = "It speaks as soon as it is loaded."


class NoValidJson(ModelFailed):
    """The server found that what the model wrote is no JSON, or does not fit the schema; `written` is that."""

    kind = "no_valid_json"
    scope = "fits"
    remedy = "Choose a model that keeps to a schema; `everbrook models` tries one."

    def __init__(self, message: str, written: str = "") -> None:
        super().__init__(message)
        self.written = written


class BrokenStream(ModelError):
    """A stream ended before the answer did; what had come of it is not an answer."""

    kind = "broken_stream"
    retryable = True
    by_way = True
    remedy = "Look for a proxy between here and the model's server that cuts or holds back streams."


class ContentFiltered(ModelError):
    """The provider or the model would not answer this request; another wording may pass."""

    kind = "content_filtered"
    scope = "fits"
    remedy = "Choose a model, or a guardrail, that lets people in a story speak."


class PromptTooLong(ModelError):
    """The prompt and the answer's room exceed the model's context."""

    kind = "prompt_too_long"
    scope = "nothing"
    remedy = "Choose a model with a longer context, or give it more (num_ctx, --ctx-size, --max-model-len): 8,192 do."


class Misconfigured(ModelError):
    """The settings cannot work; the message says what to change."""

    kind = "misconfigured"
    remedy = "Correct the settings of the model; the worker's log says which."


class KeyRefused(Misconfigured):
    """The key is wrong, missing or not allowed to do this."""

    kind = "key_refused"
    scope = "server"
    remedy = "Correct the key (EVERBROOK_API_KEY, or AWS credentials)."


class AccessDenied(Misconfigured):
    """The account may not use this model, or not in this way."""

    kind = "access_denied"
    by_way = True
    remedy = "Ask for access to the model in the provider's console, and allow it in the role's policy."


class NoSuchModel(Misconfigured):
    """The server has no model of that name."""

    kind = "no_such_model"
    scope = "server"
    remedy = "Correct the model's name, or load it into the server."


class NotThisApi(Misconfigured):
    """What answers there does not speak this API."""

    kind = "not_this_api"
    by_way = True
    remedy = "Let --base-url point to the API: it usually ends in /v1."


class NotAnAnswer(NotThisApi):
    """The API is there, but something else answered this once: a proxy's page, say."""

    kind = "not_an_answer"
    retryable = True
    remedy = "Look for a proxy between here and the model's server that answers in its place."


class RequestRefused(Misconfigured):
    """The server refuses the form of the request, and no simpler one did either."""

    kind = "request_refused"
    by_way = True
    remedy = "Choose another model or server; the worker's log says what was refused."


class ModelResting(ModelError):
    """The model's circuit breaker is open: it failed too often and is not asked for a while."""

    kind = "resting"
    scope = "nothing"


class WarmingUp(ModelError):
    """The model is being loaded: a patient call waits for it, and others do without."""

    kind = "warming_up"
    scope = "nothing"
    remedy = "It speaks as soon as it is loaded, which may take minutes."


class BudgetExhausted(ModelError):
    """The world's budget for the day is used up; the scripted voice takes over."""

    kind = "budget_exhausted"
    scope = "nothing"


class CallsPaused(ModelError):
    """The world is paused: it makes no new call until it resumes."""

    kind = "paused"
    scope = "nothing"


class BadAnswer(ModelError):
    """The answer does not fit its schema or its checks, and did not after one repair either.

    `text` is what the model said last: for the log, never for the world.
    """

    kind = "bad_answer"
    scope = "fits"
    remedy = "Choose a model that keeps to what it is asked; `everbrook models` tries one at every task."

    def __init__(self, message: str, text: str) -> None:
        super().__init__(message)
        self.text = text
