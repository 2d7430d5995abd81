"""Measure the engine, the commit and the way of an input, and print the tables.

Brings a Postgres and a Valkey of its own in a temporary folder. Needs a clone: the benchmarks
are not part of the installed program.
"""

import argparse
import os

from everbrook.errors import StartError
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="which tables to print (all of them)")


def perform(_settings: Settings, given: argparse.Namespace) -> int:
    """Measure and print; returns the exit code."""
    try:
        from bench.tables import print_tables
    except ModuleNotFoundError as error:
        raise StartError(
            "The benchmarks are not here.", "Run `make bench` in a clone of the project."
        ) from error
    print_tables(given.tables)
    return os.EX_OK
