"""How a command that runs for long is brought to its end."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine


async def until_told_to_stop(work: Coroutine[None, None, None]) -> None:
    """Do the work until it ends, or until Ctrl-C, SIGTERM or a closed terminal cancels it."""
    task = asyncio.current_task()
    assert task is not None
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await work
