"""Tell what a town's models will cost before it runs.

Plays a day of the template in memory, with the scripted voice, and counts what a model would be asked.
Prints calls, tokens and money for each task with the voice, models, prices and budget that the settings choose.
"""

import argparse
import asyncio
import os

from everbrook.commands.options import add_logs, add_rules, add_voice
from everbrook.errors import StartError
from everbrook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("template", metavar="TEMPLATE", help="the town: everbrook or hollow")
    parser.add_argument(
        "--hours", type=float, default=24.0, help="hours of the town's calendar (24: a town day, 48 minutes)"
    )
    add_rules(parser)
    add_voice(parser)
    add_logs(parser)


def perform(settings: Settings, given: argparse.Namespace) -> int:
    """Estimate and print; returns the exit code."""
    from agent.estimating import measured_rates
    from everbrook.estimates import estimate_table
    from everbrook.finding import with_found_voice
    from everbrook.forking import chosen_fork
    from everbrook.voicing import voice_settings
    from town.people.templates import UnknownTemplate, load_template

    if not 0 < given.hours <= 24 * 366:
        raise StartError(f"{given.hours} hours cannot be estimated.", "Give --hours from 1 to 8784.")
    fork = chosen_fork(settings)
    voice = voice_settings(asyncio.run(with_found_voice(settings)), os.environ, fork)
    try:
        people = len(load_template(given.template, fork.library).people)
    except UnknownTemplate as error:
        raise StartError(
            f"There is no template {given.template!r}.", f"Choose one of: {', '.join(error.known)}."
        ) from error
    rates = asyncio.run(
        measured_rates(given.template, voice.language, fork.rules, parts=fork.minds, library=fork.library)
    )
    print(estimate_table(given.template, people, given.hours, rates, voice))
    return os.EX_OK
