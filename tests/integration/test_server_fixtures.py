import asyncpg
import pytest
from arq import create_pool
from arq.connections import RedisSettings

from everbrook.services.valkey import ask


@pytest.mark.parametrize("_attempt", [1, 2], ids="attempt {}".format)
async def test_each_test_has_a_database_of_its_own(empty_database: str, _attempt: int) -> None:
    connection = await asyncpg.connect(empty_database)
    assert await connection.fetchval("SELECT '[1,2]'::vector <-> '[4,6]'::vector") == 5.0
    assert not await connection.fetch("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")
    await connection.execute("CREATE TABLE leftover ()")
    await connection.close()


@pytest.mark.parametrize("_attempt", [1, 2], ids="attempt {}".format)
async def test_each_test_has_an_empty_valkey(valkey_url: str, _attempt: int) -> None:
    pool = await create_pool(RedisSettings.from_dsn(valkey_url))
    assert ask(valkey_url, "DBSIZE") == ":0\r\n"
    assert await pool.enqueue_job("anything") is not None
    await pool.aclose()
