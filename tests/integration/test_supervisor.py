import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from everbrook.errors import StartError
from everbrook.services.child import Child
from everbrook.supervisor import supervised

PATIENCE_SECONDS = 20.0


class Log:
    """What the supervisor said, in order."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def say(self, name: str, line: str) -> None:
        self.lines.append((name, line))

    def of(self, name: str) -> list[str]:
        return [line for named, line in list(self.lines) if named == name]


def python(name: str, script: str, *, stop_seconds: float = 10.0) -> Child:
    command = (sys.executable, "-u", "-c", textwrap.dedent(script))
    return Child(name=name, command=command, stop_seconds=stop_seconds)


async def until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        await asyncio.sleep(0.02)


SLEEPER = "import os, time; print(os.getpid()); time.sleep(600)"


async def test_a_child_that_is_killed_is_started_again() -> None:
    log = Log()
    async with supervised([python("a", SLEEPER), python("b", SLEEPER)], log.say):
        await until(lambda: log.of("a") and log.of("b"))
        first = int(log.of("a")[0])
        os.kill(first, signal.SIGKILL)
        await until(lambda: len(log.of("a")) == 4)
        assert log.of("a")[1:3] == ["ended by signal 9", "starts again in 0.2 s"]
        second = int(log.of("a")[3])
        assert psutil.pid_exists(second)
        assert len(log.of("b")) == 1, "its sibling is left alone"
    assert not psutil.pid_exists(second)
    assert not psutil.pid_exists(int(log.of("b")[0]))


async def test_a_child_that_dies_again_and_again_is_started_ever_later() -> None:
    log = Log()
    async with supervised([python("a", "raise SystemExit(3)")], log.say):
        await until(lambda: "starts again in 0.8 s" in log.of("a"))
    assert log.of("a")[:4] == [
        "ended with exit code 3",
        "starts again in 0.2 s",
        "ended with exit code 3",
        "starts again in 0.4 s",
    ]


async def test_a_child_that_cannot_start_at_all_stops_the_rest() -> None:
    log = Log()
    never = Child(name="b", command=(sys.executable, "-c", "pass"), is_ready=lambda: False)
    with pytest.raises(StartError, match="b ended at its start"):
        async with supervised([python("a", SLEEPER), never], log.say):
            pytest.fail("the block must not be entered")
    assert all(not psutil.pid_exists(int(pid)) for pid in log.of("a"))


async def test_the_stubborn_and_their_children_are_stopped_too() -> None:
    log = Log()
    stubborn = """
        import os, signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        print(os.getpid(), child.pid)
        time.sleep(600)
    """
    async with supervised([python("a", stubborn, stop_seconds=0.2)], log.say):
        await until(lambda: log.of("a"))
    await until(lambda: not any(psutil.pid_exists(int(pid)) for pid in log.of("a")[0].split()))


async def test_a_child_gets_time_to_end_by_itself() -> None:
    log = Log()
    tidy = """
        import signal, sys, time
        def leave(*_): print("goodbye"); sys.exit(0)
        signal.signal(signal.SIGTERM, leave)
        print("hello")
        time.sleep(600)
    """
    async with supervised([python("a", tidy)], log.say):
        await until(lambda: log.of("a"))
    assert log.of("a") == ["hello", "goodbye"]


async def test_preparation_and_finish_are_done_at_each_start() -> None:
    steps: list[str] = []
    child = Child(
        name="a",
        command=(sys.executable, "-c", "import time; time.sleep(0.2)"),
        prepare=lambda: steps.append("prepare"),
        finish=lambda: steps.append("finish"),
    )
    async with supervised([child], Log().say):
        await until(lambda: len(steps) >= 4)
    assert steps[:4] == ["prepare", "finish", "prepare", "finish"]


def test_no_role_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    role = "import os, time; from everbrook.lifeline import *; end_with_supervisor(); "
    script = f"""
        import asyncio, pathlib, sys
        from everbrook.services.child import Child
        from everbrook.supervisor import supervised
        role = {role!r} + "open(os.environ['PIDS'], 'w').write(str(os.getpid())); time.sleep(600)"
        async def main():
            child = Child(name="a", command=(sys.executable, "-c", role),
                          environment={{"PIDS": sys.argv[1]}})
            async with supervised([child], lambda *_: None):
                await asyncio.sleep(600)
        asyncio.run(main())
    """
    pids = tmp_path / "pid"
    supervisor = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script), str(pids)])
    asyncio.run(until(lambda: pids.exists() and pids.read_text()))
    supervisor.kill()
    supervisor.wait()
    role_pid = int(pids.read_text())
    asyncio.run(until(lambda: not psutil.pid_exists(role_pid)))
