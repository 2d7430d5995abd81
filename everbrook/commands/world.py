"""Run one world, as a container of its own does.

While another process runs the world, waits until that one lets it go or dies.
"""

import argparse

from everbrook.commands.host import run_worlds
from everbrook.commands.options import add_logs, add_rules, add_servers
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("world", metavar="ID", help="the world's id, as GET /api/worlds lists it")
    add_rules(parser)
    add_servers(parser)
    add_logs(parser)


def perform(settings: Settings, given: argparse.Namespace) -> int:
    """Run until told to stop; returns the exit code."""
    return run_worlds(settings, only=given.world)
