"""Answers of an OpenAI-compatible server that are no success, by our names and with a remedy."""

import re
from collections.abc import Mapping
from typing import Any, cast

import httpx
import msgspec

from agent.models.errors import (
    ContentFiltered,
    Misconfigured,
    ModelError,
    ModelFailed,
    PromptTooLong,
    QuotaExceeded,
    Throttled,
    TimedOut,
    Unreachable,
)

EXCERPT = 300  # characters of a server's answer that go into a message

QUOTA = re.compile(r"insufficient_quota|exceeded your current quota|billing|per day")


class UnknownModel(Misconfigured):
    """The server has no model of that name; the adapter adds which it has."""


BY_WORDS: tuple[tuple[re.Pattern[str], type[ModelError], str], ...] = (
    (
        re.compile(r"context (?:length|size|window)|too long|maximum context|exceed_context"),
        PromptTooLong,
        "The prompt exceeds the model's context: {said}",
    ),
    (
        re.compile(r"content[_ ](?:filter|policy|management)|safety system"),
        ContentFiltered,
        "{url} would not answer: {said}",
    ),
    (
        re.compile(r"model.*(?:not found|does not exist|not exist|not loaded)|no models? loaded"),
        UnknownModel,
        "{url} has no such model: {said}",
    ),
)


def unreached(error: httpx.HTTPError, base_url: str) -> ModelError:
    """The error for a request that got no answer."""
    said = str(error) or type(error).__name__
    lowered = said.lower()
    if isinstance(error, httpx.TimeoutException):
        return TimedOut(f"{base_url} took too long: {said}.")
    if "ssl" in lowered or "certificate" in lowered:
        return Misconfigured(
            f"No trusted connection to {base_url}: {said}. "
            "If the server speaks plain HTTP, let base_url begin with http://."
        )
    if isinstance(error, httpx.ConnectError):
        hint = (
            "Correct the host in base_url"
            if "name" in lowered and ("known" in lowered or "resolution" in lowered)
            else "Start it (`ollama serve`, for example), or correct host and port in base_url"
        )
        return Unreachable(f"No server answers at {base_url}: {said}. {hint}.")
    return ModelFailed(f"The exchange with {base_url} broke off: {said}.")


def named_status(response: httpx.Response, base_url: str) -> ModelError:
    """The error for an answer, already read, whose status is not 200."""
    text = _without_key(response)
    status, said = response.status_code, _message(text)
    everything = f"{said} {text}".lower()
    if status == 429 and not QUOTA.search(everything):
        return Throttled(f"{base_url} throttles: {said}", _retry_after_ms(response.headers))
    if response.is_redirect:
        to = response.headers.get("location", "elsewhere")
        return Misconfigured(f"{base_url} redirects to {to}; set base_url to where it leads.")
    kind, message = _kind_by_status(status) or _kind_by_words(status, everything)
    return kind(message.format(url=base_url, status=status, said=said))


def _kind_by_status(status: int) -> tuple[type[ModelError], str] | None:
    match status:
        case 401 | 403:
            return Misconfigured, "{url} refuses the API key ({status}): {said} Correct the key."
        case 402 | 429:
            return QuotaExceeded, "The account at {url} has nothing left: {said}"
        case 408 | 504:
            return TimedOut, "The model took too long for {url}: {said}"
        case 413:
            return PromptTooLong, "{url} takes no prompt of this length: {said}"
        case _ if status >= 500:
            return ModelFailed, "{url} failed ({status}): {said}"
        case _:
            return None


def _kind_by_words(status: int, everything: str) -> tuple[type[ModelError], str]:
    for pattern, kind, message in BY_WORDS:
        if pattern.search(everything):
            return kind, message
    if status in (404, 405):
        return Misconfigured, (
            "{url} is a server, but has nothing at this path ({status}): {said} base_url usually ends in /v1."
        )
    return Misconfigured, "{url} refuses the request ({status}): {said}"


def not_json(response: httpx.Response, base_url: str) -> Misconfigured:
    """The error for an answer with status 200 that is not of this API."""
    kind = response.headers.get("content-type", "no content type")
    return Misconfigured(
        f"{base_url} answers with {kind} instead of JSON of this API: "
        f"{_without_key(response)[:EXCERPT]!r}. Let base_url point to the API, usually ending in /v1."
    )


def _without_key(response: httpx.Response) -> str:
    """What the server says; a server may say back the key that it was sent, which no log may show."""
    key = response.request.headers.get("authorization", "").removeprefix("Bearer ")
    return response.text.replace(key, "***") if key else response.text


def _message(text: str) -> str:
    """What the server says in any of the shapes that such servers use."""
    try:
        body = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return _sentence(text[:EXCERPT])
    while isinstance(body, dict):
        fields = cast("dict[str, Any]", body)
        body = next((fields[key] for key in ("error", "message", "detail") if key in fields), text)
    return _sentence(str(body)[:EXCERPT])


def _sentence(said: str) -> str:
    said = said.strip() or "no reason given"
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _retry_after_ms(headers: Mapping[str, str]) -> int:
    try:
        return max(0, int(float(headers.get("retry-after", "0")) * 1000))
    except (ValueError, OverflowError):
        return 0
