"""Run worlds in one process: all of them, or a fair share when other hosts run too.

Takes worlds that no other process runs, new ones as they are made, and lets go of them all
when told to stop. What a host that died ran, the others take within ten seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from typing import TYPE_CHECKING

from everbrook.commands.options import add_logs, add_rules, add_servers
from everbrook.commands.tables import require_tables
from everbrook.lifeline import end_with_supervisor
from everbrook.settings import Settings
from everbrook.stopping import until_told_to_stop

if TYPE_CHECKING:
    from everbrook.fork import Fork


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--host-capacity", type=int, metavar="N", help="worlds that this host runs at the most (100)"
    )
    add_rules(parser)
    add_servers(parser)
    add_logs(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Run until told to stop; returns the exit code."""
    return run_worlds(settings, only=None)


def run_worlds(settings: Settings, *, only: str | None) -> int:
    """Run all worlds, or the one with the id `only`; returns the exit code."""
    settings.require("database_url", "redis_url")

    from everbrook.forking import chosen_fork
    from everbrook.pooled import with_checked_database

    end_with_supervisor()
    settings = asyncio.run(with_checked_database(settings))
    fork = chosen_fork(settings)
    require_tables(settings, fork)
    asyncio.run(until_told_to_stop(_run(settings, fork, only)))
    return os.EX_OK


async def _run(settings: Settings, fork: Fork, only: str | None) -> None:
    from agent.queue import open_dispatcher
    from engine.host import Host, HostSettings
    from engine.postgres import open_postgres_store
    from engine.runner import RunnerSettings

    async with (
        open_postgres_store(settings.database_url) as store,
        open_dispatcher(settings.redis_url) as dispatcher,
    ):
        host = Host(
            fork.rules,
            store,
            dispatcher,
            only=only,
            settings=HostSettings(capacity=settings.host_capacity),
            runner_settings=RunnerSettings(
                longest_step_ms=settings.longest_step_ms,
                attentive_step_ms=settings.attentive_step_ms,
                shortest_step_ms=settings.shortest_step_ms,
            ),
        )
        await host.run()
