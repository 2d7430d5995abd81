"""Play a world again from its log of inputs, and check it against the hashes it left.

Works on the town of a data folder, whether it is running or not, or on the database given. Ends
with 0 when every step comes out the same, with 1 at the first that differs.
"""

import argparse
import asyncio
import os

from everbrook.commands.options import add_data, add_database, add_logs, add_rules
from everbrook.database import reachable_database
from everbrook.errors import StartError
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("world", metavar="ID", help="the world's id, as GET /api/worlds lists it")
    add_rules(parser)
    add_data(parser)
    add_database(parser)
    add_logs(parser)


def perform(settings: Settings, given: argparse.Namespace) -> int:
    """Replay; returns the exit code."""
    return asyncio.run(_replay(settings, given.world))


async def _replay(settings: Settings, world_id: str) -> int:
    from engine.loading import CannotPlay
    from engine.postgres import open_postgres_store
    from engine.replay import MissingInput, check_replay
    from engine.store import UnknownWorld
    from everbrook.forking import chosen_fork

    rules = chosen_fork(settings).rules
    async with reachable_database(settings) as dsn, open_postgres_store(dsn) as store:
        try:
            result = await check_replay(rules, store, world_id)
        except UnknownWorld as error:
            raise StartError(f"{error}.", "GET /api/worlds lists the worlds.") from error
        except CannotPlay as error:
            raise StartError(str(error), "--rules names the rules of a fork.") from error
        except MissingInput as error:
            raise StartError(f"{error}.", "Restore that row of `inputs` from a backup.") from error
    print(result.describe())
    return os.EX_OK if result.divergence is None else 1
