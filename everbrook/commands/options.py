"""Options that several commands take. All default to None: then the environment decides."""

import argparse
from pathlib import Path


def add_address(parser: argparse.ArgumentParser) -> None:
    """Where the page is served."""
    parser.add_argument("--host", help="address to listen on (127.0.0.1; 0.0.0.0 for all)")
    parser.add_argument("--port", type=int, help="port of the page (8000)")


def add_servers(parser: argparse.ArgumentParser) -> None:
    """Which Postgres and Redis to use."""
    add_database(parser)
    parser.add_argument("--redis-url", metavar="URL", help="a Redis or Valkey: redis://host:6379/0")


def add_database(parser: argparse.ArgumentParser) -> None:
    """Which Postgres to use."""
    parser.add_argument(
        "--database-url",
        metavar="URL",
        help="a Postgres with pgvector: postgresql://user@host/database "
        "(a password is safer in EVERBROOK_DATABASE_URL)",
    )


def add_voice(parser: argparse.ArgumentParser) -> None:
    """Who speaks for the people."""
    parser.add_argument(
        "--voice", metavar="NAME", help="who speaks for the people: scripted (offline, the default)"
    )


def add_data(parser: argparse.ArgumentParser) -> None:
    """Where this machine keeps its data."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        help="folder of the town's data on this machine (everbrook-data)",
    )


def add_logs(parser: argparse.ArgumentParser) -> None:
    """How the log looks."""
    parser.add_argument(
        "--log-format", choices=("console", "json"), help="log for people (console) or machines"
    )
