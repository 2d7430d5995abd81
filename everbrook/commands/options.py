"""Options that several commands take. All default to None: then the environment decides."""

import argparse
from pathlib import Path


def add_address(parser: argparse.ArgumentParser) -> None:
    """Where the page is served."""
    parser.add_argument("--host", help="address to listen on (127.0.0.1; 0.0.0.0 for all)")
    parser.add_argument("--port", type=int, help="port of the page (8000)")


def add_public_address(parser: argparse.ArgumentParser) -> None:
    """Where browsers find the page."""
    parser.add_argument(
        "--public-address",
        metavar="URL",
        help="the page's address as browsers see it, where a proxy stands before it: https://town.example/eb",
    )


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Which fork to run, and with whose files."""
    parser.add_argument(
        "--rules",
        metavar="MODULE:NAME",
        help="a fork to run in the place of the town (examples.harbor:FORK, say), looked for in the working "
        "folder too; docs/FORKS.md tells more",
    )
    parser.add_argument(
        "--content",
        metavar="FOLDERS",
        help="folders of your own with templates, maps, art, prompts or page in them, parted by colons; "
        "a file there comes before one of the same name that ships",
    )


def add_proxies(parser: argparse.ArgumentParser) -> None:
    """What stands before the server."""
    parser.add_argument(
        "--trusted-proxies",
        metavar="ADDRESSES",
        help="proxies, by address or network and parted by commas, that are believed who asks: 127.0.0.1,10.0.0.0/8",
    )
    parser.add_argument(
        "--allowed-origins",
        metavar="ORIGINS",
        help="origins, parted by commas, whose pages may use this server beside its own: https://town.example",
    )
    parser.add_argument("--base-path", metavar="PATH", help="the path under which all is served: /town")


def add_rest(parser: argparse.ArgumentParser) -> None:
    """When worlds rest."""
    parser.add_argument(
        "--rest-after-minutes",
        type=int,
        metavar="N",
        help="let new worlds rest when nobody has watched or played for so long (never)",
    )


def add_doors(parser: argparse.ArgumentParser) -> None:
    """Who founds worlds, and how many there may be."""
    parser.add_argument(
        "--founding",
        choices=("key", "open"),
        help="who founds worlds: whoever has an operator's key (key), or anybody within quotas (open)",
    )
    parser.add_argument("--most-worlds", type=int, metavar="N", help="worlds in all (100)")
    parser.add_argument(
        "--most-worlds-from-address",
        type=int,
        metavar="N",
        help="with --founding open: worlds that there may be at a time from one address (3)",
    )


def add_servers(parser: argparse.ArgumentParser) -> None:
    """Which Postgres and Redis to use."""
    add_database(parser)
    add_direct_database(parser)
    parser.add_argument("--redis-url", metavar="URL", help="a Redis or Valkey: redis://host:6379/0")


def add_database(parser: argparse.ArgumentParser) -> None:
    """Which Postgres to use."""
    parser.add_argument(
        "--database-url",
        metavar="URL",
        help="a Postgres with pgvector: postgresql://user@host/database "
        "(a password is safer in EVERBROOK_DATABASE_URL)",
    )


def add_direct_database(parser: argparse.ArgumentParser) -> None:
    """Where the Postgres is past its pooler."""
    parser.add_argument(
        "--direct-database-url",
        metavar="URL",
        help="the same database past PgBouncer or its like, to hear of changes at once and for migrations",
    )


def add_voice(parser: argparse.ArgumentParser) -> None:
    """Who speaks for the people."""
    parser.add_argument(
        "--voice",
        metavar="NAME",
        help="who speaks for the people: scripted (offline, the default), auto (a server of "
        "models at its usual port of this machine, else scripted), bedrock, openai "
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
    parser.add_argument(
        "--language", help="that people speak, by its BCP 47 tag: en (the default), de, fa, zh-Hant"
    )
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
