"""Keeps child processes running: starts them, restarts those that die, stops them in order."""

import asyncio
import contextlib
import functools
import os
import subprocess
import threading
import time
from collections.abc import AsyncGenerator, Callable, Sequence

import msgspec

from engine.supervision import Keepers
from everbrook.errors import StartError
from everbrook.lifeline import VARIABLE
from everbrook.services.child import Child, spawn, stop, wait_until_ready

FIRST_BACKOFF_SECONDS = 0.2
LONGEST_BACKOFF_SECONDS = 10.0
STEADY_SECONDS = 30.0
"""A child that has run for this long starts anew without delay when it dies."""

Say = Callable[[str, str], None]
"""Called with a child's name and a line about it or from it; from any thread."""


@contextlib.asynccontextmanager
async def supervised(children: Sequence[Child], say: Say) -> AsyncGenerator[None]:
    """All `children`, ready at the block's start, kept running in it, and gone after it.

    StartError when one cannot be started at all; one that dies later is started again.
    """
    ready = [asyncio.get_running_loop().create_future() for _ in children]
    keepers = Keepers[str]()
    for child, first in zip(children, ready, strict=True):
        keepers.start(child.name, f"keeping {child.name}", functools.partial(_keep, child, first, say))
    try:
        await asyncio.gather(*ready)
        yield
    finally:
        await keepers.close()


async def _keep(child: Child, first: asyncio.Future[None], say: Say) -> None:
    backoff = FIRST_BACKOFF_SECONDS
    while True:
        began = time.monotonic()
        try:
            code = await _run_once(child, first, say)
        except Exception as error:
            if not first.done():
                first.set_exception(error)
                return
            if not isinstance(error, StartError | OSError):
                raise  # its keeper tells of it
            say(child.name, str(error))
        else:
            say(child.name, f"ended {_how(code)}")
        if time.monotonic() - began > STEADY_SECONDS:
            backoff = FIRST_BACKOFF_SECONDS
        say(child.name, f"starts again in {backoff:.1f} s")
        await asyncio.sleep(backoff)
        backoff = min(2 * backoff, LONGEST_BACKOFF_SECONDS)


async def _run_once(child: Child, first: asyncio.Future[None], say: Say) -> int:
    """Run the child until it ends by itself; returns its exit code. Stops it when cancelled."""
    await asyncio.to_thread(child.prepare)
    # From this thread, since Linux ends a child with the thread that started it.
    process = spawn(_with_lifeline(child), stdout=subprocess.PIPE)
    reader = _relay(child, process, say)
    ended = _end_of(process)
    try:
        await asyncio.to_thread(wait_until_ready, child, process)
        if not first.done():
            first.set_result(None)
        return await ended
    finally:
        await asyncio.to_thread(stop, child, process)
        await asyncio.to_thread(reader.join, 1.0)


def _with_lifeline(child: Child) -> Child:
    environment = {**child.environment, VARIABLE: str(os.getpid())}
    return msgspec.structs.replace(child, environment=environment)


def _relay(child: Child, process: subprocess.Popen[bytes], say: Say) -> threading.Thread:
    """Pass on each line that the child prints, under its name."""

    def relay() -> None:
        with process.stdout or contextlib.nullcontext() as lines:
            for line in lines or ():
                say(child.name, line.decode(errors="replace").rstrip())

    thread = threading.Thread(target=relay, daemon=True)
    thread.start()
    return thread


def _end_of(process: subprocess.Popen[bytes]) -> asyncio.Future[int]:
    """The process's exit code, once it has one."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def tell(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    def wait() -> None:
        code = process.wait()
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody wants to know
            loop.call_soon_threadsafe(tell, code)

    threading.Thread(target=wait, daemon=True).start()
    return ended


def _how(code: int) -> str:
    return f"by signal {-code}" if code < 0 else f"with exit code {code}"
