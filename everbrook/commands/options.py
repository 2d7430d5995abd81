"""Options that several commands take. All default to None: then the environment decides."""

import argparse
from pathlib import Path


def add_address(parser: argparse.ArgumentParser) -> None:
    """Where the page is served."""
    parser.add_argument("--host", help="address to listen on (127.0.0.1; 0.0.0.0 for all)")
    parser.add_argument("--port", type=int, help="port of the page (8000)")


def add_rest(parser: argparse.ArgumentParser) -> None:
    """When worlds rest."""
    parser.add_argument(
        "--rest-after-minutes",
        type=int,
        metavar="N",
        help="let new worlds rest when nobody has watched or played for so long (never)",
    )


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
        "--voice",
        metavar="NAME",
        help="who speaks for the people: scripted (offline, the default), bedrock, openai "
        "(any server with such an API: Ollama, vLLM, ...) or local (a tiny model on this machine, to try out)",
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="the model that speaks; EVERBROOK_MODEL_SAY, _PLAN and others give tasks their own, "
        "EVERBROOK_MODEL_NEAR_BUDGET cheaper ones",
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help="of an OpenAI-compatible server: http://localhost:11434/v1 (its key: EVERBROOK_API_KEY)",
    )
    parser.add_argument("--region", help="Bedrock's region (AWS_REGION)")
    parser.add_argument(
        "--embedding",
        metavar="NAME",
        help="what turns memories into vectors: local (this machine, the default), bedrock or openai; "
        "EVERBROOK_EMBEDDING_MODEL and _DIMENSIONS say which model there",
    )
    parser.add_argument("--language", help="of the prompts: en (the default) or de")
    parser.add_argument(
        "--budget-dollars", type=float, metavar="N", help="what each world may spend on models in a UTC day"
    )
    parser.add_argument("--budget-tokens", type=int, metavar="N", help="the same in tokens")


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
