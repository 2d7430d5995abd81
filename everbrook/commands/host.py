"""Run every world in one process.

Takes each world that no other process runs, new ones as they are made, and lets go of them all
when told to stop.
"""

import argparse
import asyncio
import os

from everbrook.commands.options import add_logs, add_servers
from everbrook.lifeline import end_with_supervisor
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_servers(parser)
    add_logs(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Run until told to stop; returns the exit code."""
    return run_worlds(settings, only=None)


def run_worlds(settings: Settings, *, only: str | None) -> int:
    """Run all worlds, or the one with the id `only`; returns the exit code."""
    settings.require("database_url", "redis_url")

    from engine.host import run_host
    from town.rules import TOWN

    end_with_supervisor()
    asyncio.run(run_host(TOWN, database_url=settings.database_url, redis_url=settings.redis_url, only=only))
    return os.EX_OK
