"""Print the description of all that goes over the wire: OpenAPI, as JSON.

The same as a running town gives at /schema; the page's types are made from it.
"""

import argparse
import os
import sys

from everbrook.commands.options import add_rules
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_rules(parser)


def perform(settings: Settings, _given: argparse.Namespace) -> int:
    """Print; returns the exit code."""
    from everbrook.forking import chosen_fork
    from web.app import describe

    sys.stdout.buffer.write(describe(chosen_fork(settings).rules) + b"\n")
    return os.EX_OK
