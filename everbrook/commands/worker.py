"""Speak and remember for the people: perform what the worlds ask of their minds."""

import argparse
import asyncio
import os

from everbrook.commands.options import add_logs, add_rules, add_servers, add_voice
from everbrook.commands.tables import require_tables
from everbrook.lifeline import end_with_supervisor
from everbrook.settings import Settings
from everbrook.stopping import until_told_to_stop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_rules(parser)
    add_voice(parser)
    add_servers(parser)
    add_logs(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Work until told to stop; returns the exit code."""
    settings.require("database_url", "redis_url")

    from agent.worker import WorkerSettings, run_worker
    from everbrook.forking import chosen_fork
    from everbrook.pooled import with_checked_database
    from everbrook.voicing import checked_voice

    end_with_supervisor()
    settings = asyncio.run(with_checked_database(settings))
    fork = chosen_fork(settings)
    require_tables(settings, fork)
    voice = asyncio.run(checked_voice(settings, fork=fork))
    chosen = WorkerSettings(database_url=settings.database_url, redis_url=settings.redis_url, voice=voice)
    asyncio.run(until_told_to_stop(run_worker(chosen, fork.rules, fork.minds)))
    return os.EX_OK
