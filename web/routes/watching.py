"""Watching: the live WebSocket and the history."""

from __future__ import annotations

import asyncio
import contextlib
import struct
import time
from typing import Annotated, Any, Protocol

import msgspec
import structlog
from litestar import Response, Router, WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath, FromQuery, QueryParameter

from engine.loading import AwaitsUpgrade, CannotPlay
from engine.store import StoreUnavailable, UnknownWorld
from engine.supervision import first_ended
from web.addresses import address_of
from web.encoding import Encoding, Message
from web.history import history_page
from web.live import Send
from web.reading import require_readable
from web.services import Services

log: structlog.stdlib.BoundLogger = structlog.get_logger("live")

UNKNOWN_WORLD, TOO_MANY_VIEWERS, NOT_UNDERSTOOD, WORLD_DELETED, TOO_SLOW = 4404, 4429, 4400, 4410, 4408
NOT_TO_BE_SHOWN, FAILED = 4409, 1011
SEND_TIMEOUT_S = 20.0
MOST_CLIENT_BYTES = 1000

WorldTime = Annotated[int, QueryParameter(ge=0, le=2**53, description="World time, ms.")]
FromMs = Annotated[int, QueryParameter(name="from", ge=0, le=2**53, description="World time, ms.")]
ToMs = Annotated[int, QueryParameter(name="to", ge=0, le=2**53, description="World time, ms.")]


class ViewerHeartbeat(msgspec.Struct, frozen=True, tag="heartbeat", tag_field="kind"):
    """All that a viewer may say: that it is there."""


@websocket("/api/worlds/{world_id:str}/live")
async def live(
    socket: WebSocket[Any, Any, Any],
    services: NamedDependency[Services],
    world_id: FromPath[str],
    after: FromQuery[int | None] = None,
    version: FromQuery[int | None] = None,
    encoding: FromQuery[Encoding] = Encoding.PLAIN,
) -> None:
    """Live frames (docs/WIRE.md); `version` is that of the rules in the last full frame that the viewer had."""
    await socket.accept()
    with services.audience.seat(address_of(socket)) as has_seat:
        if not has_seat:
            await socket.close(TOO_MANY_VIEWERS, "too many viewers; try again later")
            return
        services.attendance.came(world_id)
        line = Line(socket, encoding)
        following = watch(services, line.send, world_id, after, version)
        ended = await first_ended(following, _listen(socket), line.be_read())
    code, reason = close_reason(world_id, ended)
    with contextlib.suppress(Exception):  # the viewer may be gone already
        await socket.close(code, reason)


async def watch(
    services: Services,
    send: Send,
    world_id: str,
    after: int | None,
    version: int | None,
) -> tuple[int, str]:
    """Send frames until the world is deleted; gives why the line is closed then.

    Who had the world in another form begins anew, for changes of this one would be no use.
    """
    is_same = version in (None, services.rules.version)
    await services.feeds.watch(world_id, send, after if is_same else None)
    return WORLD_DELETED, "the world was deleted"


class ByteSink(Protocol):
    """What takes the bytes for one viewer: a WebSocket, say."""

    async def send_bytes(self, data: bytes, /) -> None:
        """Send some, and wait while they are not read."""
        ...


class Line:
    """The way to one viewer."""

    def __init__(self, socket: ByteSink, encoding: Encoding) -> None:
        self._socket = socket
        self._encoding = encoding
        self._sending_since_s: float | None = None

    async def send(self, message: Message) -> None:
        """Give a message on its way; waits while the viewer has not read those before."""
        self._sending_since_s = time.monotonic()
        await self._socket.send_bytes(message.encoded(self._encoding))
        self._sending_since_s = None

    async def be_read(self) -> tuple[int, str]:
        """Wait until the viewer has not read for too long; one look now and then is cheaper than a timer a message."""
        while True:
            await asyncio.sleep(SEND_TIMEOUT_S / 4)
            since_s = self._sending_since_s
            if since_s is not None and time.monotonic() - since_s >= SEND_TIMEOUT_S:
                return TOO_SLOW, "frames were not read in time; connect again"


async def _listen(socket: WebSocket[Any, Any, Any]) -> tuple[int, str]:
    """Take heartbeats until the viewer says something else; gives why the line is closed then."""
    with contextlib.suppress(msgspec.DecodeError):
        while len(text := await socket.receive_text()) <= MOST_CLIENT_BYTES:
            msgspec.json.decode(text, type=ViewerHeartbeat)
    return NOT_UNDERSTOOD, "only heartbeats are taken here"


ENDS: dict[type[BaseException], tuple[int, str]] = {
    UnknownWorld: (UNKNOWN_WORLD, "there is no such world"),
    AwaitsUpgrade: (NOT_TO_BE_SHOWN, "The world awaits its upgrade; a host of this town does it."),
    CannotPlay: (
        NOT_TO_BE_SHOWN,
        "This town can't show the world: it is of other rules, or of a newer version.",
    ),
    WebSocketDisconnect: (1000, ""),
    StoreUnavailable: (FAILED, "the server failed; connect again"),
}
"""Why a line is closed; what is none of these is a fault. A reason has room for 123 bytes."""


def close_reason(world_id: str, ended: asyncio.Task[tuple[int, str]]) -> tuple[int, str]:
    """The code and the reason with which a line is closed, by what has ended it."""
    error = ended.exception()
    if error is None:
        return ended.result()
    for kind, end in ENDS.items():
        if isinstance(error, kind):
            return end
    log.error("a viewer could not be served", world=world_id, exc_info=error)
    return ENDS[StoreUnavailable]


@get("/api/worlds/{world_id:str}/history", media_type="application/octet-stream")
async def read_history(
    services: NamedDependency[Services], world_id: FromPath[str], from_ms: FromMs, to_ms: ToMs
) -> Response[bytes]:
    """The steps that overlap a span of world time: live `step` messages, each after its u32 length.

    At most 500 steps or about a megabyte; ask again from where they end.
    """
    rate = services.rules.rate
    await require_readable(services, world_id)
    messages, complete = await history_page(
        services.store, services.rules, world_id, rate.first_from(from_ms), rate.last_by(to_ms) + 1
    )
    body = b"".join(struct.pack("<I", len(message)) + message for message in messages)
    return Response(
        body,
        media_type="application/octet-stream",
        headers={"X-Complete": str(complete).lower()},
    )


WATCHING = Router("/", route_handlers=[live, read_history], tags=["watching"])
