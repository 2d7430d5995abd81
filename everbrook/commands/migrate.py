"""Bring the database's tables up to date, and those of a fork.

Several may run at once: one works, the others wait for it. `everbrook run` does it by itself.
"""

import argparse
import asyncio

from everbrook.commands.options import add_database, add_direct_database, add_logs, add_rules
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_rules(parser)
    add_database(parser)
    add_direct_database(parser)
    add_logs(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Migrate; returns the exit code."""
    settings.require("database_url")
    asyncio.run(_migrate(settings))
    return 0


async def _migrate(settings: Settings) -> None:
    from everbrook.forking import chosen_fork
    from everbrook.migrating import migrate
    from everbrook.pooled import with_checked_database

    checked = await with_checked_database(settings)
    await migrate(checked.database_url, branch=chosen_fork(settings).migrations)
