"""Run the whole town on this machine.

Brings a Postgres and a Valkey of its own unless told of others, keeps their data in one folder,
serves the page, runs every world and speaks for its people. The first start makes a world.
Ctrl-C stops everything; what the town has acknowledged is on disk by then, and at any moment.
"""

import argparse
import asyncio
import os

from everbrook.commands.options import (
    add_address,
    add_data,
    add_doors,
    add_logs,
    add_proxies,
    add_public_address,
    add_rest,
    add_rules,
    add_servers,
    add_voice,
)
from everbrook.founding import abilities_without
from everbrook.locking import locked_data_folder
from everbrook.ports import require_free_port
from everbrook.settings import Settings
from everbrook.stopping import until_told_to_stop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_address(parser)
    add_public_address(parser)
    add_data(parser)
    add_rules(parser)
    parser.add_argument(
        "--template",
        metavar="NAME",
        help="the town of the first world: everbrook (25 people, the default), hollow (8), or one of your own",
    )
    parser.add_argument(
        "--without",
        metavar="ABILITIES",
        help="what the minds of the first world can't do: of memory, reflection and plans, parted by commas",
    )
    add_voice(parser)
    add_rest(parser)
    add_doors(parser)
    add_proxies(parser)
    add_servers(parser)
    add_logs(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit code."""
    abilities_without(settings)
    require_free_port(settings.host, settings.port)
    from everbrook.forking import chosen_fork

    fork = chosen_fork(settings)
    if settings.voice != Settings().voice:
        from everbrook.voicing import checked_voice

        asyncio.run(checked_voice(settings, fork=fork))
    with locked_data_folder(settings.data):
        from everbrook.machine import run_machine, town_roles

        asyncio.run(until_told_to_stop(run_machine(settings, fork, town_roles)))
    return os.EX_OK
