"""Measure the engine, the commit, the way of an input and more, and print the tables.

Each table is a module of its own: `python -m bench.spread` prints its table alone, some with options of their own.
They bring a Postgres and a Valkey in a temporary folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence

from bench import codec, commit, engine, inputs, interviews, memory, outage, page, spread, start
from everbrook.errors import StartError
from everbrook.logs import configure_logs

TABLES: dict[str, Callable[[], None]] = {
    "engine": engine.main,
    "codec": codec.main,
    "commit": commit.main,
    "inputs": inputs.main,
    "memory": memory.main,
    "interviews": interviews.print_for,
    "outage": outage.main,
    "spread": spread.print_table,
    "start": start.main,
    "page": page.main,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables that `arguments` (or the command line) name, or all."""
    parser = _parser()
    names: list[str] = parser.parse_args(arguments).tables
    if unknown := sorted(set(names) - TABLES.keys()):
        parser.error(f"There is no table {', '.join(unknown)}. There are {', '.join(TABLES)}.")
    configure_logs("console")
    try:
        _print_tables(names or TABLES)
    except StartError as error:
        sys.exit(f"bench: {error.cause}\n  {error.remedy}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        epilog=f"tables: {', '.join(TABLES)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="which tables to print (all of them)")
    return parser


def _print_tables(names: Iterable[str]) -> None:
    for name in names:
        print(f"\n## {name}\n", flush=True)
        TABLES[name]()


if __name__ == "__main__":
    main()
