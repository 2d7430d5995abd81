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
from everbrook.stopping import until_told_to_stop


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

    end_with_supervisor()
    asyncio.run(until_told_to_stop(_run(settings, only)))
    return os.EX_OK


async def _run(settings: Settings, only: str | None) -> None:
    from agent.queue import open_dispatcher
    from engine.host import Host
    from engine.postgres import open_postgres_store
    from town.rules import TOWN

    async with (
        open_postgres_store(settings.database_url) as store,
        open_dispatcher(settings.redis_url) as dispatcher,
    ):
        await Host(TOWN, store, dispatcher, only=only).run()
