"""The way to one viewer."""

import asyncio
from typing import Any, cast

import pytest
from litestar import WebSocket

from engine.supervision import first_ended
from web.encoding import Encoding, Message
from web.routes import watching
from web.routes.watching import TOO_SLOW, Line


class Reader:
    """A viewer's socket that takes one message and is deaf to the rest."""

    def __init__(self) -> None:
        self.read: list[bytes] = []

    async def send_bytes(self, message: bytes) -> None:
        if self.read:
            await asyncio.Event().wait()
        self.read.append(message)


async def test_who_does_not_read_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "SEND_TIMEOUT_S", 0.02)
    reader = Reader()
    line = Line(cast("WebSocket[Any, Any, Any]", reader), Encoding.PLAIN)

    async def send_two() -> tuple[int, str]:
        await line.send(Message(b"first"))
        await line.send(Message(b"second"))
        raise AssertionError("the second is never read")

    async with asyncio.timeout(10):
        ended = await first_ended(send_two(), line.be_read())
    assert ended.result()[0] == TOO_SLOW
    assert reader.read == [b"first"]
