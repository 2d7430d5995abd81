"""The way to Amazon Bedrock: a boto3 client in its own threads, and its errors by our names."""

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, TypeVar

import boto3
import msgspec
from botocore import exceptions as boto_errors
from botocore.config import Config
from botocore.eventstream import ParserError
from urllib3.exceptions import HTTPError as TransportError

from agent.models.clock import CallClock, MonotonicClock, within
from agent.models.errors import (
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
Profile = Literal["none", "geography", "global"]

GEOGRAPHIES = (("us-gov-", "us-gov"), ("us-", "us"), ("ca-", "us"), ("eu-", "eu"), ("ap-", "apac"))
PROFILE_PREFIXES = frozenset({"us", "us-gov", "eu", "apac", "jp", "au", "ca", "global"})


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
        self._boto = session.client(
            "bedrock-runtime", endpoint_url=settings.endpoint_url, config=config
        )

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


def inference_profile(model: str, region: str, profile: Profile) -> str:
    """The id by which `model` is invoked from `region`: many only by a cross-region profile.

    Ids that already name a profile, and ARNs, are left as they are.
    """
    if profile == "none" or model.startswith("arn:") or base_model(model) != model:
        return model
    if profile == "global":
        return f"global.{model}"
    for start, prefix in GEOGRAPHIES:
        if region.startswith(start):
            return f"{prefix}.{model}"
    raise Misconfigured(
        f"Bedrock has no geographic inference profile for region {region}; "
        'set profile to "global", or the model to an inference profile\'s id or ARN.'
    )


def base_model(model: str) -> str:
    """The model's id without the prefix of an inference profile."""
    head, _, rest = model.partition(".")
    return rest if head in PROFILE_PREFIXES else model


def named(error: Exception, region: str) -> ModelError:
    """The error of this package that a boto error stands for."""
    match error:
        case boto_errors.ClientError():
            return _named_by_code(error, region)
        case boto_errors.ReadTimeoutError():
            return TimedOut("Bedrock sent nothing for longer than read_timeout_ms.")
        case boto_errors.SSLError():
            return Misconfigured(f"No trusted connection to Bedrock: {error}")
        case boto_errors.ConnectionError():
            return Unreachable(
                f"Bedrock does not answer in region {region}: {error}. "
                "Check the region, the endpoint URL and the network."
            )
        case boto_errors.ResponseStreamingError() | boto_errors.IncompleteReadError():
            return BrokenStream(f"Bedrock's answer broke off: {error}")
        case boto_errors.HTTPClientError():
            return ModelFailed(f"The exchange with Bedrock failed: {error}")
        case boto_errors.NoCredentialsError() | boto_errors.PartialCredentialsError():
            return Misconfigured(
                f"{error}. Give the process AWS credentials: AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY, AWS_PROFILE, AWS_BEARER_TOKEN_BEDROCK or a task role."
            )
        case _:
            return Misconfigured(f"Bedrock cannot be called with these settings: {error}")


def _named_by_code(error: "boto_errors.ClientError", region: str) -> ModelError:
    code = str(error.response.get("Error", {}).get("Code", ""))
    said = str(error.response.get("Error", {}).get("Message", "")) or str(error)
    # Inside a stream the codes begin with a small letter.
    match code[:1].upper() + code[1:]:
        case "ThrottlingException" | "TooManyRequestsException" if "per day" in said:
            return QuotaExceeded(f"Bedrock's daily quota is used up: {said}")
        case "ThrottlingException" | "TooManyRequestsException":
            return Throttled(f"Bedrock throttles: {said}")
        case "ServiceQuotaExceededException":
            return QuotaExceeded(f"A Bedrock quota of this account is used up: {said}")
        case "ModelTimeoutException":
            return TimedOut(f"The model took too long for Bedrock: {said}")
        case "ModelStreamErrorException":
            return BrokenStream(f"The model failed in the middle of its stream: {said}")
        case "ModelErrorException" | "InternalServerException" | "ServiceUnavailableException":
            return ModelFailed(f"Bedrock failed ({code}): {said}")
        case "ModelNotReadyException":
            return ModelFailed(f"The model is being loaded: {said}")
        case "AccessDeniedException":
            return Misconfigured(
                f"Bedrock denies access: {said} Allow bedrock:InvokeModel and "
                "bedrock:InvokeModelWithResponseStream for this model, and check that the "
                f"account has access to it in {region}."
            )
        case "ResourceNotFoundException":
            return Misconfigured(
                f"Bedrock knows no such model in {region}: {said} Correct the model or the region."
            )
        case "ValidationException":
            return _named_validation(said)
        case _ if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400) >= 500:
            return ModelFailed(f"Bedrock failed ({code}): {said}")
        case _:
            return Misconfigured(f"Bedrock refuses the call ({code}): {said}")


def _named_validation(said: str) -> ModelError:
    lowered = said.lower()
    if any(hint in lowered for hint in ("too long", "too many input tokens", "context length")):
        return PromptTooLong(f"The prompt exceeds the model's context: {said}")
    if "on-demand throughput" in lowered:
        return Misconfigured(
            f'{said} Set the model\'s profile to "geography" or "global", '
            "or name an inference profile as the model."
        )
    if "model identifier" in lowered:
        return Misconfigured(f"{said} Correct the model's id, or choose a region that has it.")
    return Misconfigured(f"Bedrock refuses the request: {said}")
