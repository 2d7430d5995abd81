"""Founding worlds, links, and whose an idempotency key is; over HTTP on a real Postgres."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.host import Host
from engine.keys import NewKey, Role
from engine.postgres import open_postgres_store
from engine.store import Store
from tests.founding import as_operator
from tests.live.client import assert_problem
from tests.serving import serving
from tests.simulation.faults import NoQueue
from town.founding import new_world
from town.rules import TOWN
from web.keys import hash_key

ASKED = {"name": "Home", "template": "hollow"}
SECRET = "0e7d9c7e-9c55-4d2c-8f7e-0e6fd2f4a111"


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    async with open_postgres_store(database) as opened:
        yield opened


@pytest.fixture
async def web(database: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(database, tmp_path) as client:
        yield client


async def found(
    web: httpx.AsyncClient, headers: dict[str, str] | None = None, key: str = "", **chosen: Any
) -> httpx.Response:
    once = {"Idempotency-Key": key} if key else {}
    return await web.post("/api/worlds", json=ASKED | chosen, headers={**(headers or {}), **once})


async def opens(web: httpx.AsyncClient, world: str, key: str) -> int:
    headers = {"Authorization": f"Bearer {key}"}
    return (await web.patch(f"/api/worlds/{world}", json={"name": "Mine"}, headers=headers)).status_code


async def test_worlds_are_founded_by_an_operators_key_alone(
    web: httpx.AsyncClient, store: Store, database: str
) -> None:
    operator = await as_operator(database)
    made = await found(web, operator)
    assert made.status_code == 201
    assert await opens(web, made.json()["id"], made.json()["ownerKey"]) == 200
    owner = {"Authorization": f"Bearer {made.json()['ownerKey']}"}
    assert_problem(await found(web), 401)
    for headers in (owner, {"Authorization": "Bearer guess"}):
        assert_problem(await found(web, headers), 403)
    (key,) = await store.keys_of(None)
    await store.revoke_key(key.id)
    assert_problem(await found(web, operator), 403)
    assert len(await store.worlds()) == 1


async def test_who_is_open_has_quotas_and_worlds_that_rest(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, founding="open", most_worlds=4, most_worlds_from_address=2) as web:
        answers = await asyncio.gather(*(found(web) for _ in range(6)))
        made = [answer.json() for answer in answers if answer.status_code == 201]
        assert len(made) == 2
        for answer in answers:
            if answer.status_code != 201:
                assert_problem(answer, 409)
        operator = await as_operator(database)
        for _ in range(2):
            assert (await found(web, operator)).status_code == 201
        assert_problem(await found(web, operator), 409)
        gone = await web.delete(
            f"/api/worlds/{made[0]['id']}", headers={"Authorization": f"Bearer {made[0]['ownerKey']}"}
        )
        assert gone.status_code == 204
        assert (await found(web, restAfterMinutes=None)).status_code == 201
    async with open_postgres_store(database) as store:
        rests: list[bool] = []
        for world in await store.worlds():
            (entity,) = (await store.load(world.id, ["settings"])).entities
            rests.append(b'"restAfterMinutes":10' in bytes(entity.body))
    assert sorted(rests) == [False, False, True, True]


async def test_founding_again_gives_the_same_world_and_never_a_key_twice(
    web: httpx.AsyncClient, store: Store, database: str
) -> None:
    operator, other = await as_operator(database), await as_operator(database)
    answers = await asyncio.gather(*(found(web, operator, "once") for _ in range(4)))
    answers.append(await found(web, operator, "once", abilities={"memory": True}, name=" Home "))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    keys = [answer.json()["ownerKey"] for answer in answers]
    assert len(set(keys)) == len(keys)
    working = [await opens(web, answers[0].json()["id"], key) for key in keys]
    assert working == [403] * 4 + [200]
    assert_problem(await found(web, operator, "once", name="Another"), 422)
    theirs = await found(web, other, "once", name="Another")
    assert theirs.status_code == 201
    assert len(await store.worlds()) == 2


async def test_two_strangers_with_a_guessable_key_are_two(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, founding="open") as web:
        first, second = await found(web, key="1"), await found(web, key="1")
        assert first.json()["id"] != second.json()["id"]
        for made in (first.json(), second.json()):
            assert await opens(web, made["id"], made["ownerKey"]) == 200
    async with serving(database, tmp_path / "again", founding="open", most_worlds_from_address=9) as web:
        first, second = await found(web, key=SECRET), await found(web, key=SECRET)
        assert first.json()["id"] == second.json()["id"]
        assert [await opens(web, w.json()["id"], w.json()["ownerKey"]) for w in (first, second)] == [403, 200]


@pytest.mark.parametrize(
    "type_",
    ["text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "", "application/xml"],
)
async def test_nothing_but_json_is_read(database: str, tmp_path: Path, type_: str) -> None:
    """A page of anybody's may send these from any browser, without asking."""
    async with serving(database, tmp_path, founding="open") as web:
        body = b'{"name": "Home", "template": "hollow"}'
        headers = {"Content-Type": type_} if type_ else {}
        for path in ("/api/worlds", "/api/link", "/api/worlds/w/players", "/api/worlds/w/inputs"):
            assert_problem(await web.post(path, content=body, headers=headers), 415)
        assert (await web.get("/api/worlds")).json() == []
        json = {"Content-Type": "Application/JSON; charset=utf-8"}
        assert (await web.post("/api/worlds", content=body, headers=json)).status_code == 201


async def test_a_link_is_exchanged_for_an_operators_and_an_owners_key_once(
    web: httpx.AsyncClient, store: Store
) -> None:
    await store.create_world(new_world("w", "W", "hollow", seed=1, owner_key_hash=b"w", rules=TOWN))
    await store.add_link(hashlib.sha256(b"a token").digest(), 600_000)
    both = await asyncio.gather(*(web.post("/api/link", json={"token": "a token"}) for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [201, 403]
    for answer in both:
        if answer.status_code == 403:
            assert_problem(answer, 403)
            continue
        told = answer.json()
        assert answer.headers["cache-control"] == "no-store"
        assert told["owned"]["world"] == "w"
        assert await opens(web, "w", told["owned"]["ownerKey"]) == 200
        made = await found(web, {"Authorization": f"Bearer {told['operatorKey']}"})
        assert made.status_code == 201
    assert_problem(await web.post("/api/link", json={"token": "a guess"}), 403)


async def test_a_key_tells_what_it_opens(web: httpx.AsyncClient, store: Store, database: str) -> None:
    await store.create_world(
        new_world("w", "W", "hollow", seed=1, owner_key_hash=hash_key("own"), rules=TOWN)
    )
    await store.add_key(NewKey(hash=hash_key("ada"), world_id="w", role=Role.PLAYER, subject="p:9"))
    for key, wanted in (("own", ("owner", "w", None)), ("ada", ("player", "w", "p:9"))):
        told = (await web.get("/api/key", headers={"Authorization": f"Bearer {key}"})).json()
        assert (told["role"], told["world"], told["subject"]) == wanted
    operator = (await web.get("/api/key", headers=await as_operator(database))).json()
    assert (operator["role"], operator["world"]) == ("operator", None)
    assert_problem(await web.get("/api/key"), 401)
    assert_problem(await web.get("/api/key", headers={"Authorization": "Bearer guess"}), 403)


async def test_no_address_gives_any_authority(web: httpx.AsyncClient, store: Store) -> None:
    """What a proxy on this machine passes on comes from here, and so may do no more than anybody."""
    await store.create_world(new_world("w", "W", "hollow", seed=1, owner_key_hash=b"w", rules=TOWN))
    for headers in ({"Host": "localhost"}, {"Host": "127.0.0.1"}, {"X-Forwarded-For": "127.0.0.1"}):
        assert_problem(await web.post("/api/worlds/w/local-owner", headers=headers), 404, 405)
        assert_problem(await web.delete("/api/worlds/w", headers=headers), 401)
        assert_problem(await web.post("/api/worlds", json=ASKED, headers=headers), 401)


@pytest.fixture
async def running(store: Store) -> AsyncIterator[None]:
    await store.create_world(
        new_world("w", "W", "hollow", seed=1, owner_key_hash=hash_key("own"), rules=TOWN)
    )
    host = asyncio.create_task(Host(TOWN, store, NoQueue()).run())
    yield
    host.cancel()
    await asyncio.gather(host, return_exceptions=True)


async def join(web: httpx.AsyncClient, name: str, key: str = "", look: str = "look-01") -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return await web.post("/api/worlds/w/players", json={"name": name, "character": look}, headers=headers)


async def moves(web: httpx.AsyncClient, joined: dict[str, str]) -> int:
    body = {"name": "moveTo", "args": {"player": joined["id"], "destination": None}}
    headers = {"Authorization": f"Bearer {joined['key']}"}
    return (await web.post("/api/worlds/w/inputs", json=body, headers=headers)).status_code


@pytest.mark.usefixtures("running")
async def test_a_strangers_key_is_a_secret_or_none(web: httpx.AsyncClient) -> None:
    first = await join(web, "Ada", "1")
    assert first.status_code == 201
    assert_problem(await join(web, "Ada", "1"), 422)
    other = await join(web, "Bo", "1")
    assert other.status_code == 201
    assert other.json()["id"] != first.json()["id"]
    assert [await moves(web, joined.json()) for joined in (first, other)] == [202, 202]
    mine = [(await join(web, "Cy", SECRET)).json() for _ in range(3)]
    assert len({joined["id"] for joined in mine}) == 1
    assert len({joined["key"] for joined in mine}) == 3
    assert [await moves(web, joined) for joined in mine] == [403, 403, 202]
    assert_problem(await join(web, "Dee", SECRET), 422)


@pytest.mark.usefixtures("running")
async def test_refused_joins_leave_nothing_and_nobody_fills_the_town_alone(
    web: httpx.AsyncClient, store: Store
) -> None:
    answers = await asyncio.gather(*(join(web, f"Guest {number}") for number in range(9)))
    assert sorted(answer.status_code for answer in answers) == [201] * 6 + [429] * 3
    before = len(await store.inputs_after("w", 0, 1000))
    for _ in range(20):
        assert_problem(await join(web, "Guest 0"), 422, 429)
        assert_problem(await join(web, "Somebody else"), 429)
    assert len(await store.inputs_after("w", 0, 1000)) == before == 6


@pytest.mark.usefixtures("running")
async def test_an_idempotency_key_is_its_callers_and_compares_what_is_meant(web: httpx.AsyncClient) -> None:
    ada = (await join(web, "Ada")).json()

    async def send(key: str, body: str) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {key}",
            "Idempotency-Key": "a",
            "Content-Type": "application/json",
        }
        return await web.post("/api/worlds/w/inputs", content=body, headers=headers)

    activity = {"player": ada["id"], "place": "here", "activity": "sit"}
    fields = ", ".join(f'"{name}": "{value}"' for name, value in activity.items())
    owners = await send("own", '{"name": "pause", "args": {}}')
    spellings = [
        f'{{"name": "beginActivity", "args": {{{fields}}}}}',
        f'{{"args": {{"using": null, {fields}}}, "name": "begin\\u0041ctivity"}}',
    ]
    players = [await send(ada["key"], spelling) for spelling in spellings]
    assert [answer.status_code for answer in (owners, *players)] == [202] * 3
    assert players[0].json()["id"] == players[1].json()["id"] != owners.json()["id"]
    other = spellings[0].replace("sit", "lie")
    assert_problem(await send(ada["key"], other), 422)
