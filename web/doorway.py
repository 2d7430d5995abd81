"""What all that comes in and goes out passes: who asks, from which page, under which path, and how answers are marked.

It stands before the application's own routing, so that what is answered without a handler is marked as well.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from web.addresses import ProxyTrust
from web.origins import Origins
from web.problems import PROBLEM_TYPE, Problem, details_of
from web.settings import WebSettings

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, If-None-Match",
    "Access-Control-Max-Age": "600",
}
READABLE_HEADERS = "ETag, Retry-After, X-Complete, X-Next"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
BODY_S = 10.0
"""A body that has not come whole by then is not waited for: the largest takes a second on a telephone."""

Headers = dict[str, str]


class Doorway:
    """An application behind its door. Raises `ValueError` for settings that name no proxies or origins."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._trust = ProxyTrust(settings.trusted_proxies)
        self._origins = Origins(settings.allowed_origins)
        self._base_path = settings.base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request or socket in."""
        headers = _headers_of(scope)
        hosts = self._believe_proxies(scope, headers)
        origin = headers.get("origin", [None])[-1]
        send = _marked(send, self._extra_headers(scope, origin)) if scope["type"] == "http" else send
        redirect = self._enter_base_path(scope)
        if redirect is not None:
            await _answer(send, 308, {"Location": redirect})
        elif _is_preflight(scope, headers) and origin is not None and self._origins.allows(origin):
            await _answer(send, 204, PREFLIGHT_HEADERS)
        elif _needs_origin(scope) and not self._origins.accepts(origin, hosts):
            await _refuse(scope, send, _foreign_page(origin or ""))
        else:
            await self._app(scope, _in_time(receive) if scope["type"] == "http" else receive, send)

    def _believe_proxies(self, scope: Scope, headers: dict[str, list[str]]) -> list[str]:
        """Put into the scope what trusted proxies say of who asks; gives the names by which the server was asked."""
        hosts = headers.get("host", [])
        peer, port = scope["client"] or ("", 0)
        if not self._trust.trusts(peer):
            return hosts
        address = self._trust.forwarded_for(peer, headers.get("x-forwarded-for", []))
        scope["client"] = (address, port if address == peer else 0)
        scheme = headers.get("x-forwarded-proto", [""])[-1].strip().lower()
        if scheme in ("http", "https"):
            scope["scheme"] = scheme if scope["type"] == "http" else scheme.replace("http", "ws")
        return [*hosts, *headers.get("x-forwarded-host", [])]

    def _enter_base_path(self, scope: Scope) -> str | None:
        """Take the base path off; an address to go to instead where the page's own folder is left out.

        A proxy may take it off as well, so a path without it is as good.
        """
        base, path = self._base_path, scope["path"]
        if not base or not (path + "/").startswith(f"{base}/"):
            return None
        if path == base and scope["type"] == "http":
            query = scope.get("query_string", b"").decode("latin-1")
            return f"{base}/?{query}" if query else f"{base}/"
        scope["path"] = path.removeprefix(base)
        scope["raw_path"] = scope["path"].encode()
        return None

    def _extra_headers(self, scope: Scope, origin: str | None) -> Headers:
        headers = dict(SECURITY_HEADERS)
        path = scope["path"].removeprefix(self._base_path)
        if path.startswith("/api") or path in ("/schema", "/metrics", "/healthz", "/readyz"):
            headers["Cache-Control"] = "no-store"
        if origin is not None and self._origins.allows(origin):
            headers |= {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Expose-Headers": READABLE_HEADERS,
            }
        return headers


def _headers_of(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _is_preflight(scope: Scope, headers: dict[str, list[str]]) -> bool:
    asks = "access-control-request-method" in headers
    return scope["type"] == "http" and scope["method"] == "OPTIONS" and asks


def _needs_origin(scope: Scope) -> bool:
    return scope["type"] != "http" or scope["method"] not in SAFE_METHODS


def _foreign_page(origin: str) -> Problem:
    return Problem(
        403,
        "origin-refused",
        f"A page of {origin[:200]} may not do this here.",
        "Who runs this server names it with --allowed-origins, or has the proxy pass the Host header on.",
    )


def _marked(send: Send, extra: Headers) -> Send:
    """Adds headers to each answer where its own do not say otherwise."""

    async def mark(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name, value) for name, value in message["headers"]]
            names = {name.lower() for name, _ in own}
            own += [
                (name.lower().encode(), value.encode("latin-1"))
                for name, value in extra.items()
                if name.lower().encode() not in names
            ]
            if "Access-Control-Allow-Origin" in extra:
                own.append((b"vary", b"Origin"))
            message["headers"] = own
        await send(message)

    return mark


def _in_time(receive: Receive) -> Receive:
    """Gives up on a body that does not come whole in its time. Raises `Problem` 408."""
    until_s = time.monotonic() + BODY_S
    whole = False

    async def take() -> Any:
        nonlocal whole
        if whole:  # from then on it is waited for the other end to go
            return await receive()
        try:
            async with asyncio.timeout(until_s - time.monotonic()):
                message = await receive()
        except TimeoutError as error:
            raise Problem(
                408, "too-slow", "The body did not come in time.", "Send it again, faster."
            ) from error
        whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    return take


async def _refuse(scope: Scope, send: Send, problem: Problem) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": problem.detail[:100]})  # pyright: ignore[reportArgumentType]  # before it is accepted: HTTP 403
        return
    await _answer(
        send, problem.status, {"Content-Type": PROBLEM_TYPE}, msgspec.json.encode(details_of(problem))
    )


async def _answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    pairs = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    length = [] if status == 204 else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": pairs + length})
    await send({"type": "http.response.body", "body": body, "more_body": False})
