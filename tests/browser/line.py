"""A bad line between a visitor and a town: it delivers late and in bursts, and can be cut."""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator

LIVE = b"/live"
PIECE = 65_536


class Line:
    """Passes TCP on to a port; what comes down a live WebSocket is held back for a while, in order."""

    def __init__(self, town_port: int, longest_hold_s: float) -> None:
        self.address = ""
        self._town_port = town_port
        self._longest_hold_s = longest_hold_s
        self._chance = random.Random(7)
        self._is_cut = False
        self._writers: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """End every connection and let none through until mended."""
        self._is_cut = True
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        self._is_cut = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        self._writers.add(writer)
        try:
            first = await reader.read(PIECE)
            town_reader, town_writer = await asyncio.open_connection("127.0.0.1", self._town_port)
            self._writers.add(town_writer)
            town_writer.write(first)
            hold_s = self._longest_hold_s if LIVE in first.split(b"\r\n", 1)[0] else 0.0
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(self._pump(reader, town_writer, 0.0))
                pumps.create_task(self._pump(town_reader, writer, hold_s))
            self._writers.discard(town_writer)
        except* OSError:
            pass  # an end of the line has gone
        finally:
            self._writers.discard(writer)

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, longest_hold_s: float
    ) -> None:
        while piece := await reader.read(PIECE):
            if longest_hold_s:
                await asyncio.sleep(self._chance.uniform(0, longest_hold_s))
            writer.write(piece)
            await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def line_to(town_port: int, longest_hold_s: float = 0.0) -> AsyncGenerator[Line]:
    """A line on a free port of this machine."""
    line = Line(town_port, longest_hold_s)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
        line.cut()
