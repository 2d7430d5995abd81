"""Watching: the live WebSocket and the history."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from typing import Annotated, Any

import msgspec
from litestar import Response, Router, WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath, FromQuery, QueryParameter

from engine.clock import first_tick_from, last_tick_by
from engine.store import MOST_STEPS_READ, UnknownWorld
from town.views import PUBLIC_KINDS
from web.frames import step_frame
from web.services import Services

UNKNOWN_WORLD, TOO_MANY_VIEWERS, NOT_UNDERSTOOD, WORLD_DELETED, TOO_SLOW = 4404, 4429, 4400, 4410, 4408
SEND_TIMEOUT_S = 20.0
MOST_CLIENT_BYTES = 1000
LISTENING = "listening to a viewer"

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
) -> None:
    """Live frames (docs/WIRE.md)."""
    await socket.accept()
    if services.feeds.viewers >= services.settings.most_viewers:
        await socket.close(TOO_MANY_VIEWERS, "too many viewers; try again later")
        return
    services.attendance.came(world_id)
    watching = asyncio.create_task(services.feeds.watch(world_id, _sender(socket), after))
    listening = asyncio.create_task(_listen(socket), name=LISTENING)
    done, pending = await asyncio.wait({watching, listening}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    code, reason = _close_reason(done.pop())
    with contextlib.suppress(Exception):  # the viewer may be gone already
        await socket.close(code, reason)


def _sender(socket: WebSocket[Any, Any, Any]) -> Any:
    async def send(message: bytes) -> None:
        async with asyncio.timeout(SEND_TIMEOUT_S):
            await socket.send_bytes(message)

    return send


async def _listen(socket: WebSocket[Any, Any, Any]) -> None:
    """Take heartbeats until the viewer goes away or says something else."""
    while True:
        text = await socket.receive_text()
        if len(text) > MOST_CLIENT_BYTES:
            return
        try:
            msgspec.json.decode(text, type=ViewerHeartbeat)
        except msgspec.DecodeError:
            return


def _close_reason(task: asyncio.Task[None]) -> tuple[int, str]:
    error = task.exception()
    if isinstance(error, UnknownWorld):
        return UNKNOWN_WORLD, "there is no such world"
    if isinstance(error, TimeoutError):
        return TOO_SLOW, "frames were not read in time; connect again"
    if isinstance(error, WebSocketDisconnect):
        return 1000, ""
    if error is not None:
        return 1011, "the server failed; connect again"
    if task.get_name() == LISTENING:
        return NOT_UNDERSTOOD, "only heartbeats are taken here"
    return WORLD_DELETED, "the world was deleted"


@get("/api/worlds/{world_id:str}/history", media_type="application/octet-stream")
async def read_history(
    services: NamedDependency[Services], world_id: FromPath[str], from_ms: FromMs, to_ms: ToMs
) -> Response[bytes]:
    """The steps that overlap a span of world time: live `step` messages, each after its u32 length.

    At most 5,000 steps; ask again from where they end.
    """
    steps = await services.store.steps_between(world_id, first_tick_from(from_ms), last_tick_by(to_ms) + 1)
    messages = [step_frame(step, PUBLIC_KINDS, 0) for step in steps]
    body = b"".join(struct.pack("<I", len(message)) + message for message in messages)
    complete = len(steps) < MOST_STEPS_READ
    return Response(
        body,
        media_type="application/octet-stream",
        headers={"X-Complete": str(complete).lower()},
    )


WATCHING = Router("/", route_handlers=[live, read_history], tags=["watching"])
