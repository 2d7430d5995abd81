"""At what hours two who talk can promise to meet, whoever speaks for them."""

from __future__ import annotations

from collections.abc import Iterable

from agent.talking.task import SayTask

APART_MINUTES = 2 * 60
"""Two meetings nearer to each other than this are hard to keep both."""


def in_the_way(promised: Iterable[int], minute: int) -> int | None:
    """A promised minute of the calendar that leaves no time to meet at another; None if there is time."""
    return next((other for other in promised if abs(other - minute) < APART_MINUTES), None)


def both_free(task: SayTask, minute: int) -> bool:
    """Whether neither of the two has promised to be elsewhere around a minute of the calendar."""
    promised = (*(promise.minute for promise in task.promises), *task.partner_promised)
    return in_the_way(promised, minute) is None
