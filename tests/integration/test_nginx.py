"""A town behind a real nginx with the configuration that the docs give, and behind ones that lack something."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
import websockets

from tests.fixtures.programs import needed
from tests.integration.test_doorway import server
from tests.live.process import ROOT, free_port

EXAMPLE = ROOT / "docs" / "proxies" / "nginx.conf"
WHOLE = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {example}
}}
"""
Nginx = Callable[..., AbstractContextManager[str]]


@pytest.fixture
def nginx(tmp_path: Path) -> Nginx:
    """Starts an nginx with the example before a server, without the lines that hold one of some words."""
    program = needed("nginx", "nginx-light")

    @contextlib.contextmanager
    def running(upstream: str, *without: str) -> Generator[str]:
        port = free_port()
        lines = [line for line in EXAMPLE.read_text().splitlines() if not any(w in line for w in without)]
        example = "\n".join(lines).replace("127.0.0.1:8000", upstream)
        config = tmp_path / "nginx.conf"
        listening = re.sub(r"listen \d+", f"listen 127.0.0.1:{port}", example)
        config.write_text(WHOLE.format(folder=tmp_path, example=listening))
        command = [program, "-p", str(tmp_path), "-c", str(config)]
        process = subprocess.Popen(command, env={**os.environ})
        try:
            _wait_until_open(port, process)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)

    return running


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise AssertionError("nginx does not answer")


async def test_a_town_lives_under_a_path_of_nginx(nginx: Nginx, database: str, tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.mkdir()
    (page / "index.html").write_text("<title>Town</title>")
    door = {"base_path": "/town", "trusted_proxies": ("127.0.0.1",), "founding": "open"}
    async with server(database, page, most_worlds_from_address=1, **door) as upstream, asyncio.timeout(40):
        with nginx(upstream) as address:
            base, origin = f"http://{address}/town", f"http://{address}"
            async with httpx.AsyncClient(trust_env=False) as http:
                assert "Town" in (await http.get(f"{base}/")).text
                asked = {"name": "Home", "template": "hollow"}
                forged = {"Origin": origin, "X-Forwarded-For": "192.0.2.1"}
                made = [await http.post(f"{base}/api/worlds", json=asked, headers=forged) for _ in range(2)]
                assert [answer.status_code for answer in made] == [201, 409], "nginx says who it really is"
                foreign = {"Origin": "https://evil.example"}
                refused = await http.post(f"{base}/api/worlds", json=asked, headers=foreign)
                assert refused.status_code == 403
                assert (await http.post(f"{base}/api/worlds/w/local-owner")).status_code in (404, 405)
                assert (await http.delete(f"{base}/api/worlds/w")).status_code == 401
                async with http.stream("GET", f"{base}/api/worlds/w/live/events") as events:
                    lines = (line async for line in events.aiter_lines() if line.startswith("data: "))
                    assert await anext(lines)
            live = f"ws://{address}/town/api/worlds/w/live"
            async with websockets.connect(live, additional_headers={"Origin": origin}) as socket_:
                assert await socket_.recv()


async def test_where_nginx_passes_no_sockets_events_come_at_once(
    nginx: Nginx, database: str, tmp_path: Path
) -> None:
    """Also where nobody has switched its buffering off: the town asks for that itself."""
    async with server(database, tmp_path, base_path="/town") as upstream, asyncio.timeout(40):
        with nginx(upstream, "header Upgrade", "header Connection", "proxy_buffering") as address:
            live = f"//{address}/town/api/worlds/w/live"
            with pytest.raises(websockets.InvalidStatus):
                async with websockets.connect(f"ws:{live}"):
                    pass
            async with (
                httpx.AsyncClient(trust_env=False) as http,
                http.stream("GET", f"http:{live}/events") as events,
            ):
                lines = (line async for line in events.aiter_lines() if line.startswith("data: "))
                first, beat = await anext(lines), await anext(lines)
    assert first != beat
