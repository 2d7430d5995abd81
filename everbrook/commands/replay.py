"""Play a world again from its log of inputs, and check it against the hashes it left.

Works on the town of a data folder, whether it is running or not, or on the database given. Ends
with 0 when every step comes out the same, with 1 at the first that differs.
"""

import argparse
import asyncio
import os

from everbrook.commands.options import add_data, add_database, add_logs
from everbrook.database import reachable_database
from everbrook.errors import StartError
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("world", metavar="ID", help="the world's id, as GET /api/worlds lists it")
    add_data(parser)
    add_database(parser)
    add_logs(parser)


def perform(settings: Settings, given: argparse.Namespace) -> int:
    """Replay; returns the exit code."""
    return asyncio.run(_replay(settings, given.world))


async def _replay(settings: Settings, world_id: str) -> int:
    from engine.postgres import open_postgres_store
    from engine.replay import check_replay
    from engine.store import UnknownWorld
    from town.rules import TOWN

    async with reachable_database(settings) as dsn, open_postgres_store(dsn) as store:
        try:
            result = await check_replay(TOWN, store, world_id)
        except UnknownWorld as error:
            raise StartError(f"{error}.", "GET /api/worlds lists the worlds.") from error
    print(result.describe())
    return os.EX_OK if result.differs_at is None else 1
