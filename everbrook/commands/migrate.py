"""Bring the database's tables up to date.

Several may run at once: one works, the others wait for it. `everbrook run` does it by itself.
"""

import argparse
import asyncio

from everbrook.commands.options import add_database, add_logs
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_database(parser)
    add_logs(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Migrate; returns the exit code."""
    from everbrook.migrating import migrate

    settings.require("database_url")
    asyncio.run(migrate(settings.database_url))
    return 0
