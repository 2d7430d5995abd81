"""The program's command line."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from everbrook.commands import (
    estimate,
    host,
    link,
    migrate,
    models,
    replay,
    run,
    schema,
    web,
    worker,
    world,
    worlds,
)
from everbrook.errors import StartError
from everbrook.logs import configure_logs
from everbrook.settings import Settings, load_settings

EXIT_REFUSED = 2
"""What the program ends with when something outside it is in the way."""

COMMANDS = (run, link, worlds, web, host, world, worker, migrate, replay, schema, estimate, models)

EPILOG = """\
Each option has a variable, EVERBROOK_ and its name in capitals (EVERBROOK_PORT, say); an option
given here comes first. `everbrook COMMAND --help` explains a command."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that `arguments` (or the command line) name, and exit with its code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    perform: Callable[[Settings, argparse.Namespace], int] = given.perform
    try:
        settings = load_settings(os.environ, vars(given))
        configure_logs(settings.log_format)
        code = perform(settings, given)
    except StartError as error:
        sys.stderr.write(f"everbrook: {error.cause}\n  {error.remedy}\n")
        code = EXIT_REFUSED
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="everbrook",
        description="A small town in the browser whose people live on their own.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in COMMANDS:
        name = module.__name__.rpartition(".")[2]
        summary, _, rest = (module.__doc__ or "").partition("\n")
        command = commands.add_parser(
            name,
            help=summary[0].lower() + summary[1:].rstrip("."),
            description=f"{summary}\n{rest}".strip(),
            epilog=EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.set_defaults(perform=module.perform)
    return parser
