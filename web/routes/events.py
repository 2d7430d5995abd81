"""Live frames for pages that no WebSocket reaches: the same messages, as server-sent events."""

from __future__ import annotations

import base64
from typing import Any, Literal

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery
from litestar.types import ASGIApp, Receive, Scope, Send

from engine.supervision import first_ended
from web.addresses import address_of
from web.encoding import Encoding
from web.routes.watching import TOO_MANY_VIEWERS, Line, close_reason, watch
from web.services import Services

OPENING = b": " + b"-" * 2048 + b"\n\n"
"""Fills the buffers of programs in between that wait for some bytes before they pass anything on."""
HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
}
"""What asks programs in between to pass each event on at once, as it is."""


class EventStream(Response[bytes]):
    """An answer that lasts as long as somebody reads it: `follow` sends it."""

    def __init__(self, follow: ASGIApp) -> None:
        super().__init__(b"", media_type="text/event-stream")
        self._follow = follow

    def to_asgi_response(self, *_args: Any, **_options: Any) -> Any:
        """See `Response`."""
        return self._follow


@get(
    "/api/worlds/{world_id:str}/live/events",
    responses={200: ResponseSpec(bytes, media_type="text/event-stream", generate_examples=False)},
)
async def follow_events(
    request: Request[Any, Any, Any],
    services: NamedDependency[Services],
    world_id: FromPath[str],
    after: FromQuery[int | None] = None,
    version: FromQuery[int | None] = None,
    encoding: FromQuery[Literal["plain", "deflate"]] = "plain",
) -> EventStream:
    """The live frames as `message` events, each in base64; an `end` event has the code that closes a WebSocket."""
    await services.store.world(world_id)

    async def follow(_scope: Scope, receive: Receive, send: Send) -> None:
        with services.audience.seat(address_of(request)) as has_seat:
            await _begin(send)
            if not has_seat:
                await _end(send, TOO_MANY_VIEWERS)
                return
            services.attendance.came(world_id)
            line = Line(_Events(send), Encoding(encoding))
            following = watch(services, line.send, world_id, after, version)
            ended = await first_ended(following, _gone(receive), line.be_read())
            await _end(send, close_reason(world_id, ended)[0])

    return EventStream(follow)


class _Events:
    """Sends bytes as `message` events."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def send_bytes(self, data: bytes, /) -> None:
        """See `ByteSink`."""
        await _body(self._send, b"data: " + base64.b64encode(data) + b"\n\n")


async def _begin(send: Send) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _body(send, OPENING)


async def _end(send: Send, code: int) -> None:
    await _body(send, f"event: end\ndata: {code}\n\n".encode(), more=False)


async def _body(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _gone(receive: Receive) -> tuple[int, str]:
    """Wait until the viewer is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    return 1000, ""


EVENTS = Router("/", route_handlers=[follow_events], tags=["watching"])
