"""A small client of a town, as anybody might write one from docs/WIRE.md."""

from __future__ import annotations

import asyncio
import json
import struct
import uuid
import zlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec
import websockets

WAIT_SECONDS = 10
PROBLEM_FIELDS = {"type", "title", "status", "detail", "remedy"}
TRY_AGAIN = {429, 503}


class Frame(msgspec.Struct, frozen=True):
    """A message of the live WebSocket: its JSON, and the packed history behind it."""

    fields: dict[str, Any]
    history: bytes

    @property
    def kind(self) -> str:
        return self.fields["kind"]

    @property
    def step(self) -> int:
        return self.fields["step"]


def decode_frame(message: bytes) -> Frame:
    (length,) = struct.unpack_from("<I", message)
    return Frame(json.loads(message[4 : 4 + length]), message[4 + length :])


class Client:
    """Calls to one town, with what is known of its first world."""

    def __init__(self, http: httpx.AsyncClient, world: str, owner_key: str) -> None:
        self.http = http
        self.world = world
        self.owner_key = owner_key

    @property
    def path(self) -> str:
        return f"/api/worlds/{self.world}"

    async def send(
        self,
        name: str,
        args: dict[str, Any],
        *,
        key: str | None = None,
        idempotency_key: str | None = None,
        wait: float | None = WAIT_SECONDS,
    ) -> httpx.Response:
        return await self.http.post(
            f"{self.path}/inputs",
            params={} if wait is None else {"wait": wait},
            json={"name": name, "args": args},
            headers=_headers(key, idempotency_key),
        )

    async def persist(
        self, name: str, args: dict[str, Any], *, key: str | None, idempotency_key: str
    ) -> dict[str, Any]:
        """Send, and again with the same key for as long as it fails for a while; the acknowledgement."""
        while True:
            try:
                response = await self.send(name, args, key=key, idempotency_key=idempotency_key, wait=1)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if response.status_code not in TRY_AGAIN:
                assert response.status_code in (200, 202), response.text
                return response.json()
            await asyncio.sleep(0.2)

    async def command(self, name: str, **args: Any) -> dict[str, Any]:
        """An owner's input that must be applied."""
        response = await self.send(name, args, key=self.owner_key)
        assert response.json()["kind"] == "ok", response.text
        return response.json()

    async def answer_of(self, number: int) -> dict[str, Any]:
        """What became of an input, once it is known."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                said = (await self.http.get(f"{self.path}/inputs/{number}")).raise_for_status().json()
                if said["kind"] != "waiting":
                    return said
                await asyncio.sleep(0.1)

    async def use_link(self, link: str) -> dict[str, str]:
        """Exchange a link of the terminal; the headers of an operator."""
        token = link.partition("#link=")[2]
        answer = (await self.http.post("/api/link", json={"token": token})).raise_for_status()
        return {"Authorization": f"Bearer {answer.json()['operatorKey']}"}

    async def first_frame(self) -> Frame:
        """The world's state now."""
        async with self.watch() as frames:
            return await anext(frames)

    async def join(self, name: str) -> Player:
        response = await self.http.post(
            f"{self.path}/players",
            json={"name": name, "character": "look-01"},
            headers={"Idempotency-Key": uuid.uuid4().hex},
        )
        assert response.status_code == 201, response.text
        joined = response.json()
        return Player(self, joined["id"], joined["key"])

    @asynccontextmanager
    async def watch(
        self, after: int | None = None, *, version: int | None = None, deflate: bool = False
    ) -> AsyncGenerator[AsyncGenerator[Frame]]:
        """The live frames; `version` of the rules is said with `after`."""
        query = {"after": after, "version": version, "encoding": "deflate" if deflate else None}
        chosen = {name: str(value) for name, value in query.items() if value is not None}
        address = f"{self.live_address()}?{urlencode(chosen)}"
        async with websockets.connect(address, max_size=None) as socket:
            yield (
                decode_frame(zlib.decompress(message) if deflate else message)
                async for message in socket
                if isinstance(message, bytes)
            )

    async def end_of_line(self, query: str = "", *, world: str | None = None, say: str | bytes = "") -> int:
        """Watch, say something if given, and read to the end: its close code, or the status of a refusal."""
        address = self.live_address().replace(self.world, world or self.world) + query
        try:
            async with asyncio.timeout(WAIT_SECONDS), websockets.connect(address, max_size=None) as socket:
                if say:
                    await socket.send(say)
                while True:
                    await socket.recv()
        except websockets.InvalidStatus as refused:
            return refused.response.status_code
        except websockets.ConnectionClosed as closed:
            return 1006 if closed.rcvd is None else closed.rcvd.code

    def live_address(self, after: int | None = None) -> str:
        query = "" if after is None else f"?after={after}"
        return f"{str(self.http.base_url).replace('http', 'ws', 1).rstrip('/')}{self.path}/live{query}"


class Player(msgspec.Struct, frozen=True):
    """A human player and the key that moves it."""

    client: Client
    id: str
    key: str

    async def send(self, name: str, **args: Any) -> httpx.Response:
        return await self.client.send(name, {"player": self.id, **args}, key=self.key)

    async def leave(self) -> None:
        await self.send("leave")


@asynccontextmanager
async def connected(address: str, owner_keys: Any) -> AsyncGenerator[Client]:
    """A client of the town's only world, whose owner key lies in a folder."""
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as http:
        (world,) = (await http.get("/api/worlds")).raise_for_status().json()
        yield Client(http, world["id"], (owner_keys / world["id"]).read_text().strip())


def assert_problem(response: httpx.Response, *statuses: int) -> dict[str, Any]:
    """RFC 9457 with cause and remedy."""
    assert response.status_code in statuses, (response.status_code, response.text[:500])
    assert response.headers["content-type"].startswith("application/problem+json"), response.text[:500]
    problem = response.json()
    assert problem.keys() == PROBLEM_FIELDS
    assert problem["status"] == response.status_code
    assert all(problem[field] for field in ("type", "title", "detail", "remedy")), problem
    return problem


def _headers(key: str | None, idempotency_key: str | None) -> dict[str, str]:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return headers if idempotency_key is None else {**headers, "Idempotency-Key": idempotency_key}
