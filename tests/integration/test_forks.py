"""Several rules beside each other: each role sees to the worlds of its own, and names the others in a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import AsyncTestClient

from agent.queue import open_dispatcher
from agent.worker import WorkerSettings, run_worker
from engine.host import Host
from engine.inputs import WORKER
from engine.postgres import open_postgres_store
from engine.store import Store
from everbrook.errors import StartError
from everbrook.fork import Fork
from everbrook.forking import chosen_fork
from everbrook.migrating import migrate, require_migrated
from everbrook.settings import Settings
from examples import harbor
from examples.singing.rules import ask_for_song
from tests.fixtures.servers import NewDatabase
from tests.integration.test_releases import RELEASE, play
from tests.live.client import decode_frame
from tests.releases import restore
from town.ids import PlayerId
from town.owner.time import set_speed
from town.rules import TOWN
from web.app import create_app, describe
from web.settings import WebSettings

QUERIES = {"from": 0, "to": 1000, "of": "m", "question": "why"}


@pytest.fixture
def old_database(new_database: NewDatabase, empty_template: str) -> Iterator[str]:
    with new_database(empty_template) as dsn:
        yield dsn


@asynccontextmanager
async def served(
    dsn: str, folder: Path, fork: Fork | None = None, **settings: Any
) -> AsyncGenerator[AsyncTestClient[Litestar]]:
    fork = fork or Fork(rules=TOWN)
    app = create_app(
        WebSettings(database_url=dsn, client_folder=folder, founding="open", **settings),
        fork.rules,
        fork.library,
    )
    async with AsyncTestClient(app, raise_server_exceptions=False) as client:
        yield client


def reads_of(world: str, player: str = "p:1") -> list[str]:
    """Every address of a world that can be read, as the API's description has them."""
    paths = msgspec.json.decode(describe(TOWN))["paths"]
    named = {"{world_id}": world, "{player_id}": player, "{conversation_id}": "c:1", "{input_id}": "1"}
    addresses: list[str] = []
    for path, methods in paths.items():
        if "{world_id}" in path and "get" in methods and not path.endswith("/live"):
            for slot, value in named.items():
                path = path.replace(slot, value)  # noqa: PLW2901
            addresses.append(path)
    return addresses


async def test_a_world_that_awaits_its_upgrade_is_never_a_fault(old_database: str, tmp_path: Path) -> None:
    release = await restore(old_database, RELEASE.read_bytes())
    owners = {id_: key for id_, key in release.keys.items() if not id_.startswith("p:")}
    world, key = next(iter(owners.items()))
    headers = {"Authorization": f"Bearer {key}"}
    async with served(old_database, tmp_path) as client:
        path = f"/api/worlds/{world}"
        listed = (await client.get(path)).json()
        assert listed["rules"] == {"name": "town", "version": 1}
        assert "Let a host of this program run the world" in listed["unreadable"]
        states: dict[str, int] = {}
        for address in reads_of(world):
            response = await client.get(address, headers=headers, params=QUERIES)
            states[address.removeprefix(path)] = response.status_code
            if response.status_code == 503 and "search" not in address:
                problem = response.json()
                assert problem["type"].endswith("awaits-upgrade"), address
                assert "everbrook host" in problem["remedy"]
                assert response.headers["retry-after"]
        assert not {address: status for address, status in states.items() if status == 500}
        of_state = ("/map", "/history", "/players/p:1/plan", "/players/p:1/conversations", "/usage")
        assert {states[address] for address in of_state} == {503}
        async with open_postgres_store(old_database) as store:
            step = (await store.world(world)).step
            assert await close_of(client, world) == 4409
            assert await close_of(client, world, after=step - 1) == 4409
            await play(store, world)
        assert (await client.get(path)).json()["unreadable"] is None
        assert (await client.get(f"{path}/map")).status_code == 200
        full = await first_frame(client, world)
        assert full.fields["rules"] == {"name": TOWN.name, "version": TOWN.version}


async def test_worlds_of_other_rules_are_named_and_not_shown(database: str, tmp_path: Path) -> None:
    asked = {"name": "Quay", "template": "hollow"}
    async with served(database, tmp_path, harbor.FORK) as client:
        quay = (await client.post("/api/worlds", json=asked)).json()
    headers = {"Authorization": f"Bearer {quay['ownerKey']}"}
    async with served(database, tmp_path) as client:
        path = f"/api/worlds/{quay['id']}"
        town = (await client.post("/api/worlds", json=asked)).json()
        by_id = {world["id"]: world for world in (await client.get("/api/worlds")).json()}
        assert by_id[town["id"]]["unreadable"] is None
        assert "played by the rules 'harbor', this program has 'town'" in by_id[quay["id"]]["unreadable"]
        for address in ("/map", "/players/p:1/plan", "/history", "/inputs/schema", "/usage"):
            response = await client.get(f"{path}{address}", headers=headers, params=QUERIES)
            assert (response.status_code, response.json()["type"]) == (
                409,
                "urn:everbrook:problem:other-rules",
            )
        paused: dict[str, Any] = {"name": "pause", "args": {}}
        sent = await client.post(f"{path}/inputs", json=paused, headers=headers)
        joined = await client.post(f"{path}/players", json={"name": "Ada", "character": "look-01"})
        assert (sent.status_code, joined.status_code) == (409, 409)
        assert await close_of(client, quay["id"]) == 4409
        assert (
            await client.post(f"/api/worlds/{town['id']}/inputs", json=paused, headers=headers)
        ).status_code == 403
        assert (await client.delete(path, headers=headers)).status_code == 204


async def test_a_forks_own_columns_and_kinds_are_in_its_first_frame(database: str, tmp_path: Path) -> None:
    async with served(database, tmp_path, harbor.FORK) as client:
        quay = (await client.post("/api/worlds", json={"name": "Quay", "template": "hollow"})).json()
        async with open_postgres_store(database) as store:
            await until_run(store, quay["id"], harbor.FORK)
        full = await first_frame(client, quay["id"])
    assert full.fields["rules"] == {"name": "harbor", "version": 1}
    (bells,) = [layout for layout in full.fields["layouts"] if layout["name"] == "bells"]
    assert bells["columns"] == [{"name": "swing", "interpolation": "linear"}]
    assert full.fields["entities"]["bells"] == {"bell": {"slot": 0, "swing": 0}}
    assert "chance" not in full.fields["entities"]


async def test_a_fork_of_minds_is_run_by_its_name(database: str, valkey_url: str) -> None:
    """As `host` and `worker` do it with `--rules examples.singing:FORK`."""
    fork = chosen_fork(Settings(rules="examples.singing:FORK"))
    async with served(database, Path("/"), fork) as client:
        glen = (await client.post("/api/worlds", json={"name": "Glen", "template": "hollow"})).json()
    worker = WorkerSettings(database_url=database, redis_url=valkey_url)
    async with open_postgres_store(database) as store, open_dispatcher(valkey_url) as dispatcher:
        tasks = [
            asyncio.create_task(Host(fork.rules, store, dispatcher).run()),
            asyncio.create_task(run_worker(worker, fork.rules, fork.minds)),
        ]
        try:
            await store.send(
                glen["id"], ask_for_song.request(player=PlayerId("p:1"), about="the lake"), actor=WORKER
            )
            async with asyncio.timeout(60):
                while not (sung := await events(store, glen["id"], "sung")):
                    await asyncio.sleep(0.1)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    assert sung[0]["title"] == "Song of the lake"


async def test_a_fork_brings_tables_of_its_own(empty_database: str) -> None:
    branch = harbor.FORK.migrations
    assert branch is not None
    with pytest.raises(StartError, match="Run `everbrook migrate` first"):
        await require_migrated(empty_database, branch)
    await migrate(empty_database)
    await require_migrated(empty_database)
    with pytest.raises(StartError, match="lacks the revision harbor_0001"):
        await require_migrated(empty_database, branch)
    await migrate(empty_database, branch=branch)
    await require_migrated(empty_database, branch)
    connection = await asyncpg.connect(empty_database)
    assert await connection.fetchval("SELECT count(*) FROM harbor_tides") == 0
    await connection.close()
    with pytest.raises(StartError, match="name that with --rules"):
        await migrate(empty_database)


async def test_what_a_folder_holds_is_served(database: str, tmp_path: Path) -> None:
    client_folder, content = tmp_path / "dist", tmp_path / "content"
    for folder in (client_folder, content):
        (folder / "art").mkdir(parents=True)
        (folder / "page").mkdir()
        (folder / "page" / "fork.js").write_text(folder.name)
    (client_folder / "index.html").write_text("page")
    (client_folder / "art" / "atlas.json").write_text("{}")
    (content / "art" / "people.json").write_text("[]")
    fork = chosen_fork(Settings(content=str(content)))
    async with served(database, client_folder, fork) as client:
        assert (await client.get("/page/fork.js")).text == "content"
        assert (await client.get("/art/atlas.json")).text == "{}"
        assert (await client.get("/art/people.json")).text == "[]"
        assert (await client.get("/art/..%2f..%2f..%2fetc/passwd")).status_code == 404
        assert (await client.get("/templates/hollow.json")).status_code == 404


async def close_of(client: AsyncTestClient[Litestar], world: str, after: int | None = None) -> int:
    """The code that a line to watch a world is closed with."""
    query = "" if after is None else f"?after={after}"
    with (
        await client.websocket_connect(f"/api/worlds/{world}/live{query}") as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        await asyncio.to_thread(socket.receive_bytes, timeout=10)
    assert len(closed.value.detail) > 20
    return closed.value.code


async def first_frame(client: AsyncTestClient[Litestar], world: str) -> Any:
    with await client.websocket_connect(f"/api/worlds/{world}/live") as socket:
        return decode_frame(await asyncio.to_thread(socket.receive_bytes, timeout=10))


async def until_run(store: Store, world: str, fork: Fork) -> None:
    """A host takes a world and answers an input of it."""
    from tests.simulation.faults import NoQueue

    running = asyncio.create_task(Host(fork.rules, store, NoQueue()).run())
    try:
        number = await store.send(world, set_speed.request(speed_permille=2000), actor=WORKER)
        async with asyncio.timeout(30):
            while await store.answer(world, number) is None or (await store.world(world)).next_tick < 2:
                await asyncio.sleep(0.05)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def events(store: Store, world: str, kind: str) -> list[dict[str, Any]]:
    found = await store.events(world, kind=kind, subject=None, before=None, limit=5)
    return [msgspec.json.decode(event.body) for event in found]
