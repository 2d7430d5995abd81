"""Answers of an OpenAI-compatible server that are no success, by our names and with a remedy.

Servers say the same thing with different statuses, with 200 and an error in the body, and in words of their own. So
what is told by words is looked for first where words are clear, and the status decides the rest.
"""

import json
import re
from typing import Any, cast

import httpx
import msgspec

from agent.models.errors import (
    AccessDenied,
    ContentFiltered,
    KeyRefused,
    Misconfigured,
    ModelError,
    ModelFailed,
    NoSuchModel,
    NotAnAnswer,
    NotThisApi,
    NoValidJson,
    Overloaded,
    PromptTooLong,
    QuotaExceeded,
    RequestRefused,
    StillLoading,
    Throttled,
    TimedOut,
    Unreachable,
)
from agent.models.event_stream import Json
from agent.models.lenient_text import json_objects
from agent.models.retry_after import retry_after_ms

EXCERPT = 300  # characters of a server's answer that go into a message
UNPROCESSED = frozenset({400, 406, 409, 411, 415, 422, 501})
OVERLOADED = frozenset({498, 503, 529})
LATE = frozenset({408, 460, 499, 504, 522, 524, 598, 599})
SOON = frozenset({409, 423, 425, 449})

Named = tuple[re.Pattern[str], type[ModelError], str]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


BY_WORDS: tuple[Named, ...] = (
    (
        _words(
            r"json_validate_failed|failed to (?:generate|validate) json|could not (?:produce|generate) valid json"
            r"|valid json (?:could not|cannot)|generated (?:text|json|output) (?:is|was) (?:not|in)\W?valid"
            r"|tool_use_failed|did not match (?:the )?(?:json )?schema|failed to call a function"
        ),
        NoValidJson,
        "What the model wrote at {url} is no JSON of the schema: {said}",
    ),
    (
        _words(
            r"insufficient_quota|exceeded your current quota|billing|per day|insufficient (?:balance|credit|funds)"
            r"|\bcredits?\b.*(?:exhausted|low|depleted|not enough)|out of credits?|requests per day|daily limit"
        ),
        QuotaExceeded,
        "The account at {url} has nothing left: {said}",
    ),
    (
        _words(
            r"context.{0,3}(?:length|size|window)|maximum context|exceed_context"
            r"|max(?:imum)? (?:input|prompt) (?:length|tokens)"
            r"|(?:prompt|input|request|message)s? (?:is|are|was) too (?:long|large)|too many (?:input )?tokens"
            r"|exceeds? the (?:available |maximum |model.s )?context|reduce the length|larger than max|prompt.{0,20}too long"
            r"|greater than the context|tokens.{0,30}exceeds? .{0,20}limit of the model"
        ),
        PromptTooLong,
        "The prompt exceeds the model's context: {said} Give the model a longer one, or choose another.",
    ),
    (
        _words(
            r"content[_ ](?:filter|policy|management)|safety (?:system|settings|filter)|responsibleai|moderation"
            r"|flagged (?:as|by|for)|blocked (?:by|due to) (?:safety|policy|content)|prohibited_content|guardrail"
        ),
        ContentFiltered,
        "{url} would not answer: {said}",
    ),
    (
        _words(
            r"(?:model|weights)\b.{0,60}(?:is |being |still |currently )?(?:loading|warming up|starting)|loading model"
            r"|model_loading|not ready yet|no instances? (?:is |are )?ready"
        ),
        StillLoading,
        "{url} is loading the model: {said}",
    ),
    (
        _words(
            r"overloaded|over capacity|capacity exceeded|server (?:is )?(?:too )?busy|too busy"
            r"|queue (?:is )?full|no capacity"
        ),
        Overloaded,
        "{url} has too much to do: {said}",
    ),
    (
        _words(r"rate.?limit|too many requests|requests? per (?:minute|second)|throttl|slow down"),
        Throttled,
        "{url} throttles: {said}",
    ),
    (
        _words(
            r"(?:incorrect|invalid|missing|wrong|no|expired|provide (?:an|a valid)) api.?key|invalid_api_key"
            r"|unauthori[sz]ed|authentication_error|authentication (?:failed|required)"
            r"|api.?key (?:not valid|is invalid|is missing|expired|required)"
            r"|invalid.{0,10}(?:token|credentials)|not authenticated|bearer token"
        ),
        KeyRefused,
        "{url} refuses the API key ({status}): {said} Correct the key in EVERBROOK_API_KEY.",
    ),
    (
        _words(
            r"model_not_found|model.{0,80}(?:not found|does(?: not|n.t) exist|not exist|not loaded|not available"
            r"|unknown|not served|decommissioned|deprecated)|no (?:such )?models?(?: loaded|\b.{0,20}found)"
            r"|unknown model|invalid model|no endpoints found|not a valid model"
            r"|try pulling it"
        ),
        NoSuchModel,
        "{url} has no such model: {said}",
    ),
    (
        _words(r"out of memory|\boom\b|cuda error|insufficient memory|requires more system memory"),
        ModelFailed,
        "{url} has not enough memory for the model: {said} Choose a smaller model or a shorter context.",
    ),
)

GRAMMAR = _words(
    r"grammar|outlines|guidance|guided|lm.?format.?enforcer|json.?schema|structured.?output|response_?format|regex"
    r"|additionalproperties|unsupported (?:keyword|schema|type)|schema (?:is|was) (?:not|in)|invalid schema"
    r"|failed to (?:parse|compile|convert)"
)
"""How servers speak of a schema that they can't compile, whatever the status."""


def unreached(error: Exception, base_url: str) -> ModelError:
    """The error for a request that got no answer, or for an answer that could not be read to its end."""
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


def named_status(response: httpx.Response, text: str, base_url: str) -> ModelError:
    """The error for an answer whose status is no success, and which says `text`."""
    if response.is_redirect:
        to = response.headers.get("location", "elsewhere")
        return Misconfigured(f"{base_url} redirects to {to}; set base_url to where it leads.")
    return named(response.status_code, without_key(response, text), base_url, response.headers)


def named_body(found: Json, response: httpx.Response, base_url: str) -> ModelError | None:
    """The error that an object with a status of success holds, if it holds one."""
    error = found.get("error")
    is_error = bool(error) or found.get("object") == "error" or found.get("type") == "error"
    has_answer = "choices" in found or ("message" in found and "role" in str(found["message"]))
    if not is_error and (has_answer or not {"detail", "errors"} & found.keys()):
        return None
    nested = cast("Json", error) if isinstance(error, dict) else {}
    codes = (nested.get("code"), nested.get("status"), found.get("code"), found.get("status"))
    status = next((code for code in map(_status, codes) if code), 0)
    return named(status, without_key(response, json.dumps(found)), base_url, response.headers)


def _status(code: object) -> int:
    number = int(code) if isinstance(code, int) or (isinstance(code, str) and code.isdecimal()) else 0
    return number if 400 <= number < 600 else 0


def named(status: int, text: str, base_url: str, headers: httpx.Headers) -> ModelError:
    """The error for a status, 0 where there was none, and what was said with it."""
    said = message_in(text)
    everything = f"{said} {text}"
    kind, message = _by_status(status) or _by_words(everything) or _by_rest(status, everything)
    told = message.format(url=base_url, status=status or 200, said=said)
    if issubclass(kind, Throttled):
        return kind(told, retry_after_ms(headers, text))
    if issubclass(kind, NoValidJson):
        return kind(told, failed_generation(text))
    return kind(told)


def _by_words(everything: str) -> tuple[type[ModelError], str] | None:
    return next(((kind, told) for words, kind, told in BY_WORDS if words.search(everything)), None)


def _by_status(status: int) -> tuple[type[ModelError], str] | None:
    """What a status says whatever the words are."""
    match status:
        case 401:
            return (
                KeyRefused,
                "{url} refuses the API key ({status}): {said} Correct the key in EVERBROOK_API_KEY.",
            )
        case 402:
            return QuotaExceeded, "The account at {url} has nothing left: {said}"
        case 407:
            return (
                Misconfigured,
                "A proxy before {url} wants a password: {said} Give it in HTTPS_PROXY, or go around it.",
            )
        case 413 | 414:
            return PromptTooLong, "{url} takes no prompt of this length: {said}"
        case _ if status in LATE:
            return TimedOut, "The model took too long for {url}: {said}"
        case _:
            return None


REST: tuple[tuple[frozenset[int], type[ModelError], str], ...] = (
    (UNPROCESSED - SOON, RequestRefused, "{url} refuses the request ({status}): {said}"),
    (
        frozenset({403}),
        AccessDenied,
        "{url} denies access ({status}): {said} Correct the key, or ask for access to the model.",
    ),
    (frozenset({429}), Throttled, "{url} throttles: {said}"),
    (OVERLOADED, Overloaded, "{url} has too much to do ({status}): {said}"),
    (
        frozenset({404, 405, 410}),
        NotThisApi,
        "{url} is a server, but has nothing at this path ({status}): {said} base_url usually ends in /v1.",
    ),
    (SOON, ModelFailed, "{url} failed ({status}): {said}"),
)


def _by_rest(status: int, everything: str) -> tuple[type[ModelError], str]:
    """What a status says where words say nothing."""
    if GRAMMAR.search(everything):
        return RequestRefused, "{url} refuses the request ({status}): {said}"
    for statuses, kind, told in REST:
        if status in statuses:
            return kind, told
    if status >= 500 or not status:
        return ModelFailed, "{url} failed ({status}): {said}"
    return Misconfigured, "{url} refuses the request ({status}): {said}"


def not_an_answer(response: httpx.Response, text: str, base_url: str, *, is_the_api: bool) -> ModelError:
    """The error for what came with a status of success and is no answer."""
    kind = response.headers.get("content-type", "no content type")
    excerpt = without_key(response, text)[:EXCERPT]
    if not text.strip():
        return ModelFailed(f"{base_url} answered with nothing at all.")
    if is_the_api:
        return NotAnAnswer(f"{base_url} answered with {kind} that is no answer: {excerpt!r}.")
    return NotThisApi(
        f"{base_url} answers with {kind} instead of an answer of this API: {excerpt!r}. "
        "Let base_url point to the API, usually ending in /v1."
    )


def without_key(response: httpx.Response, text: str) -> str:
    """What the server says; a server may say back the key that it was sent, which no log may show."""
    key = response.request.headers.get("authorization", "").removeprefix("Bearer ")
    return text.replace(key, "***") if key else text


def failed_generation(text: str) -> str:
    """What a model wrote that its server took for no JSON; servers that say so send it along."""
    for found in json_objects(text):
        error: Any = found.get("error", found)
        written = cast("Json", error).get("failed_generation") if isinstance(error, dict) else None
        if isinstance(written, str):
            return written
    return ""


def message_in(text: str) -> str:
    """What the server says in any of the shapes that such servers use."""
    try:
        body = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return _sentence(text[:EXCERPT])
    for _ in range(8):
        if not isinstance(body, dict):
            break
        fields = cast("dict[str, Any]", body)
        body = next(
            (fields[key] for key in ("error", "message", "detail", "errors") if fields.get(key)), text
        )
    return _sentence(str(body)[:EXCERPT])


def _sentence(said: str) -> str:
    said = said.strip() or "no reason given"
    return said if said.endswith((".", "!", "?")) else f"{said}."
