"""Try the chosen models at every task, once each.

Plays a day of the template in memory to find a real question for each task, asks the models, and prints a table:
whether the answer could be used or why not, seconds, tokens, and what a day of the town costs.
"""

import argparse
import asyncio
import os

from everbrook.commands.options import add_logs, add_rules, add_voice
from everbrook.errors import StartError
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--template",
        default="hollow",
        metavar="TEMPLATE",
        help="the town that questions are taken from: hollow",
    )
    add_rules(parser)
    add_voice(parser)
    add_logs(parser)


def perform(settings: Settings, given: argparse.Namespace) -> int:
    """Try and print; returns the exit code: 1 where any answer could not be used."""
    from everbrook.trials import trials

    if settings.voice == Settings().voice:
        raise StartError(
            "The scripted voice asks no model.",
            "Choose another with --voice: auto, bedrock, openai or local.",
        )
    table, all_usable = asyncio.run(trials(settings, given.template, os.environ))
    print(table)
    return os.EX_OK if all_usable else 1
