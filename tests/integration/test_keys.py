"""What each role may do, over HTTP on a real Postgres."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import AsyncTestClient

from engine.keys import NewKey, Role
from engine.postgres import open_postgres_store
from engine.store import Store
from tests.founding import as_operator
from town.founding import new_world
from town.rules import TOWN
from web.app import create_app
from web.keys import hash_key
from web.settings import WebSettings

WORLD = "/api/worlds/w"
PAUSE: dict[str, Any] = {"name": "pause", "args": {}}
MOVE = {"name": "moveTo", "args": {"player": "p:9", "destination": None}}


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    async with open_postgres_store(database) as opened:
        for world_id in ("w", "v"):
            owner = hash_key(f"owner of {world_id}")
            await opened.create_world(
                new_world(world_id, "W", "hollow", seed=1, owner_key_hash=owner, rules=TOWN)
            )
        yield opened


@pytest.fixture
async def web(store: Store, database: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = WebSettings(database_url=database, client_folder=tmp_path)
    async with AsyncTestClient(create_app(settings, TOWN)) as client:
        yield client


async def given(store: Store, role: Role, world_id: str | None = "w", **fields: Any) -> str:
    key = f"a key of {role.value} {fields}"
    await store.add_key(NewKey(hash=hash_key(key), world_id=world_id, role=role, **fields))
    return key


async def send(web: httpx.AsyncClient, key: str | None, body: Any, idempotency_key: str = "") -> Any:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    if idempotency_key:
        headers["Idempotency-Key"] = idempotency_key
    return await web.post(f"{WORLD}/inputs", json=body, headers=headers)


@pytest.mark.parametrize(
    ("role", "subject", "pauses", "moves"),
    [
        (Role.OPERATOR, None, 202, 403),
        (Role.OWNER, None, 202, 403),
        (Role.CO_OWNER, None, 202, 403),
        (Role.CO_OWNER, "p:9", 202, 202),
        (Role.PLAYER, "p:9", 403, 202),
        (Role.PLAYER, "p:8", 403, 403),
        (Role.PLAYER, None, 403, 403),
        (Role.VIEWER, None, 403, 403),
        (Role.VIEWER, "p:9", 403, 403),
    ],
)
async def test_a_role_opens_what_is_its_own(
    store: Store, web: httpx.AsyncClient, role: Role, subject: str | None, pauses: int, moves: int
) -> None:
    key = await given(store, role, None if role is Role.OPERATOR else "w", subject=subject)
    assert (await send(web, key, PAUSE)).status_code == pauses
    assert (await send(web, key, MOVE)).status_code == moves
    assert (await web.get(WORLD, headers={"Authorization": f"Bearer {key}"})).status_code == 200
    headers = {"Authorization": f"Bearer {key}"}
    elsewhere = await web.patch("/api/worlds/v", json={"name": "Mine"}, headers=headers)
    assert elsewhere.status_code == (200 if role is Role.OPERATOR else 403)


async def test_a_key_that_is_over_opens_nothing(store: Store, web: httpx.AsyncClient) -> None:
    expired = await given(store, Role.OWNER, expires_at_ms=time.time_ns() // 1_000_000 - 1)
    revoked = await given(store, Role.CO_OWNER)
    assert (await send(web, revoked, PAUSE)).status_code == 202
    for key in await store.keys_of("w"):
        if key.role is Role.CO_OWNER:
            await store.revoke_key(key.id)
    for key, kind in ((expired, "key-expired"), (revoked, "key-revoked")):
        refused = await send(web, key, PAUSE)
        assert refused.status_code == 403
        assert refused.json()["type"] == f"urn:everbrook:problem:{kind}"
        assert refused.json()["remedy"]


async def test_no_key_and_a_strangers_are_told_apart(web: httpx.AsyncClient) -> None:
    assert (await send(web, None, PAUSE)).status_code == 401
    assert (await send(web, "a guess", PAUSE)).status_code == 403
    assert (await send(web, "owner of v", PAUSE)).status_code == 403
    joining = {"name": "Ada", "character": "look-01"}
    stranger = await web.post(f"{WORLD}/players", json=joining, headers={"Authorization": "Bearer guess"})
    assert stranger.status_code == 403
    for key in (None, "owner of w"):
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        assert (await web.delete("/api/worlds/nowhere", headers=headers)).status_code == 404


async def test_an_input_has_the_key_that_sent_it_as_its_actor(store: Store, web: httpx.AsyncClient) -> None:
    first, second = await given(store, Role.OWNER), await given(store, Role.CO_OWNER)
    ids = {key.role: key.id for key in await store.keys_of("w") if key.created_at_ms}
    one = (await send(web, first, PAUSE, "k")).json()["id"]
    assert (await send(web, first, {"args": {}, "name": "pause"}, "k")).json()["id"] == one
    assert (await send(web, second, PAUSE, "k")).json()["id"] != one
    forged = await send(web, first, PAUSE, "operation:o:1")
    assert forged.status_code == 202
    received = await store.inputs_after("w", 0, 9)
    assert [r.reports for r in received] == [None] * 3
    assert [r.actor for r in received][1] == ids[Role.CO_OWNER]
    assert received[0].actor == received[2].actor
    assert received[0].actor in {key.id for key in await store.keys_of("w") if key.role is Role.OWNER}


async def test_a_world_has_the_capacity_that_its_founder_chose(web: httpx.AsyncClient, database: str) -> None:
    async def found(capacity: int) -> httpx.Response:
        asked = {"name": "Large", "template": "hollow", "capacity": capacity}
        return await web.post("/api/worlds", json=asked, headers=operator)

    operator = await as_operator(database)

    world = (await found(1000)).json()["id"]
    assert (await web.get(f"/api/worlds/{world}")).json()["capacity"] == 1000
    assert (await web.get(WORLD)).json()["capacity"] == 256
    assert [(await found(capacity)).status_code for capacity in (0, 4097)] == [400, 400]
    too_small = await found(5)
    assert too_small.status_code == 422
    assert too_small.json()["type"] == "urn:everbrook:problem:bad-town"
