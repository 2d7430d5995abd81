"""Manners of servers that refuse, break or think too long, as they were met: see `tests.fakes.manners`.

`RECOVERED` answer in the end: another request, a simpler one, or one with more room. Each is made anew for each
trial, since most fail a certain number of times. `HOPELESS` never answer, each with the kind of its error.
"""

import json
import time
from collections.abc import Callable, Mapping
from email.utils import formatdate

from msgspec.structs import replace

from agent.models.errors import (
    AccessDenied,
    ContentFiltered,
    KeyRefused,
    Misconfigured,
    ModelError,
    ModelFailed,
    NoSuchModel,
    NotThisApi,
    Overloaded,
    PromptTooLong,
    QuotaExceeded,
    Throttled,
)
from tests.fakes.manners import THOUGHT, written
from tests.fakes.raw_http import Answers, Json, Raw, bodies_of, events, pieces_of, refused, whole

HTML = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
PLAIN = written(str)


def once(*first: Raw) -> Callable[[], Answers]:
    """These first, one a request; then all is well."""

    def make() -> Answers:
        left = list(first)
        return lambda body, text: left.pop(0) if left else PLAIN(body, text)

    return make


def unless(fits: Callable[[Json], bool], refusal: Raw) -> Callable[[], Answers]:
    """Refused as long as the request does not fit."""
    return lambda: lambda body, text: PLAIN(body, text) if fits(body) else refusal


def lacks(field: str, message: str, status: int = 400) -> Callable[[], Answers]:
    return unless(lambda body: f'"{field}"' not in json.dumps(body), refused(status, message))


def no_schema(message: str, status: int = 400) -> Callable[[], Answers]:
    return unless(
        lambda body: body.get("response_format", {}).get("type") != "json_schema", refused(status, message)
    )


def no_form(message: str, status: int = 400) -> Callable[[], Answers]:
    return unless(lambda body: "response_format" not in body, refused(status, message))


def no_stream(raw: Raw) -> Callable[[], Answers]:
    """Whatever is asked to be streamed ends so; what is asked whole is answered."""
    return lambda: lambda body, text: raw if body.get("stream") else PLAIN(body, text)


def thinking(field: str, *, tokens: int) -> Callable[[], Answers]:
    """Thinks first, for so many tokens: what has less room has no answer."""

    def answers(body: Json, text: str) -> Raw:
        if body["max_tokens"] >= tokens + 100:
            message: Json = {field: THOUGHT, "content": text}
            if field == "content":
                message = {"content": f"<think>{THOUGHT}</think>{text}"}
            raw = whole(message)
            return raw if not body.get("stream") else events(bodies_of([message]))
        cut = {"content": f"<think>{THOUGHT}"} if field == "content" else {field: THOUGHT, "content": ""}
        stream = events(bodies_of([cut], finish="length"))
        return replace(stream if body.get("stream") else whole(cut, finish="length"), says=False)

    return lambda: answers


def thinking_unless(is_told: Callable[[Json], bool]) -> Callable[[], Answers]:
    """Thinks for ever unless it is told not to."""
    forever = thinking("reasoning", tokens=10**6)()
    return lambda: lambda body, text: PLAIN(body, text) if is_told(body) else forever(body, text)


def _cut(text: str, *, after: int) -> Raw:
    deltas = [{"content": piece} for piece in pieces_of(text)][:after]
    return replace(events(bodies_of(deltas)[:after], done=""), is_cut=True, says=False)


def cut_in_the_middle() -> Answers:
    left = [2]

    def answers(body: Json, text: str) -> Raw:
        if left and body.get("stream"):
            return _cut(text, after=left.pop())
        return PLAIN(body, text)

    return answers


def wrote_it_all_the_same() -> Answers:
    """Groq's: what is no JSON to the server may be to others."""

    def answers(body: Json, text: str) -> Raw:
        error = {
            "message": "Failed to generate JSON.",
            "code": "json_validate_failed",
            "failed_generation": text,
        }
        return replace(refused(400, body={"error": error}), says=True)

    return answers


def redirected() -> Answers:
    left = [refused(307, body="", location="/v1/chat/completions?again")]
    return lambda body, text: left.pop() if left else PLAIN(body, text)


def soon() -> Raw:
    return refused(429, "Slow down", retry_after=formatdate(time.time() - 5, usegmt=True))


NO_JSON = refused(
    400, body={"error": {"message": "Failed to generate JSON.", "code": "json_validate_failed"}}
)
BROKEN = replace(events(["data: {oops"], done=""), says=False)
CUT_AT_ONCE = Raw((), "text/event-stream", is_cut=True)
SILENT = replace(events([": nothing"], done=""), says=False)
CUDA = {"error": {"message": "CUDA error: an illegal memory access", "code": 500}}

RECOVERED: Mapping[str, Callable[[], Answers]] = {
    "thinks in reasoning": thinking("reasoning", tokens=900),
    "thinks in reasoning_content": thinking("reasoning_content", tokens=900),
    "thinks in think": thinking("content", tokens=900),
    "thinks unless told by effort": thinking_unless(lambda body: body.get("reasoning_effort") == "none"),
    "thinks unless told by template": thinking_unless(
        lambda body: body.get("chat_template_kwargs", {}).get("enable_thinking") is False
    ),
    "knows no effort": lacks("reasoning_effort", "Unrecognized request argument supplied: reasoning_effort"),
    "knows no effort of none": unless(
        lambda body: body.get("reasoning_effort") != "none",
        refused(
            400,
            "Unsupported value: 'reasoning_effort' does not support 'none'. Supported values: 'low', 'high'.",
        ),
    ),
    "knows no template": lacks(
        "chat_template_kwargs", "property 'chat_template_kwargs' is unsupported, did you mean 'messages'?"
    ),
    "forbids what it does not know": lacks("reasoning_effort", "Extra inputs are not permitted", 422),
    "refuses in words that nobody knows": lacks("reasoning_effort", "Nope."),
    "throttled": once(refused(429, "Slow down")),
    "throttled with seconds": once(refused(429, "Slow down", retry_after="0.01")),
    "throttled with milliseconds": once(refused(429, "Slow down", retry_after_ms="5")),
    "throttled with a date": once(soon()),
    "throttled with nonsense": once(refused(429, "Slow down", retry_after="soon")),
    "throttled with less than nothing": once(refused(429, "Slow down", retry_after="-3")),
    "throttled in words": once(refused(429, "Rate limit reached. Please try again in 10ms.")),
    "throttled with status 200": once(
        refused(200, body={"error": {"message": "Rate limit exceeded", "code": 429}})
    ),
    "late (408)": once(refused(408, "Request timeout")),
    "too early (425)": once(refused(425, "Too early")),
    "conflict (409)": once(refused(409, "Conflict")),
    "failed (500)": once(refused(500, body="Internal Server Error", kind="text/plain")),
    "gateway's page (502)": once(refused(502, body=HTML, kind="text/html")),
    "gateway too late (504)": once(refused(504, body=HTML, kind="text/html")),
    "gateway's page (200)": once(refused(200, body=HTML, kind="text/html")),
    "unavailable (503)": once(refused(503, "Service unavailable")),
    "loading (503)": once(refused(503, "Loading model")),
    "overloaded (529)": once(refused(529, "Overloaded")),
    "overloaded with status 200": once(
        refused(200, body={"type": "error", "error": {"type": "overloaded_error"}})
    ),
    "failed with status 200": once(refused(200, body=CUDA)),
    "failed with a detail and status 200": once(refused(200, body={"detail": "Worker died"})),
    "failed as vLLM says": once(
        refused(200, body={"object": "error", "message": "Internal error", "code": 500})
    ),
    "nothing at all": once(Raw(())),
    "blank": once(Raw((b"\n",))),
    "no choices": once(Raw((b'{"choices": []}',))),
    "null": once(Raw((b"null",))),
    "half a completion": once(Raw((b'{"choices": [{"message": {"content": "{',))),
    "zipped wrongly": once(Raw((b"no zip at all",), headers={"Content-Encoding": "gzip"})),
    "line cut at once": once(CUT_AT_ONCE),
    "line cut in the middle": cut_in_the_middle,
    "no valid JSON": once(NO_JSON),
    "no valid JSON, said with status 200": once(
        refused(200, body={"error": {"message": "could not produce valid JSON"}})
    ),
    "no valid JSON but in other forms": unless(
        lambda body: body.get("response_format", {}).get("type") != "json_schema", NO_JSON
    ),
    "no valid JSON, sent along": wrote_it_all_the_same,
    "schema refused": no_schema("Invalid schema for response_format 'SayAnswer'"),
    "schema refused by xgrammar": no_schema(
        "The provided JSON schema contains features not supported by xgrammar."
    ),
    "schema refused by llama.cpp": no_schema("failed to parse grammar", 500),
    "schema refused by outlines": no_schema("Failed to convert schema to regex: unsupported type", 500),
    "schema refused in words that nobody knows": no_schema("I would rather not."),
    "schema refused with 422": no_schema("value is not a valid enumeration member", 422),
    "schema refused with 501": no_schema("Not implemented", 501),
    "schema refused with status 200": no_schema("Grammar compilation failed", 200),
    "refuses descriptions in a schema": unless(
        lambda body: "description" not in json.dumps(body.get("response_format", {})),
        refused(400, "Unsupported keyword in schema: description"),
    ),
    "response_format refused": no_form("'response_format' is not supported"),
    "response_format refused in words that nobody knows": no_form("Bad request"),
    "stream_options refused": lacks("stream_options", "Unknown field: stream_options"),
    "temperature refused": lacks("temperature", "'temperature' does not support 0.7 with this model."),
    "max_tokens refused": lacks(
        "max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'."
    ),
    "streams refused": no_stream(refused(400, "Streaming is not supported for this model")),
    "streams refused with 405": no_stream(refused(405, "Method not allowed")),
    "streams denied": no_stream(refused(403, "Not allowed to stream")),
    "streams are broken": no_stream(BROKEN),
    "streams are empty": no_stream(SILENT),
    "streams are cut at once": no_stream(CUT_AT_ONCE),
    "streams fail": no_stream(refused(500, "boom")),
    "streams end in a gateway's page": no_stream(refused(200, body=HTML, kind="text/html")),
    "streams alone": unless(
        lambda body: bool(body.get("stream")), refused(400, "This model only supports streaming responses.")
    ),
    "redirects to a path of its own": redirected,
}

HOPELESS: Mapping[str, tuple[Raw, type[ModelError]]] = {
    "wrong key": (refused(401, "Incorrect API key provided"), KeyRefused),
    "wrong key with 400": (refused(400, "API key not valid. Please pass a valid API key."), KeyRefused),
    "wrong key with 200": (
        refused(200, body={"error": {"code": 401, "message": "User not found."}}),
        KeyRefused,
    ),
    "forbidden": (refused(403, "You may not"), AccessDenied),
    "no such model": (refused(404, 'model "chat" not found, try pulling it first'), NoSuchModel),
    "no such model with 400": (refused(400, "The model `chat` does not exist"), NoSuchModel),
    "no such model with 200": (refused(200, body={"error": "model 'chat' not found"}), NoSuchModel),
    "nothing there": (refused(404, body="404 page not found", kind="text/plain"), NotThisApi),
    "context too long": (refused(400, "This model's maximum context length is 4096 tokens"), PromptTooLong),
    "context too long for llama.cpp": (
        refused(
            400, body={"error": {"code": 400, "message": "the request exceeds the available context size"}}
        ),
        PromptTooLong,
    ),
    "context too long with 500": (
        refused(500, "input is too long: prompt is too long for num_ctx"),
        PromptTooLong,
    ),
    "context too long with 200": (
        refused(200, body={"error": {"message": "context_length_exceeded"}}),
        PromptTooLong,
    ),
    "too large": (refused(413, body=HTML, kind="text/html"), PromptTooLong),
    "no money": (refused(402, "Insufficient balance"), QuotaExceeded),
    "quota": (refused(429, "You exceeded your current quota"), QuotaExceeded),
    "throttled for an hour": (refused(429, "Slow down", retry_after="3600"), Throttled),
    "overloaded": (refused(503, "The engine is currently overloaded"), Overloaded),
    "filtered": (refused(400, "The response was filtered: content_filter"), ContentFiltered),
    "refusal": (whole({"content": None, "refusal": "I'm sorry, I can't."}), ContentFiltered),
    "filtered at once": (whole({"content": ""}, finish="content_filter"), ContentFiltered),
    "refused throughout": (refused(400, "Nope."), Misconfigured),
    "redirects elsewhere": (refused(308, body="", location="https://elsewhere.example/v1"), Misconfigured),
    "redirects for ever": (refused(307, body="", location="/v1/chat/completions"), ModelError),
    "out of memory": (
        refused(500, "model requires more system memory (5.6 GiB) than is available"),
        ModelFailed,
    ),
    "a page": (refused(200, body=HTML, kind="text/html"), ModelError),
    "a captive portal": (refused(511, body=HTML, kind="text/html"), ModelFailed),
    "JSON of another API": (refused(200, body={"status": "ok"}), ModelError),
    "a list": (Raw((b"[1, 2, 3]",)), ModelError),
    "deep": (Raw((b'{"choices":' * 5_000,)), ModelError),
    "bytes": (Raw((bytes(range(256)),), "application/octet-stream"), ModelError),
}
