"""Every error as RFC 9457 problem details, with a remedy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from engine.inputs import Rejected
from engine.loading import AwaitsUpgrade, CannotPlay
from engine.store import (
    AuthorForgotten,
    ImpossibleValue,
    KeyReused,
    StoreUnavailable,
    TooManyWaiting,
    UnknownWorld,
)

log: structlog.stdlib.BoundLogger = structlog.get_logger("web")

PROBLEM_TYPE = "application/problem+json"
SAID_EVERY_S = 10.0
"""So often at the most the log tells that the store is away: each request would be too often."""
SEND_JSON = "Send JSON as the API's description at /schema has it."


class Problem(Exception):
    """An error as the client sees it. `kind` is stable and machine-readable, the rest is for people."""

    def __init__(self, status: int, kind: str, detail: str, remedy: str, retry_after_s: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.remedy = remedy
        self.retry_after_s = retry_after_s
        self.headers: dict[str, str] = {}


class ProblemDetails(msgspec.Struct, frozen=True):
    """RFC 9457, with the project's `remedy`."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str


AnyRequest = Request[Any, Any, Any]
Handler = Callable[[AnyRequest, Exception], Response[ProblemDetails]]


def unknown_world(world_id: str) -> Problem:
    """404 for a world."""
    return Problem(
        404,
        "unknown-world",
        f"There is no world {world_id[:60]!r}.",
        "GET /api/worlds lists the worlds that there are.",
    )


def bad_request(detail: str, remedy: str) -> Problem:
    """400 for a request that can't be read."""
    return Problem(400, "bad-request", detail, remedy)


def require_json(request: AnyRequest) -> None:
    """Raises `Problem` 415 for a body that is said to be anything else, or not said to be anything.

    A browser sends other types for any page to any server without asking it first.
    """
    type_ = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if has_body and type_ != "application/json":
        raise Problem(
            415,
            "not-json",
            f"The body is {type_ or 'of no type'}; only JSON is read here.",
            "Send it with the header 'Content-Type: application/json'.",
        )


def _unplayable(_request: AnyRequest, error: CannotPlay) -> Problem:
    """A world that these rules can't read: told to its viewers in the sentence that its owner gets."""
    if isinstance(error, AwaitsUpgrade):
        remedy = "Try again in a few seconds: a host upgrades it when it takes it (everbrook host)."
        return Problem(503, "awaits-upgrade", str(error), remedy, retry_after_s=2)
    return Problem(409, "other-rules", str(error), "Ask the town that has these rules (--rules).")


def respond(problem: Problem) -> Response[ProblemDetails]:
    """The problem as a response."""
    headers = {"Retry-After": str(problem.retry_after_s)} if problem.retry_after_s else {}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.status == 408:
        headers["Connection"] = "close"
    return Response(
        details_of(problem),
        status_code=problem.status,
        media_type=PROBLEM_TYPE,
        headers={**headers, **problem.headers},
    )


def details_of(problem: Problem) -> ProblemDetails:
    """The problem as it is sent."""
    return ProblemDetails(
        type=f"urn:everbrook:problem:{problem.kind}",
        title=problem.kind.replace("-", " ").capitalize(),
        status=problem.status,
        detail=problem.detail,
        remedy=problem.remedy,
    )


def _handled(convert: Callable[[AnyRequest, Any], Problem]) -> Handler:
    def handle(request: AnyRequest, error: Exception) -> Response[ProblemDetails]:
        return respond(convert(request, error))

    return handle


def _http(_request: AnyRequest, error: HTTPException) -> Problem:
    remedies = {
        400: "Check the request against the API's description at /schema.",
        404: "The API's description at /schema lists what there is.",
        405: "The API's description at /schema lists what there is.",
        413: "Send a smaller request.",
    }
    extra = f" {msgspec.json.encode(error.extra).decode()}" if error.extra else ""
    kinds = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large"}
    problem = Problem(
        error.status_code,
        kinds.get(error.status_code, "refused"),
        f"{error.detail}{extra}"[:1000],
        remedies.get(error.status_code, "Check the request against /schema."),
    )
    if error.status_code == 405:
        # Files are there to be read.
        problem.headers["Allow"] = (error.headers or {}).get("allow", "GET, HEAD")
    return problem


class _StoreAway:
    """503 while the store is away, of which the log says a word now and then."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._said_s = -SAID_EVERY_S

    def __call__(self, request: AnyRequest, error: Exception) -> Response[ProblemDetails]:
        now_s = self._now_s()
        if now_s - self._said_s >= SAID_EVERY_S:
            self._said_s = now_s
            log.warning("requests are told to come again", path=request.url.path, error=str(error))
        return respond(
            Problem(
                503,
                "store-unavailable",
                "The database does not answer just now.",
                "Try again in a few seconds, with the same Idempotency-Key.",
                retry_after_s=2,
            )
        )


def _unexpected(request: AnyRequest, error: Exception) -> Problem:
    log.error("a request failed", path=request.url.path, exc_info=error)
    return Problem(500, "internal", "The server failed on this request.", "Try again; its log says why.")


def exception_handlers(now_s: Callable[[], float]) -> dict[int | type[Exception], Handler]:
    """How each error is answered; `now_s` is a monotonic clock."""
    return {
        Problem: _handled(lambda _r, e: e),
        HTTPException: _handled(_http),
        CannotPlay: _handled(_unplayable),
        UnknownWorld: _handled(lambda r, _e: unknown_world(str(r.path_params.get("world_id", "")))),
        ImpossibleValue: _handled(
            lambda _r, _e: Problem(
                404, "not-found", "No id can be like this one.", "Check the ids and numbers."
            )
        ),
        UnicodeDecodeError: _handled(
            lambda _r, e: bad_request(f"The body is not UTF-8: {e.reason}.", SEND_JSON)
        ),
        RecursionError: _handled(lambda _r, _e: bad_request("The body is nested too deeply.", SEND_JSON)),
        Rejected: _handled(
            lambda _r, e: Problem(
                422, "rejected", str(e), "GET the world's inputs/schema says what it takes."
            )
        ),
        TooManyWaiting: _handled(
            lambda _r, e: Problem(429, "too-many-waiting", str(e), "Slow down and try again.", 1)
        ),
        KeyReused: _handled(
            lambda _r, e: Problem(422, "key-reused", str(e), "Send each new input with a fresh key.")
        ),
        AuthorForgotten: _handled(
            lambda _r, e: Problem(409, "author-forgotten", str(e), "Send it again, with a fresh key.")
        ),
        StoreUnavailable: _StoreAway(now_s),
        Exception: _handled(_unexpected),
    }
