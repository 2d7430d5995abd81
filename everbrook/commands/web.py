"""Serve the page and the HTTP interface."""

import argparse
import os

from everbrook.commands.options import add_address, add_logs, add_rest, add_servers
from everbrook.founding import owner_keys_folder
from everbrook.lifeline import end_with_supervisor
from everbrook.ports import require_free_port
from everbrook.settings import Settings

GRACE_SECONDS = 5
"""How long requests under way may take to end after a SIGTERM."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_address(parser)
    add_rest(parser)
    add_servers(parser)
    add_logs(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Serve until told to stop; returns the exit code."""
    settings.require("database_url")

    import uvicorn

    from web.app import create_app
    from web.settings import CLIENT_FOLDER, WebSettings

    end_with_supervisor()
    require_free_port(settings.host, settings.port)
    app = create_app(
        WebSettings(
            database_url=settings.database_url,
            redis_url=settings.redis_url,
            client_folder=CLIENT_FOLDER,
            owner_keys_folder=owner_keys_folder(settings) if settings.local else None,
            rest_after_minutes=settings.rest_after_minutes,
        )
    )
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return os.EX_OK
