"""Print a link that gives this town's powers to a browser.

Whoever opens it first, within ten minutes, gets an operator's key and an owner's: their browser keeps them. Works on
the town of a data folder, or on the database given. `everbrook run` prints such a link by itself at a terminal.
"""

import argparse
import asyncio
import os

import msgspec

from everbrook.commands.options import add_address, add_data, add_database, add_logs, add_public_address
from everbrook.database import reachable_database
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_address(parser)
    add_public_address(parser)
    add_data(parser)
    add_database(parser)
    add_logs(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Make the link and print it; returns the exit code."""
    print(asyncio.run(_link(settings)))
    return os.EX_OK


async def _link(settings: Settings) -> str:
    from everbrook.linking import new_link

    async with reachable_database(settings) as dsn:
        return await new_link(msgspec.structs.replace(settings, database_url=dsn))
