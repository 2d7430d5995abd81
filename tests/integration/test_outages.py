"""A database that fails in whatever way is waited for, and a mistake of the program is not: over every kind of route."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from litestar.testing import AsyncTestClient
from structlog.testing import capture_logs

from engine.outages import means_away
from engine.pool import Pool, open_pool
from engine.postgres import open_postgres_store
from engine.store import ImpossibleValue, StoreUnavailable
from town.founding import new_world
from town.rules import TOWN
from web.app import create_app
from web.keys import hash_key
from web.settings import WebSettings

AWAY = {
    "08000", "08006", "25006", "25P03", "25P04", "28000", "28P01", "3D000", "40000", "40001", "40P01", "53000",
    "53100", "53200", "53300", "53400", "55P03", "57000", "57014", "57P01", "57P02", "57P03", "57P05", "58000",
    "58030", "XX000",
}  # fmt: skip
MISTAKES = {
    "0A000", "23502", "23503", "23514", "25001", "42501", "42601", "42703", "42P01", "55006", "P0001", "XX001",
}  # fmt: skip

FAULT = """
CREATE TABLE fault (sqlstate text NOT NULL);
INSERT INTO fault VALUES ('');
CREATE FUNCTION healthy() RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE state text := (SELECT sqlstate FROM fault);
BEGIN
    IF state <> '' THEN RAISE EXCEPTION 'as the test wants it' USING ERRCODE = state; END IF;
    RETURN true;
END $$;
"""
OWNER = {"Authorization": "Bearer owner"}
ROOT = "/api/worlds/w"
MIND = f"{ROOT}/players/p:1"

ROUTES_BY_TABLE: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "worlds": [
        ("GET", "/readyz", {}),
        ("GET", "/metrics", {}),
        ("GET", "/api/worlds", {}),
        ("GET", ROOT, {}),
        ("PATCH", ROOT, {"json": {"name": "Another"}}),
        ("DELETE", ROOT, {}),
        ("GET", f"{ROOT}/inputs/schema", {}),
        ("GET", f"{ROOT}/history", {"params": {"from": 0, "to": 1000}}),
        ("GET", f"{MIND}/plan", {}),
    ],
    "keys": [
        ("POST", f"{ROOT}/inputs", {"json": {"name": "pause", "args": {}}}),
        ("PATCH", ROOT, {"json": {"name": "A"}}),
    ],
    "memories": [
        ("GET", f"{MIND}/memories", {}),
        ("GET", f"{MIND}/memories/evidence", {"params": {"of": "m"}}),
    ],
    "relationships": [("GET", f"{MIND}/relationships", {})],
    "usage_ledger": [("GET", f"{MIND}/usage", {})],
    "usage_days": [("GET", f"{ROOT}/usage", {}), ("GET", "/metrics", {})],
    "voices": [("GET", f"{ROOT}/usage", {})],
    "events": [("GET", f"{MIND}/conversations", {}), ("GET", f"{MIND}/failures", {})],
    "input_counters": [("POST", f"{ROOT}/inputs", {"json": {"name": "pause", "args": {}}})],
}
"""Each table with routes that ask it; before it they ask others, which are well."""


@pytest.fixture
async def operator(database: str) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    """A connection beside the server's, on a database with one world and the means to fail."""
    async with open_postgres_store(database) as store:
        await store.create_world(
            new_world("w", "W", "hollow", seed=1, owner_key_hash=hash_key("owner"), rules=TOWN)
        )
    connection = await asyncpg.connect(database)
    await connection.execute(FAULT)
    yield connection
    await connection.close()


async def answers(web: httpx.AsyncClient, table: str) -> dict[str, int]:
    """The status of each route that asks a table."""
    told: dict[str, int] = {}
    for method, path, request in ROUTES_BY_TABLE[table]:
        response = await web.request(method, path, headers=OWNER, **request)
        told[f"{method} {path}"] = response.status_code
        if response.status_code == 503:
            assert int(response.headers["retry-after"]) > 0
            assert response.json()["type"] == "urn:everbrook:problem:store-unavailable"
    return told


@pytest.mark.parametrize("table", ROUTES_BY_TABLE)
async def test_every_route_says_when_to_come_again(
    database: str, operator: asyncpg.Connection[asyncpg.Record], tmp_path: Path, table: str
) -> None:
    await operator.execute(f"ALTER TABLE {table} RENAME TO {table}_well")
    await operator.execute(f"CREATE VIEW {table} AS SELECT * FROM {table}_well WHERE (SELECT healthy())")
    app = create_app(WebSettings(database_url=database, client_folder=tmp_path, writes_burst=1000), TOWN)
    async with AsyncTestClient(app) as web:
        routes = [f"{method} {path}" for method, path, _ in ROUTES_BY_TABLE[table]]
        told: dict[str, dict[str, int]] = {}
        with capture_logs() as logs:
            for state in sorted(AWAY):
                await operator.execute("UPDATE fault SET sqlstate = $1", state)
                told[state] = await answers(web, table)
        assert told == {state: dict.fromkeys(routes, 503) for state in sorted(AWAY)}
        spoken = [entry for entry in logs if entry["event"] == "requests are told to come again"]
        assert len(spoken) == 1, "one line for all these requests"
        assert not any("exc_info" in entry for entry in logs)
        for state in sorted(MISTAKES):
            await operator.execute("UPDATE fault SET sqlstate = $1", state)
            assert 503 not in (await answers(web, table)).values(), state


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    async with open_pool(database, least=1, most=2, timeout_s=10) as opened:
        yield opened


def failing_with(sqlstate: str) -> str:
    return f"DO $$ BEGIN RAISE EXCEPTION 'as the test wants it' USING ERRCODE = '{sqlstate}'; END $$"


@pytest.mark.parametrize("sqlstate", sorted(AWAY))
async def test_away_is_a_matter_of_the_server(pool: Pool, sqlstate: str) -> None:
    with pytest.raises(StoreUnavailable):
        await pool.execute(failing_with(sqlstate))
    assert await pool.fetchval("SELECT 1") == 1


@pytest.mark.parametrize("sqlstate", sorted(MISTAKES))
async def test_a_mistake_stays_one(pool: Pool, sqlstate: str) -> None:
    with pytest.raises(asyncpg.PostgresError) as raised:
        await pool.execute(failing_with(sqlstate))
    assert raised.value.sqlstate == sqlstate
    assert not means_away(sqlstate)


async def test_a_value_that_no_column_holds_is_neither(pool: Pool) -> None:
    with pytest.raises(ImpossibleValue):
        await pool.fetchval("SELECT $1::text", "a\0b")


async def test_who_was_led_to_a_standby_looks_for_the_primary_anew(database: str) -> None:
    """A connection goes on to lead to the server that was the primary when it was made."""
    async with open_pool(database, least=1, most=1, timeout_s=10) as pool:
        before = await pool.fetchval("SELECT pg_backend_pid()")
        with pytest.raises(StoreUnavailable):
            await pool.execute(failing_with("53000"))
        assert await pool.fetchval("SELECT pg_backend_pid()") == before
        with pytest.raises(StoreUnavailable):
            await pool.execute(failing_with("25006"))
        assert await pool.fetchval("SELECT pg_backend_pid()") != before
