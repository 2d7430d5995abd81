"""A thousand viewers of one world: `python -m bench.viewers [VIEWERS]`.

They come at once to a living town of 25, as browsers do, and watch it: uncompressed first, then with messages that
are deflated once for all. They are sockets of a process of their own, so the web's processor time is its own. A
message's way begins with the commit of its step, by the database's clock, which is this machine's.
"""

from __future__ import annotations

import asyncio
import statistics
import struct
import sys
import tempfile
import time
import zlib
from pathlib import Path

import asyncpg
import httpx
import msgspec
import psutil
import websockets

from bench.running import running_town
from everbrook.services.postgres import postgres_dsn

VIEWERS = 1000
SETTLE_S = 15.0
WATCHED_S = 30.0
ENCODINGS = ("plain", "deflate")


class Told(msgspec.Struct, frozen=True):
    """What of a frame matters here."""

    kind: str
    step: int = 0


class Seen(msgspec.Struct):
    """What so many viewers have had so far."""

    viewers: int
    whole: int = 0
    all_whole: asyncio.Event = msgspec.field(default_factory=asyncio.Event)
    bytes: int = 0
    arrivals: list[tuple[int, float]] = msgspec.field(default_factory=list[tuple[int, float]])
    """Steps and when they came, seconds since the epoch."""


class Figures(msgspec.Struct, frozen=True):
    """What one crowd has measured."""

    all_whole_s: float
    web_cores: float
    way_ms: list[float]
    bytes_a_second: float
    """For one viewer."""


async def measure(address: str, dsn: str, world: str, encoding: str, viewers: int) -> Figures:
    """Bring so many viewers, wait until each has the whole state, and watch for a while."""
    seen = Seen(viewers)
    url = f"{address.replace('http', 'ws', 1)}/api/worlds/{world}/live?encoding={encoding}"
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        crowd = [group.create_task(_watch(url, encoding, seen)) for _ in range(viewers)]
        await seen.all_whole.wait()
        all_whole_s = time.monotonic() - began
        await asyncio.sleep(2)
        web, spent_s = _web(), time.monotonic()
        used_s, bytes_before = _used_s(web), seen.bytes
        seen.arrivals.clear()
        await asyncio.sleep(WATCHED_S)
        spent_s, used_s = time.monotonic() - spent_s, _used_s(web) - used_s
        arrivals, sent = list(seen.arrivals), seen.bytes - bytes_before
        for task in crowd:
            task.cancel()
    way_ms = await _ways_ms(dsn, world, arrivals)
    return Figures(all_whole_s, used_s / spent_s, way_ms, sent / spent_s / viewers)


async def _watch(url: str, encoding: str, seen: Seen) -> None:
    async with websockets.connect(url, max_size=None, compression=None, open_timeout=60) as socket:
        async for message in socket:
            arrived_s = time.time()
            assert isinstance(message, bytes)
            seen.bytes += len(message)
            plain = zlib.decompress(message) if encoding == "deflate" else message
            (length,) = struct.unpack_from("<I", plain)
            told = msgspec.json.decode(plain[4 : 4 + length], type=Told)
            if told.kind == "full":
                seen.whole += 1
                if seen.whole == seen.viewers:
                    seen.all_whole.set()
            elif told.kind == "step":
                seen.arrivals.append((told.step, arrived_s))


def _web() -> psutil.Process:
    for process in psutil.Process().children(recursive=True):
        if process.cmdline()[-2:] == ["everbrook", "web"]:
            return process
    raise RuntimeError("this town has no web process")


def _used_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


async def _ways_ms(dsn: str, world: str, arrivals: list[tuple[int, float]]) -> list[float]:
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(
            "SELECT number, extract(epoch FROM committed_at)::float8 AS at_s FROM steps WHERE world_id = $1",
            world,
        )
    finally:
        await connection.close()
    committed = {row["number"]: row["at_s"] for row in rows}
    return [(arrived_s - committed[step]) * 1000 for step, arrived_s in arrivals]


def print_table(viewers: int = VIEWERS) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="everbrook-bench-") as folder:
        data = Path(folder) / "data"
        with running_town(data=data) as address:
            world = httpx.get(f"{address}/api/worlds").json()[0]["id"]
            time.sleep(SETTLE_S)
            print(
                f"| {viewers} viewers, 25 people | all have the state, s | web, cores "
                "| commit to arrival, ms: median | 99th | kB a viewer and second |"
            )
            print("|---|---|---|---|---|---|")
            for encoding in ENCODINGS:
                figures = asyncio.run(
                    measure(address, postgres_dsn(data / "postgres"), world, encoding, viewers)
                )
                parts = statistics.quantiles(figures.way_ms, n=100)
                print(
                    f"| {encoding} | {figures.all_whole_s:.2f} | {figures.web_cores:.2f} | {parts[49]:.0f} "
                    f"| {parts[98]:.0f} | {figures.bytes_a_second / 1000:.1f} |",
                    flush=True,
                )
            print("| to reach | 2 | 0.15 | | 200 | |")


if __name__ == "__main__":
    print_table(*map(int, sys.argv[1:]))
