"""How the program speaks at the terminal."""

import logging
import sys

import structlog

LABEL_WIDTH = 8


def configure_logs(log_format: str) -> None:
    """One line an event: for people (`console`), or JSON for machines (`json`)."""
    for_people = log_format == "console"
    colors = for_people and sys.stdout.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if for_people else "iso", utc=not for_people),
            *_rendering(for_people=for_people, colors=colors),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
    )
    logging.basicConfig(handlers=[_Libraries()], level=logging.WARNING, force=True)


class _Libraries(logging.Handler):
    """Passes on what libraries log: an error in full, the cause of a mere warning in a word."""

    def emit(self, record: logging.LogRecord) -> None:
        """See `logging.Handler`."""
        cause: dict[str, object] = {}
        if record.exc_info is not None and record.levelno >= logging.ERROR:
            cause = {"exc_info": record.exc_info}
        elif record.exc_info is not None:
            cause = {"error": repr(record.exc_info[1])}
        logger: structlog.stdlib.BoundLogger = structlog.get_logger()
        logger.log(record.levelno, record.getMessage(), library=record.name, **cause)


def _rendering(*, for_people: bool, colors: bool) -> list[structlog.typing.Processor]:
    if for_people:
        return [
            structlog.dev.ConsoleRenderer(
                colors=colors, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def say(name: str, line: str) -> None:
    """Print a line of a child process, or about it, under its name."""
    sys.stdout.write(f"{name:<{LABEL_WIDTH}} | {line}\n")
    sys.stdout.flush()
