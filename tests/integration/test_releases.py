from collections.abc import Iterator, Sequence
from pathlib import Path

import asyncpg
import httpx
import msgspec
import pytest
from litestar.testing import AsyncTestClient
from msgspec.structs import replace

from engine.clock import ManualClock
from engine.inputs import SERVER
from engine.leases import Holder
from engine.postgres import open_postgres_store
from engine.replay import check_replay
from engine.runner import Runner
from engine.state import Entity
from engine.state import restore as restore_world
from engine.store import DEFAULT_CAPACITY, Store
from tests.counter.rules import HOLDER, new_world
from tests.fixtures.servers import NewDatabase
from tests.releases import Release, dump, restore
from tests.simulation.faults import NoQueue
from town.ground.map import TownMap
from town.ground.maps import load_drawing
from town.ids import PlayerId
from town.owner.time import resume
from town.rules import TOWN
from town.who import Person
from town.world import World, empty_world
from web.app import create_app
from web.settings import WebSettings


@pytest.fixture
def other_database(new_database: NewDatabase, empty_template: str) -> Iterator[str]:
    with new_database(empty_template) as dsn:
        yield dsn


async def test_a_dump_comes_back_to_the_bit(database: str, other_database: str) -> None:
    async with open_postgres_store(database) as store:
        await store.create_world(new_world("w"))
        await store.take("w", HOLDER)
        await store.beat("w", 1)
    connection = await asyncpg.connect(database)
    await connection.execute("INSERT INTO embeddings VALUES ('m', 3, 'p', '\\x00ff', '[0.1,2,-65504]')")
    await connection.execute(
        "INSERT INTO memories (world_id, id, player, kind, text, at_ms, importance, about) "
        "VALUES ('w', 'm', 'p', 'said', E'a \"b\"\\n\\\\', 1, 5, '{a,\"b c\"}')"
    )
    await connection.close()
    dumped = await dump(database, {"w": "owner"})
    release = await restore(other_database, dumped)
    assert release.keys == {"w": "owner"}
    assert len(release.tables["entities"].rows) > 1
    assert await dump(other_database, release.keys) == dumped


async def test_worlds_of_the_release_before_are_upgraded_and_played(
    other_database: str, tmp_path: Path
) -> None:
    release = await restore(other_database, RELEASE.read_bytes())
    async with open_postgres_store(other_database) as store:
        for world in await store.worlds():
            assert TOWN.outgrew(world.rules, world.rules_version)
            before = (await store.load(world.id)).entities
            await play(store, world.id)
            _is_kept(before, (await store.load(world.id)).entities)
            now = await store.world(world.id)
            assert not TOWN.outgrew(now.rules, now.rules_version)
            assert now.next_tick >= world.next_tick + PLAYED_MS * 60 // 1000
            founding = (await store.founding(world.id)).world
            assert (founding.step, founding.next_tick) == (world.step + 1, world.next_tick)
            result = await check_replay(TOWN, store, world.id)
            assert result.divergence is None
            assert result.ticks == now.next_tick
        memories = {world.id: await _memories(other_database, world.id) for world in await store.worlds()}
        assert sum(memories.values()) == len(release.tables["memories"].rows)
    settings = WebSettings(database_url=other_database, client_folder=tmp_path)
    async with AsyncTestClient(create_app(settings, TOWN)) as client:
        await _use_the_keys(client, release)


RELEASE = Path(__file__).parents[1] / "fixtures" / "release_0006.json.gz"
PLAYED_MS = 5000


def _is_kept(before: Sequence[Entity], after: Sequence[Entity]) -> None:
    """The map is the same in parts, with how it was drawn, and all people are who they were."""
    (stored,) = (e.body for e in before if e.kind == "map")
    map_, world = msgspec.json.decode(stored, type=TownMap), empty_world(DEFAULT_CAPACITY)
    restore_world(world, after)
    assert _awake(world.map) == map_
    assert tuple(world.buildings.values()) == load_drawing(map_.id).buildings
    people = {e.id: msgspec.json.decode(e.body, type=Person) for e in before if e.kind == "people"}
    assert people
    for id_, person in people.items():
        now = world.people[PlayerId(id_)]
        assert replace(now, day=tuple(replace(habit, asleep=False) for habit in now.day)) == person
        assert [h.activity for h in now.day if h.asleep] == [h.activity for h in now.day if h.emoji in "💤😴"]


def _awake(map_: TownMap) -> TownMap:
    return replace(
        map_,
        places=tuple(
            replace(place, activities=tuple(replace(deed, asleep=False) for deed in place.activities))
            for place in map_.places
        ),
    )


async def play(store: Store, world_id: str) -> None:
    """A runner takes a world and plays some seconds of it."""
    clock = ManualClock(1)
    generation = await store.take(world_id, Holder.of("test", TOWN))
    runner: Runner[World] = Runner(
        world_id, TOWN, store, generation=generation, dispatcher=NoQueue(), clock=clock
    )
    await store.send(world_id, resume.request(), actor=SERVER)
    await runner.turn()
    for _ in range(PLAYED_MS // 500):
        clock.advance(500)
        await runner.turn()


async def _memories(dsn: str, world_id: str) -> int:
    connection = await asyncpg.connect(dsn)
    count = await connection.fetchval("SELECT count(*) FROM memories WHERE world_id = $1", world_id)
    await connection.close()
    return count


async def _use_the_keys(client: httpx.AsyncClient, release: Release) -> None:
    """Those of owners open what is theirs, those of players move a body that is there still."""
    worlds = [world["id"] for world in (await client.get("/api/worlds")).json()]
    assert {key.partition(":")[0] for key in release.keys} == {*worlds, "p"}
    for opened, key in release.keys.items():
        headers = {"Authorization": f"Bearer {key}"}
        for world in worlds:
            if opened.startswith("p:"):
                move = {"name": "moveTo", "args": {"player": opened, "destination": None}}
                response = await client.post(f"/api/worlds/{world}/inputs", json=move, headers=headers)
                assert response.status_code == (202 if world == worlds[0] else 403)
            else:
                renamed = await client.patch(f"/api/worlds/{world}", json={"name": "Anew"}, headers=headers)
                assert renamed.status_code == (200 if world == opened else 403)
