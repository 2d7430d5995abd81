"""What passes the door: proxies, origins, paths, marks on answers, slow and greedy callers. By a server's own sockets."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import uvicorn
import websockets

from engine.postgres import open_postgres_store
from everbrook.doors import base_path, web_settings
from everbrook.errors import StartError
from everbrook.settings import Settings
from tests.live.client import assert_problem
from tests.live.process import free_port
from tests.serving import serving
from town.founding import new_world
from town.rules import TOWN
from web.addresses import ProxyTrust
from web.app import create_app
from web.connections import MOST_SOCKET_BYTES, Callers, protocol_for
from web.keys import hash_key
from web.origins import Origins
from web.settings import WebSettings

OPEN: dict[str, Any] = {"founding": "open"}
ASKED = {"name": "Home", "template": "hollow"}
PROXY = "127.0.0.1"
"""The peer of a test's client."""


@pytest.mark.parametrize(
    ("networks", "peer", "forwarded", "found"),
    [
        ([], "192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        (["10.0.0.0/8"], "192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        (["10.0.0.0/8"], "10.1.2.3", ["198.51.100.7"], "198.51.100.7"),
        (["10.0.0.0/8"], "10.1.2.3", ["6.6.6.6, 198.51.100.7"], "198.51.100.7"),
        (["10.0.0.0/8"], "10.1.2.3", ["6.6.6.6", "198.51.100.7, 10.9.9.9"], "198.51.100.7"),
        (["10.0.0.0/8"], "10.1.2.3", ["nonsense"], "10.1.2.3"),
        (["10.0.0.0/8"], "10.1.2.3", ["6.6.6.6, nonsense, 10.0.0.1"], "10.0.0.1"),
        (["10.0.0.0/8"], "10.1.2.3", [], "10.1.2.3"),
        (["::1", "10.0.0.0/8"], "::ffff:10.0.0.1", ["[2001:db8::7]:443"], "2001:db8::7"),
        (["127.0.0.1"], "", ["198.51.100.7:5"], "198.51.100.7"),
    ],
)
def test_only_trusted_proxies_are_believed(
    networks: list[str], peer: str, forwarded: list[str], found: str
) -> None:
    assert ProxyTrust(networks).forwarded_for(peer, forwarded) == found


@pytest.mark.parametrize(
    ("origin", "hosts", "accepted"),
    [
        (None, ["town"], True),
        ("http://town", ["town"], True),
        ("https://town", ["town"], True),
        ("https://town:443", ["town"], True),
        ("http://town:81", ["town:81"], True),
        ("http://town:81", ["town"], False),
        ("https://evil.example", ["town"], False),
        ("https://page.example", ["town"], True),
        ("https://page.example:444", ["town"], False),
        ("http://page.example", ["town"], False),
        ("https://town.evil.example", ["town"], False),
        ("null", ["null"], False),
        ("file://", [""], False),
        ("https://town/path", ["town"], False),
        ("https://[", ["["], False),
        ("", [""], False),
    ],
)
def test_only_known_pages_may_write(origin: str | None, hosts: list[str], accepted: bool) -> None:
    assert Origins(["https://page.example"]).accepts(origin, hosts) is accepted


@pytest.mark.parametrize(
    "given",
    [
        {"trusted_proxies": "everybody"},
        {"trusted_proxies": "10.0.0.0/33"},
        {"allowed_origins": "town.example"},
        {"allowed_origins": "https://town.example/path"},
        {"allowed_origins": "*"},
        {"base_path": "/a//b"},
        {"base_path": "/a b"},
    ],
    ids=str,
)
def test_a_door_that_cannot_be_is_refused_at_the_start(given: dict[str, str]) -> None:
    with pytest.raises(StartError):
        web_settings(msgspec.structs.replace(Settings(database_url="postgresql://x"), **given))


def test_a_base_path_has_one_form() -> None:
    assert [base_path(text) for text in ("", "/", "town", "/town/", "/a/b")] == [
        "",
        "",
        "/town",
        "/town",
        "/a/b",
    ]


async def test_a_foreign_page_neither_writes_nor_watches(database: str, tmp_path: Path) -> None:
    allowed = ("https://page.example",)
    async with serving(database, tmp_path, allowed_origins=allowed, **OPEN) as web:
        for origin in ("https://evil.example", "null", "http://town.evil"):
            refused = await web.post("/api/worlds", json=ASKED, headers={"Origin": origin})
            assert "--allowed-origins" in assert_problem(refused, 403)["remedy"]
            assert "access-control-allow-origin" not in refused.headers
            read = await web.get("/api/worlds", headers={"Origin": origin})
            assert (read.status_code, read.headers.get("access-control-allow-origin")) == (200, None)
        for origin in ("http://town", "https://page.example"):
            made = await web.post("/api/worlds", json=ASKED, headers={"Origin": origin})
            assert made.status_code == 201, made.text
        assert made.headers["access-control-allow-origin"] == "https://page.example"
        asks = {"Origin": "https://page.example", "Access-Control-Request-Method": "POST"}
        told = await web.options("/api/worlds", headers=asks)
        assert told.status_code == 204
        assert "Authorization" in told.headers["access-control-allow-headers"]
        foreign = await web.options("/api/worlds", headers={**asks, "Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in foreign.headers


async def test_limits_know_who_asks_through_a_proxy(database: str, tmp_path: Path) -> None:
    quota = {"most_worlds_from_address": 1, **OPEN}
    async with serving(database, tmp_path, trusted_proxies=(PROXY,), **quota) as web:

        async def found(address: str) -> int:
            headers = {"X-Forwarded-For": address}
            return (await web.post("/api/worlds", json=ASKED, headers=headers)).status_code

        one, same = "2001:db8::1", "2001:db8::2"
        addresses = ("192.0.2.1", "192.0.2.2", "6.6.6.6, 192.0.2.1", one, same)
        assert [await found(address) for address in addresses] == [201, 201, 409, 201, 409]
    async with serving(database, tmp_path, most_worlds_from_address=1, founding="open") as web:
        assert await found("192.0.2.1") == 201
        assert await found("192.0.2.9") == 409, "nobody is believed by default"


async def test_every_answer_is_marked(database: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>Town</title>")
    async with serving(database, tmp_path) as web:
        calls = [
            ("GET", "/api/worlds", 200),
            ("GET", "/api/nothing", 404),
            ("GET", "/api/worlds/w", 404),
            ("PUT", "/api/worlds", 405),
            ("POST", "/", 405),
            ("GET", "/", 200),
            ("POST", "/api/worlds", 400),
            ("GET", "/api/key", 401),
            ("GET", "/%00", 404),
        ]
        for method, path, status in calls:
            answer = await web.request(method, path)
            assert answer.status_code == status, (method, path, answer.text)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            assert answer.headers["referrer-policy"] == "no-referrer"
            if path.startswith("/api"):
                assert answer.headers["cache-control"] == "no-store"
            if status == 405:
                assert "GET" in answer.headers["allow"]


async def test_all_is_served_below_a_path(database: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>Town</title>")
    async with serving(database, tmp_path, base_path="/eb/town", **OPEN) as web:
        moved = await web.get("/eb/town?world=w")
        assert (moved.status_code, moved.headers["location"]) == (308, "/eb/town/?world=w")
        for path in ("/eb/town/", "/", "/eb/town/api/worlds", "/api/worlds"):
            assert (await web.get(path)).status_code == 200, path
        for path in ("/eb/townhouse", "/eb/"):
            assert (await web.get(path)).status_code == 404
        made = await web.post("/eb/town/api/worlds", json=ASKED)
        assert made.status_code == 201
        assert made.headers["cache-control"] == "no-store"


@asynccontextmanager
async def server(database: str, folder: Path, **settings: Any) -> AsyncGenerator[str]:
    """A real server, as the program starts it; the address of its world's API."""
    async with open_postgres_store(database) as store:
        await store.create_world(
            new_world("w", "W", "hollow", seed=1, owner_key_hash=hash_key("own"), rules=TOWN)
        )
    most, head_s = settings.pop("most_connections", 100), settings.pop("head_s", 10.0)
    app = create_app(WebSettings(database_url=database, client_folder=folder, **settings), TOWN)
    config = uvicorn.Config(
        app,
        port=free_port(),
        log_config=None,
        http=protocol_for(Callers(most, ProxyTrust(())), head_s),
        ws_max_size=MOST_SOCKET_BYTES,
    )
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve())
    while not running.started:
        await asyncio.sleep(0.02)
    try:
        yield f"127.0.0.1:{config.port}"
    finally:
        running.should_exit = True
        await task


async def connect(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, _, port = address.partition(":")
    return await asyncio.open_connection(host, int(port))


async def end_of(reader: asyncio.StreamReader) -> bytes:
    """What is still said until the line is closed."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize(
    "beginnings",
    [(b"",), (b"GET /api/wor",), (b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /again")],
    ids=["nothing", "half a head", "half a second head"],
)
async def test_a_head_comes_in_time(database: str, tmp_path: Path, beginnings: tuple[bytes, ...]) -> None:
    async with server(database, tmp_path, head_s=0.3) as address, asyncio.timeout(20):
        reader, writer = await connect(address)
        for at, beginning in enumerate(beginnings):
            writer.write(beginning)
            if at:
                break
            if len(beginnings) > 1:
                await reader.readuntil(b"ok")
        await end_of(reader)
        writer.close()
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.get(f"http://{address}/healthz")).status_code == 200


async def test_a_body_comes_in_time(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.doorway.BODY_S", 0.3)
    async with server(database, tmp_path) as address, asyncio.timeout(20):
        reader, writer = await connect(address)
        head = "POST /api/worlds HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
        writer.write(head.encode())
        said = await end_of(reader)
        writer.close()
    assert said.startswith(b"HTTP/1.1 408")
    assert b"too-slow" in said


async def test_one_address_has_few_connections_and_few_places(database: str, tmp_path: Path) -> None:
    few = {"most_connections": 5, "most_viewers_from_address": 2}
    async with server(database, tmp_path, **few) as address, asyncio.timeout(30):
        lines = [await connect(address) for _ in range(6)]
        assert await end_of(lines[5][0]) == b""
        for _, writer in lines:
            writer.close()
            await writer.wait_closed()
        live = f"ws://{address}/api/worlds/w/live"
        async with websockets.connect(live) as one, websockets.connect(live) as two:
            await asyncio.gather(one.recv(), two.recv())
            async with websockets.connect(live) as three:
                await three.wait_closed()
                assert three.close_code == 4429
        async with websockets.connect(live) as again:
            await again.recv()


async def test_long_messages_of_a_socket_are_not_kept(database: str, tmp_path: Path) -> None:
    async with server(database, tmp_path) as address, asyncio.timeout(20):
        async with websockets.connect(f"ws://{address}/api/worlds/w/live", max_size=None) as socket:
            parts = ("x" * 1000 for _ in range(10_000))
            with contextlib.suppress(websockets.ConnectionClosed):
                await socket.send(parts)
            await socket.wait_closed()
            assert socket.close_code == 1009
        foreign = {"Origin": "https://evil.example"}
        with pytest.raises(websockets.InvalidStatus):
            async with websockets.connect(f"ws://{address}/api/worlds/w/live", additional_headers=foreign):
                pass


async def test_events_tell_what_the_socket_does(database: str, tmp_path: Path) -> None:
    async with server(database, tmp_path) as address, asyncio.timeout(20):
        live = f"{address}/api/worlds/w/live"
        async with websockets.connect(f"ws://{live}", max_size=None) as socket:
            told = await socket.recv()
        async with httpx.AsyncClient(trust_env=False) as http:
            async with http.stream("GET", f"http://{live}/events") as events:
                assert events.headers["content-type"] == "text/event-stream"
                assert events.headers["x-accel-buffering"] == "no"
                assert "content-encoding" not in events.headers
                lines = (line async for line in events.aiter_lines() if line.startswith("data: "))
                first = (await anext(lines)).removeprefix("data: ")
            for path in ("/api/worlds/nowhere/live/events", "/api/worlds/w/live/events?after=x"):
                assert_problem(await http.get(f"http://{address}{path}"), 400, 404)
            assert_problem(await http.post(f"http://{live}/events"), 405)
            gone = {"Authorization": "Bearer own"}
            async with http.stream("GET", f"http://{live}/events?encoding=deflate") as events:
                lines = events.aiter_lines()
                await anext(lines)
                deleted = await http.delete(f"http://{address}/api/worlds/w", headers=gone)
                assert deleted.status_code == 204
                assert [line async for line in lines if line.startswith("event: ")] == ["event: end"]

    assert base64.b64decode(first) == told
