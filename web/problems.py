"""Every error as RFC 9457 problem details, with a remedy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from engine.inputs import Rejected
from engine.store import ImpossibleValue, KeyReused, StoreUnavailable, TooManyWaiting, UnknownWorld

log: structlog.stdlib.BoundLogger = structlog.get_logger("web")

PROBLEM_TYPE = "application/problem+json"
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


def respond(problem: Problem) -> Response[ProblemDetails]:
    """The problem as a response."""
    headers = {"Retry-After": str(problem.retry_after_s)} if problem.retry_after_s else {}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        ProblemDetails(
            type=f"urn:everbrook:problem:{problem.kind}",
            title=problem.kind.replace("-", " ").capitalize(),
            status=problem.status,
            detail=problem.detail,
            remedy=problem.remedy,
        ),
        status_code=problem.status,
        media_type=PROBLEM_TYPE,
        headers=headers,
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
    return Problem(
        error.status_code,
        kinds.get(error.status_code, "refused"),
        f"{error.detail}{extra}"[:1000],
        remedies.get(error.status_code, "Check the request against /schema."),
    )


def _store_away(_request: AnyRequest, _error: StoreUnavailable) -> Problem:
    return Problem(
        503,
        "store-unavailable",
        "The database does not answer just now.",
        "Try again in a few seconds, with the same Idempotency-Key.",
        retry_after_s=2,
    )


def _unexpected(request: AnyRequest, error: Exception) -> Problem:
    log.error("a request failed", path=request.url.path, exc_info=error)
    return Problem(500, "internal", "The server failed on this request.", "Try again; its log says why.")


EXCEPTION_HANDLERS: dict[int | type[Exception], Handler] = {
    Problem: _handled(lambda _r, e: e),
    HTTPException: _handled(_http),
    UnknownWorld: _handled(lambda r, _e: unknown_world(str(r.path_params.get("world_id", "")))),
    ImpossibleValue: _handled(
        lambda _r, _e: Problem(404, "not-found", "No id can be like this one.", "Check the ids and numbers.")
    ),
    UnicodeDecodeError: _handled(lambda _r, e: bad_request(f"The body is not UTF-8: {e.reason}.", SEND_JSON)),
    RecursionError: _handled(lambda _r, _e: bad_request("The body is nested too deeply.", SEND_JSON)),
    Rejected: _handled(
        lambda _r, e: Problem(422, "rejected", str(e), "GET the world's inputs/schema says what it takes.")
    ),
    TooManyWaiting: _handled(
        lambda _r, e: Problem(429, "too-many-waiting", str(e), "Slow down and try again.", 1)
    ),
    KeyReused: _handled(
        lambda _r, e: Problem(422, "key-reused", str(e), "Send each new input with a fresh key.")
    ),
    StoreUnavailable: _handled(_store_away),
    Exception: _handled(_unexpected),
}
