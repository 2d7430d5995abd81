"""Play a world again from its log of inputs, and check it against the hashes it left.

Ends with 0 when every step comes out the same, with 1 at the first that differs.
"""

import argparse
import asyncio
import os

from everbrook.commands.options import add_database, add_logs
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("world", metavar="ID", help="the world's id, as GET /api/worlds lists it")
    add_database(parser)
    add_logs(parser)


def perform(settings: Settings, given: argparse.Namespace) -> int:
    """Replay; returns the exit code."""
    settings.require("database_url")

    from engine.replay import replay_world
    from town.rules import TOWN

    same = asyncio.run(replay_world(TOWN, settings.database_url, given.world))
    return os.EX_OK if same else 1
