"""Serve the page and the HTTP interface."""

import argparse
import asyncio
import os

from everbrook.commands.options import (
    add_address,
    add_doors,
    add_logs,
    add_proxies,
    add_rest,
    add_rules,
    add_servers,
)
from everbrook.commands.tables import require_tables
from everbrook.lifeline import end_with_supervisor
from everbrook.ports import require_free_port
from everbrook.settings import Settings

GRACE_SECONDS = 5
"""How long requests under way may take to end after a SIGTERM."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_address(parser)
    add_rules(parser)
    add_rest(parser)
    add_doors(parser)
    add_proxies(parser)
    add_servers(parser)
    add_logs(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Serve until told to stop; returns the exit code."""
    settings.require("database_url")

    import uvicorn

    from everbrook.doors import web_settings
    from everbrook.forking import chosen_fork
    from everbrook.pooled import with_checked_database
    from web.addresses import ProxyTrust
    from web.app import create_app
    from web.connections import MOST_SOCKET_BYTES, Callers, protocol_for

    end_with_supervisor()
    settings = asyncio.run(with_checked_database(settings))
    require_free_port(settings.host, settings.port)
    fork = chosen_fork(settings)
    require_tables(settings, fork)
    chosen = web_settings(settings)
    callers = Callers(settings.most_connections_from_address, ProxyTrust(chosen.trusted_proxies))
    uvicorn.run(
        create_app(chosen, fork.rules, fork.library),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        http=protocol_for(callers),
        ws_max_size=MOST_SOCKET_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return os.EX_OK
