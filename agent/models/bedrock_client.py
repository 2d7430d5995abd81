"""The way to Amazon Bedrock: a boto3 client in its own threads, and its errors by our names."""

import asyncio
import functools
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import boto3
import msgspec
from botocore import exceptions as boto_errors
from botocore.config import Config
from botocore.eventstream import ParserError
from urllib3.exceptions import HTTPError as TransportError

from agent.models.clock import CallClock, MonotonicClock, within
from agent.models.errors import (
    AccessDenied,
    BrokenStream,
    Misconfigured,
    ModelError,
    ModelFailed,
    PromptTooLong,
    QuotaExceeded,
    Throttled,
    TimedOut,
    Unreachable,
)

T = TypeVar("T")


class BedrockSettings(msgspec.Struct, frozen=True):
    """Where Bedrock is and how it is reached.

    Credentials come from the AWS default chain (environment, profile, role of the task), never
    from here. A thread is held for each call under way, so `connections` should be about twice
    the sum of the models' concurrency limits: an abandoned call keeps its thread until
    `read_timeout_ms`.
    """

    region: str
    endpoint_url: str | None = None
    connections: int = 32
    connect_timeout_ms: int = 3_000
    read_timeout_ms: int = 30_000


class BedrockClient:
    """A `bedrock-runtime` client whose calls are awaited."""

    def __init__(self, settings: BedrockSettings, clock: CallClock | None = None) -> None:
        self.region = settings.region
        self._clock = clock or MonotonicClock()
        self._threads = ThreadPoolExecutor(settings.connections, thread_name_prefix="bedrock")
        # Retries are the gate's: boto's own would hide attempts from the ledger and the breaker.
        config = Config(
            connect_timeout=settings.connect_timeout_ms / 1000,
            read_timeout=settings.read_timeout_ms / 1000,
            max_pool_connections=settings.connections,
            retries={"mode": "standard", "total_max_attempts": 1},
            tcp_keepalive=True,
        )
        session = boto3.Session(region_name=settings.region)
        self._boto = session.client("bedrock-runtime", endpoint_url=settings.endpoint_url, config=config)

    async def call(self, operation: str, span_ms: int, **parameters: Any) -> dict[str, Any]:
        """Perform one operation, `converse` for example; raises `ModelError`."""
        method: Callable[..., dict[str, Any]] = getattr(self._boto, operation)
        return await self.run(functools.partial(method, **parameters), span_ms, operation)

    async def run(self, work: Callable[[], T], span_ms: int, what: str) -> T:
        """Run `work` in a thread for at most `span_ms`; raises `ModelError`."""
        future = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            return await within(self._clock, span_ms, future, f"Bedrock {what}")
        except (boto_errors.ClientError, boto_errors.BotoCoreError) as error:
            raise named(error, self.region) from error
        except (TransportError, ParserError) as error:
            raise BrokenStream(f"Bedrock's stream broke off: {error}") from error

    def now_ms(self) -> int:
        """The clock's time."""
        return self._clock.now_ms()

    async def close(self) -> None:
        """Start no more work, and let what runs come to its end on its own."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._boto.close()


BY_TYPE: tuple[tuple[type[Exception], type[ModelError], str], ...] = (
    (
        boto_errors.ReadTimeoutError,
        TimedOut,
        "Bedrock sent nothing for longer than read_timeout_ms. {said}",
    ),
    (boto_errors.SSLError, Misconfigured, "No trusted connection to Bedrock: {said}"),
    (
        boto_errors.ConnectionError,
        Unreachable,
        "Bedrock does not answer in region {region}: {said} "
        "Check the region, the endpoint URL and the network.",
    ),
    (boto_errors.ResponseStreamingError, BrokenStream, "Bedrock's answer broke off: {said}"),
    (boto_errors.HTTPClientError, ModelFailed, "The exchange with Bedrock failed: {said}"),
    (
        boto_errors.NoCredentialsError,
        Misconfigured,
        "{said}. Give the process AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
        "AWS_PROFILE, AWS_BEARER_TOKEN_BEDROCK or a task role.",
    ),
    (
        boto_errors.BotoCoreError,
        Misconfigured,
        "Bedrock cannot be called with these settings: {said}",
    ),
)

BY_CODE: Mapping[str, tuple[type[ModelError], str]] = {
    "ThrottlingException": (Throttled, "Bedrock throttles: {said}"),
    "TooManyRequestsException": (Throttled, "Bedrock throttles: {said}"),
    "ServiceQuotaExceededException": (
        QuotaExceeded,
        "A Bedrock quota of this account is used up: {said}",
    ),
    "ModelTimeoutException": (TimedOut, "The model took too long for Bedrock: {said}"),
    "ModelStreamErrorException": (
        BrokenStream,
        "The model failed in the middle of its stream: {said}",
    ),
    "ModelErrorException": (ModelFailed, "The model failed: {said}"),
    "ModelNotReadyException": (ModelFailed, "The model is still being loaded: {said}"),
    "InternalServerException": (ModelFailed, "Bedrock failed: {said}"),
    "ServiceUnavailableException": (ModelFailed, "Bedrock is not available: {said}"),
    "AccessDeniedException": (
        AccessDenied,
        "Bedrock denies access: {said} Allow bedrock:InvokeModel and "
        "bedrock:InvokeModelWithResponseStream on the model and its inference profile in the role's policy. "
        "To ask for access, open the model once in the Bedrock console's model catalog in {region}: Anthropic wants "
        "a form on what it is for, once for each account, and others' models a role that may "
        "aws-marketplace:Subscribe and ViewSubscriptions. It takes some minutes to hold.",
    ),
    "ResourceNotFoundException": (
        Misconfigured,
        "Bedrock knows no such model in {region}: {said} Correct the model or the region.",
    ),
}

BY_COMPLAINT: tuple[tuple[str, type[ModelError], str], ...] = (
    ("too long", PromptTooLong, "The prompt exceeds the model's context: {said}"),
    ("too many input tokens", PromptTooLong, "The prompt exceeds the model's context: {said}"),
    (
        "on-demand throughput",
        Misconfigured,
        '{said} Set EVERBROOK_PROFILE to "auto", or name an inference profile as the model.',
    ),
    (
        "model identifier",
        Misconfigured,
        "{said} Correct the model's id, or choose a region that has it: this is {region}.",
    ),
    ("", Misconfigured, "Bedrock refuses the request: {said}"),
)


def named(error: Exception, region: str) -> ModelError:
    """The error of this package that a boto error stands for."""
    if isinstance(error, boto_errors.ClientError):
        return _named_by_code(error, region)
    for boto_type, kind, message in BY_TYPE:
        if isinstance(error, boto_type):
            return kind(message.format(said=error, region=region))
    return ModelFailed(f"The call to Bedrock failed: {error}")


def _named_by_code(error: boto_errors.ClientError, region: str) -> ModelError:
    details: Mapping[str, Any] = error.response.get("Error", {})
    code, said = str(details.get("Code", "")), str(details.get("Message", error))
    code = code[:1].upper() + code[1:]  # inside a stream codes begin with a small letter
    if code == "ValidationException":
        kind, message = _complaint(said)
    elif code == "ThrottlingException" and "per day" in said:
        kind, message = QuotaExceeded, "Bedrock's quota for the day is used up: {said}"
    elif code in BY_CODE:
        kind, message = BY_CODE[code]
    elif error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400) >= 500:
        kind, message = ModelFailed, f"Bedrock failed ({code}): {{said}}"
    else:
        kind, message = Misconfigured, f"Bedrock refuses the call ({code}): {{said}}"
    return kind(message.format(said=said, region=region))


def _complaint(said: str) -> tuple[type[ModelError], str]:
    lowered = said.lower()
    return next((kind, message) for hint, kind, message in BY_COMPLAINT if hint in lowered)
