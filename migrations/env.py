"""Alembic's environment: runs the revisions over asyncpg, in one transaction."""

import asyncio

import asyncpg
from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from records.tables import metadata


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()


async def _connect_and_run() -> None:
    dsn = context.config.get_main_option("everbrook.dsn")
    assert dsn is not None, "everbrook migrate sets the address"
    # asyncpg itself reads the address: SQLAlchemy does not understand `sslmode` and its like.
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(dsn), poolclass=NullPool
    )
    async with engine.begin() as connection:
        await connection.run_sync(_run)
    await engine.dispose()


asyncio.run(_connect_and_run())
