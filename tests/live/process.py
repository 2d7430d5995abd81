"""A whole town as a process of its own: its lines, and every process it has started."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0

ROLES = {
    "host": "-m everbrook host",
    "worker": "-m everbrook worker",
    "web": "-m everbrook web",
    "postgres": "postgres -D",
    "valkey": "valkey-server",
}
"""How each process of a town is known by its command line."""


class TownProcess:
    """Some command that runs a town, and whatever it starts."""

    def __init__(self, command: Sequence[str], port: int) -> None:
        self.port = port
        self.lines: list[str] = []
        kept = {name: value for name, value in os.environ.items() if not name.startswith("EVERBROOK_")}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait_for(self, text: str) -> None:
        """Until it has said this; one that does not is ended, so that nothing is left of a test that fails."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not any(text in line for line in list(self.lines)):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill_all()
                raise AssertionError(self.said())
            time.sleep(0.02)

    def said(self) -> str:
        return "\n".join(self.lines)

    def everyone(self) -> list[psutil.Process]:
        if not psutil.pid_exists(self.process.pid):
            return []
        mine = psutil.Process(self.process.pid)
        return [mine, *mine.children(recursive=True)]

    def child(self, words: str) -> psutil.Process | None:
        """The eldest process with these words in its command line, if there is one now."""
        for each in self.everyone():
            with contextlib.suppress(psutil.Error):
                if words in " ".join(each.cmdline()):
                    return each
        return None

    def kill_child(self, words: str) -> psutil.Process:
        victim = self.child(words)
        assert victim is not None, words
        victim.kill()
        return victim

    def wait_for_another(self, words: str, victim: psutil.Process) -> None:
        """Until somebody else does the killed one's work."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (found := self.child(words)) is None or found.pid == victim.pid:
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def kill_all(self) -> list[psutil.Process]:
        everyone = self.everyone()
        for process in everyone:
            with contextlib.suppress(psutil.NoSuchProcess):  # some end with the one before them
                process.kill()
        self.process.wait()
        return everyone

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
        assert self.process.wait(PATIENCE_SECONDS) == 0, self.said()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def start_town(data: Path, *options: str, port: int | None = None) -> TownProcess:
    """`everbrook run` on a folder, with more options if given; it is live when this returns."""
    chosen = port or free_port()
    command = (sys.executable, "-m", "everbrook", "run", "--template", "hollow")
    town = TownProcess([*command, "--port", str(chosen), "--data", str(data), *options], chosen)
    town.wait_for("is live")
    return town


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Another command of the program, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "everbrook", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def new_link(data: Path) -> str:
    """A link to the town in a folder, from a command of its own."""
    made = run_command("link", "--data", str(data))
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def assert_gone(everyone: Sequence[psutil.Process]) -> None:
    _gone, alive = psutil.wait_procs(everyone, timeout=PATIENCE_SECONDS)
    assert alive == []
