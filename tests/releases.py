"""Databases of versions before, kept as fixtures: what a later version must still restore, upgrade and play.

    python -m tests.releases DSN FILE.json.gz [NAME=KEY ...]

dumps a database while nothing writes to it; the keys are those in plain text that the tests are to use.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
from collections.abc import Mapping
from pathlib import Path

import asyncpg
import msgspec

from everbrook.migrating import migrate


class DumpedTable(msgspec.Struct, frozen=True):
    """The rows of one table; a value is its Postgres text, so that it comes back to the bit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


class Release(msgspec.Struct, frozen=True):
    """A whole database at one revision of its tables."""

    revision: str
    tables: dict[str, DumpedTable]
    keys: dict[str, str]
    """Keys in plain text by what they open: a world's id for its owner key, or a player's id."""


_VERSIONS = "alembic_version"

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"

_COLUMNS = """
SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


async def dump(dsn: str, keys: Mapping[str, str] | None = None) -> bytes:
    """The whole database at `dsn` as gzipped JSON, read in one snapshot."""
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            revision = await connection.fetchval(f"SELECT version_num FROM {_VERSIONS}")
            names = [row["tablename"] for row in await connection.fetch(_TABLES)]
            tables = {name: await _dump_table(connection, name) for name in names if name != _VERSIONS}
    finally:
        await connection.close()
    release = Release(revision, tables, dict(keys or {}))
    return gzip.compress(msgspec.json.encode(release), mtime=0)


async def restore(dsn: str, dumped: bytes) -> Release:
    """Fill the empty database at `dsn` with a dump, then bring its tables up to date."""
    release = msgspec.json.decode(gzip.decompress(dumped), type=Release)
    await migrate(dsn, release.revision)
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            # Rows come table by table: a foreign key's other end may still be missing.
            await connection.execute("SET LOCAL session_replication_role = replica")
            for name, table in release.tables.items():
                await _restore_table(connection, name, table)
    finally:
        await connection.close()
    await migrate(dsn)
    return release


async def _dump_table(connection: asyncpg.Connection[asyncpg.Record], name: str) -> DumpedTable:
    columns = [row["name"] for row in await connection.fetch(_COLUMNS, name)]
    chosen = ", ".join(f'"{column}"::text' for column in columns)
    rows = await connection.fetch(f'SELECT {chosen} FROM "{name}"')
    return DumpedTable(tuple(columns), tuple(tuple(row) for row in rows))


async def _restore_table(
    connection: asyncpg.Connection[asyncpg.Record], name: str, table: DumpedTable
) -> None:
    types = {row["name"]: row["type"] for row in await connection.fetch(_COLUMNS, name)}
    columns = ", ".join(f'"{column}"' for column in table.columns)
    values = ", ".join(f"${at}::text::{types[column]}" for at, column in enumerate(table.columns, 1))
    await connection.executemany(f'INSERT INTO "{name}" ({columns}) VALUES ({values})', table.rows)


def main(dsn: str, path: str, *named_keys: str) -> None:
    """Dump the database at `dsn` into a file."""
    keys = dict(named.split("=", 1) for named in named_keys)
    Path(path).write_bytes(asyncio.run(dump(dsn, keys)))


if __name__ == "__main__":
    main(*sys.argv[1:])
