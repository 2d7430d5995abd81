"""A child process described as data, and the few things one can do with it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path

import msgspec
import psutil

from everbrook.errors import StartError
from everbrook.services.account import Account

READY_POLL_SECONDS = 0.02
LAST_LINES = 20
LAUNCHER = Path(__file__).with_name("launch.py")


def _nothing() -> None:
    pass


def _yes() -> bool:
    return True


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """One program to keep running.

    `prepare` makes way for it (it may raise StartError), `is_ready` tells when it serves, and
    `finish` does what can be done only then. All three are called anew at each start. A child
    with a `log` writes there; one without is read by its supervisor.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    log: Path | None = None
    prepare: Callable[[], None] = _nothing
    is_ready: Callable[[], bool] = _yes
    finish: Callable[[], None] = _nothing
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    ready_seconds: float = 60.0


def launched(
    command: tuple[str, ...], death_signal: signal.Signals, account: Account | None = None
) -> tuple[str, ...]:
    """The same command, run as `account` and ended by `death_signal` when its parent dies."""
    options: list[str] = []
    if account is not None:
        options += ["--user", f"{account.uid}:{account.gid}"]
        options += ["--read-anywhere"] if account.read_anywhere else []
    python = (sys.executable, "-I", "-S", str(LAUNCHER))
    return (*python, *options, str(int(death_signal)), *command)


def spawn(child: Child, *, stdout: int | None = None) -> subprocess.Popen[bytes]:
    """Start the program in a session of its own: a Ctrl-C at the terminal is ours alone."""
    with contextlib.ExitStack() as stack:
        if child.log is not None:
            child.log.parent.mkdir(parents=True, exist_ok=True)
            stdout = stack.enter_context(child.log.open("ab")).fileno()
        return subprocess.Popen(  # noqa: S603 - the command is the caller's
            child.command,
            env={**os.environ, **child.environment},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=None if stdout is None else subprocess.STDOUT,
            start_new_session=True,
        )


def stop(child: Child, process: subprocess.Popen[bytes]) -> None:
    """Ask the program to end; after `stop_seconds` make it, and all it has started."""
    if process.poll() is None:
        process.send_signal(child.stop_signal)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(child.stop_seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until_ready(child: Child, process: subprocess.Popen[bytes]) -> None:
    """Wait for `is_ready`, then `finish`; StartError when the program ends or takes too long."""
    deadline = time.monotonic() + child.ready_seconds
    while not child.is_ready():
        if process.poll() is not None:
            raise StartError(f"{child.name} ended at its start.", _last_words(child))
        if time.monotonic() > deadline:
            raise StartError(f"{child.name} is not ready after its time.", _last_words(child))
        time.sleep(READY_POLL_SECONDS)
    child.finish()


@contextlib.contextmanager
def running(child: Child) -> Generator[subprocess.Popen[bytes]]:
    """The program, ready within the block and gone after it."""
    child.prepare()
    process = spawn(child)
    try:
        wait_until_ready(child, process)
        yield process
    finally:
        stop(child, process)


def end_processes_in(folder: Path, program: str, polite: signal.Signals, seconds: float) -> int:
    """End what an earlier, killed run left behind: `program` at work in `folder`.

    Returns how many there were. A server works in its data folder, so this cannot hit another's.
    """
    found = list(_processes_in(folder, program))
    for process in found:
        with contextlib.suppress(psutil.Error):
            process.send_signal(polite)
    _gone, alive = psutil.wait_procs(found, timeout=seconds)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=seconds)
    return len(found)


def _processes_in(folder: Path, program: str) -> Iterator[psutil.Process]:
    place = str(folder.resolve())
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error):
            if process.name() == program and process.cwd() == place:
                yield process


def _last_words(child: Child) -> str:
    if child.log is None:
        return "Its last lines are above."
    lines = child.log.read_text(errors="replace").strip().splitlines()[-LAST_LINES:]
    telling = [line for line in lines if "FATAL" in line or "ERROR" in line] or lines
    return f"Its log {child.log} says: {' '.join(telling[-1:])}"
