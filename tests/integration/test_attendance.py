"""A world that nobody watches goes to rest and wakes for the first who comes: over HTTP, Postgres and a real runner."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import uvicorn
import websockets
from httpx import AsyncClient

from engine.host import Host
from engine.postgres import open_postgres_store
from engine.replay import check_replay
from tests.founding import as_operator
from tests.live.process import free_port
from tests.simulation.faults import NoQueue
from town.rules import TOWN
from web.app import create_app
from web.settings import WebSettings

LONG_S = 90
"""Only so that a hang fails the test instead of stopping it."""


class Town:
    """A server, a runner, and the database behind both."""

    def __init__(self, http: AsyncClient, database: str, port: int) -> None:
        self.http = http
        self._database = database
        self._port = port
        self.keys: dict[str, str] = {}

    async def found(self, **chosen: Any) -> str:
        asked = {"name": "A", "template": "hollow", **chosen}
        answer = (await self.http.post("/api/worlds", json=asked)).raise_for_status().json()
        self.keys[answer["id"]] = answer["ownerKey"]
        return answer["id"]

    async def summary(self, world: str) -> dict[str, Any]:
        return (await self.http.get(f"/api/worlds/{world}")).raise_for_status().json()

    async def until(self, world: str, **wanted: Any) -> dict[str, Any]:
        """The world's summary once it says all that."""
        told = await self.summary(world)
        while any(told[name] != value for name, value in wanted.items()):
            await asyncio.sleep(0.1)
            told = await self.summary(world)
        return told

    async def be_away(self, minutes: int) -> None:
        """Let it be so long ago that anybody was anywhere."""
        connection = await asyncpg.connect(self._database)
        await connection.execute(f"UPDATE worlds SET attended_at = now() - interval '{minutes} minutes'")
        await connection.close()

    def watch(self, world: str) -> websockets.connect:
        return websockets.connect(f"ws://127.0.0.1:{self._port}/api/worlds/{world}/live", max_size=None)

    async def send(self, world: str, name: str) -> int:
        return (
            await self.http.post(
                f"/api/worlds/{world}/inputs",
                params={"wait": 10},
                json={"name": name, "args": {}},
                headers={"Authorization": f"Bearer {self.keys[world]}"},
            )
        ).status_code


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncGenerator[Town]:
    port = free_port()
    app = create_app(WebSettings(database_url=database, client_folder=tmp_path), TOWN)
    headers = await as_operator(database)
    async with asyncio.timeout(LONG_S), open_postgres_store(database) as store:
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
        tasks = [asyncio.create_task(server.serve()), asyncio.create_task(Host(TOWN, store, NoQueue()).run())]
        while not server.started:
            await asyncio.sleep(0.02)
        address = f"http://127.0.0.1:{port}"
        async with AsyncClient(base_url=address, headers=headers, trust_env=False) as http:
            yield Town(http, database, port)
        server.should_exit = True
        await tasks[0]
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_it_rests_alone_and_wakes_for_a_viewer(town: Town, database: str) -> None:
    world = await town.found(restAfterMinutes=3)
    await town.until(world, runner="running", paused=False)
    await town.be_away(minutes=2)
    async with town.watch(world) as viewer:
        await viewer.recv()
        await town.be_away(minutes=4)
        await seen_again(database, world)
        assert not (await town.summary(world))["paused"], "somebody watches"
    await town.be_away(minutes=4)
    await town.until(world, resting=True, paused=True)
    async with town.watch(world):
        await town.until(world, resting=False, paused=False, viewers=1)
    async with open_postgres_store(database) as store:
        result = await check_replay(TOWN, store, world)
        assert result.divergence is None
        names = [item.request.name for item in await store.input_log(world, 0, 100)]
        assert names == ["rest", "wake"]


async def test_a_player_wakes_it_and_an_owners_pause_nobody_ends(town: Town) -> None:
    world, paused, restless = (
        await town.found(restAfterMinutes=1),
        await town.found(restAfterMinutes=1),
        await town.found(),
    )
    await town.until(paused, runner="running")
    assert await town.send(paused, "pause") == 200
    await town.be_away(minutes=2)
    await town.until(world, resting=True)
    assert not (await town.summary(restless))["paused"]
    joined = await town.http.post(
        f"/api/worlds/{world}/players", json={"name": "Ada", "character": "look-03"}
    )
    assert joined.status_code == 201, joined.text
    await town.until(world, resting=False, paused=False)
    async with town.watch(paused) as viewer:
        await viewer.recv()
        assert {key: (await town.summary(paused))[key] for key in ("paused", "resting")} == {
            "paused": True,
            "resting": False,
        }
    assert await town.send(world, "rest") == 403
    assert await town.send(world, "wake") == 403


async def seen_again(database: str, world: str) -> None:
    """Until it is noted that somebody is there."""
    async with open_postgres_store(database) as store:
        before = (await store.world(world)).attended_at_ms
        while (await store.world(world)).attended_at_ms == before:
            await asyncio.sleep(0.1)
