"""Bringing a database's tables up to date."""

import asyncio
import zlib
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config

from everbrook.errors import StartError

MIGRATIONS = Path(__file__).parent.parent / "migrations"

LOCK = zlib.crc32(b"everbrook migrations")
"""The key of the advisory lock that lets one of several starts at a time migrate."""


async def migrate(dsn: str) -> None:
    """Apply the revisions that the database lacks; a second caller waits and finds nothing to do.

    StartError when the database cannot be reached or is newer than this program.
    """
    try:
        guard = await asyncpg.connect(dsn)
    except (OSError, asyncpg.PostgresError) as error:
        raise StartError(
            f"The database cannot be reached: {error}.",
            "Check the address given by --database-url or EVERBROOK_DATABASE_URL.",
        ) from error
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", LOCK)
        # Alembic is synchronous, and its environment may run an event loop of its own.
        await asyncio.to_thread(command.upgrade, _configuration(dsn), "head")
    finally:
        await guard.close()


def _configuration(dsn: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    address = dsn.replace("postgresql://", "postgresql+asyncpg://", 1)
    config.set_main_option("sqlalchemy.url", address.replace("%", "%%"))
    return config
