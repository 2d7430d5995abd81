"""A store behind a real PgBouncer, in each of its modes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.leases import Holder
from engine.loading import game_of
from engine.postgres import open_postgres_store
from everbrook.errors import StartError
from everbrook.migrating import migrate
from everbrook.pooled import with_checked_database
from everbrook.settings import Settings
from tests.fixtures.programs import needed
from tests.live.process import free_port
from town.founding import new_world
from town.owner.time import pause
from town.rules import TOWN

INI = """
[databases]
* = host={sockets} port=5432 user=everbrook
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
unix_socket_dir =
"""
Bouncer = Callable[..., AbstractContextManager[str]]


@pytest.fixture
def bouncer(database: str) -> Bouncer:
    """Starts a PgBouncer before the test's database, and gives the address through it."""
    program = needed("pgbouncer", "pgbouncer")
    parts = urlsplit(database)
    sockets = parse_qs(parts.query)["host"][0]
    owner = (Path(sockets) / ".s.PGSQL.5432").stat()

    @contextlib.contextmanager
    def running(mode: str, size: int = 4) -> Generator[str]:
        port = free_port()
        # Its own user, as which it runs, passes through to the sockets and to this.
        Path(sockets).parent.chmod(0o711)
        config = Path(sockets).parent / f"{mode}-{port}.ini"
        config.write_text(INI.format(sockets=sockets, port=port, mode=mode, size=size))
        # It refuses to run as root, and the server's sockets are closed to all but its own user.
        user, group = (owner.st_uid, owner.st_gid) if os.getuid() == 0 else (None, None)
        groups = None if user is None else list[int]()
        process = subprocess.Popen([program, "-q", str(config)], user=user, group=group, extra_groups=groups)
        try:
            _wait_until_open(port, process)
            yield f"postgresql://everbrook@127.0.0.1:{port}{parts.path}"
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
    raise AssertionError("PgBouncer does not answer")


@pytest.mark.parametrize("size", [1, 4])
async def test_a_world_lives_behind_a_pooler_of_transactions(bouncer: Bouncer, size: int) -> None:
    with bouncer("transaction", size) as address:
        settings = await with_checked_database(Settings(database_url=address))
        assert "pool_mode=transaction" in settings.database_url
        async with open_postgres_store(settings.database_url, most_connections=6) as store:
            await store.create_world(new_world("w", "W", "hollow", seed=1, owner_key_hash=b"w", rules=TOWN))
            generation = await store.take("w", Holder.of("test", TOWN))
            game = game_of(TOWN, await store.load("w"))
            numbers = await asyncio.gather(
                *(store.send("w", pause.request(), actor="a", idempotency_key=str(n)) for n in range(20))
            )
            assert sorted(numbers) == list(range(1, 21))
            for _ in range(5):
                await store.commit("w", generation, game.step(game.next_tick + 60, []))
            steps, worlds = await asyncio.gather(store.steps_after("w", 0, 9), store.worlds())
            assert [step.number for step in steps] == [1, 2, 3, 4, 5]
            assert [world.step for world in worlds] == [5]
            async with asyncio.timeout(20), store.signals() as signals:
                assert (await anext(signals)).world == ""
        with pytest.raises(StartError) as refused:
            await migrate(settings.database_url)
        assert "--direct-database-url" in refused.value.remedy


async def test_with_an_address_past_it_changes_are_heard_and_tables_made(
    bouncer: Bouncer, database: str
) -> None:
    with bouncer("transaction") as address:
        settings = await with_checked_database(Settings(database_url=address, direct_database_url=database))
        await migrate(settings.database_url)
        async with open_postgres_store(settings.database_url) as store, store.signals() as signals:
            await store.create_world(new_world("w", "W", "hollow", seed=1, owner_key_hash=b"w", rules=TOWN))
            async with asyncio.timeout(20):
                assert (await anext(signals)).world == "w"
        with pytest.raises(StartError):
            await with_checked_database(Settings(database_url=address, direct_database_url=address))


async def test_the_other_modes_are_told_apart(bouncer: Bouncer, database: str) -> None:
    with bouncer("session", 9) as address:
        chosen = (await with_checked_database(Settings(database_url=address))).database_url
        assert "pool_mode" not in chosen
        async with open_postgres_store(chosen) as store, store.signals() as signals:
            await store.create_world(new_world("w", "W", "hollow", seed=1, owner_key_hash=b"w", rules=TOWN))
            async with asyncio.timeout(20):
                assert (await anext(signals)).world == "w"
    with bouncer("statement") as address, pytest.raises(StartError) as refused:
        await with_checked_database(Settings(database_url=address))
    assert "pool_mode = transaction" in refused.value.remedy
    plain = await with_checked_database(Settings(database_url=database))
    assert "pool_mode" not in plain.database_url
    away = Settings(database_url="postgresql://nobody@127.0.0.1:1/town")
    assert await with_checked_database(away) == away
