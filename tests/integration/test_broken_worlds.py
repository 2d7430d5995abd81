"""A broken world as its owner sees it: over HTTP, and in the first live frame."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from engine.leases import Holder
from engine.postgres import open_postgres_store
from tests.live.client import decode_frame
from town.rules import TOWN
from web.app import create_app
from web.settings import WebSettings

REASON = "The rules failed in a step: KeyError: 'p:7'"


@pytest.fixture
async def web(database: str, tmp_path: Path) -> AsyncGenerator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(
        create_app(WebSettings(database_url=database, client_folder=tmp_path, founding="open"), TOWN)
    ) as client:
        yield client


async def broken_world(web: AsyncTestClient[Litestar], database: str) -> dict[str, Any]:
    world = (await web.post("/api/worlds", json={"name": "Glass", "template": "hollow"})).json()
    async with open_postgres_store(database) as store:
        generation = await store.take(world["id"], Holder.of("test", TOWN))
        await store.quarantine(world["id"], generation, REASON, TOWN.version)
    return world


async def test_the_owner_is_told_why_and_has_it_tried_again(
    web: AsyncTestClient[Litestar], database: str
) -> None:
    world = await broken_world(web, database)
    path = f"/api/worlds/{world['id']}"
    (listed,) = (await web.get("/api/worlds")).json()
    assert (listed["runner"], listed["reason"]) == ("broken", REASON)
    assert (await web.post(f"{path}/retry")).status_code == 401
    assert (await web.post(f"{path}/retry", headers={"Authorization": "Bearer x"})).status_code == 403
    assert (await web.get(path)).json()["runner"] == "broken"
    retried = await web.post(f"{path}/retry", headers={"Authorization": f"Bearer {world['ownerKey']}"})
    assert (retried.status_code, retried.json()["reason"]) == (200, None)
    assert retried.json()["runner"] != "broken"


async def test_who_comes_to_watch_is_told(web: AsyncTestClient[Litestar], database: str) -> None:
    world = await broken_world(web, database)
    with await web.websocket_connect(f"/api/worlds/{world['id']}/live") as socket:
        first = decode_frame(await asyncio.to_thread(socket.receive_bytes, timeout=10))
    assert (first.kind, first.fields["runner"], first.fields["reason"]) == ("full", "broken", REASON)
