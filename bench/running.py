"""A whole town as a process, for the benchmarks that need one."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIVE = "is live"


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextlib.contextmanager
def running_town(*, template: str = "everbrook", data: Path | None = None) -> Generator[str]:
    """The address of a live town of its own; it is stopped after the block."""
    with tempfile.TemporaryDirectory(prefix="everbrook-bench-") as folder:
        port = free_port()
        chosen = data or Path(folder) / "data"
        command = [sys.executable, "-m", "everbrook", "run", "--template", template]
        process = subprocess.Popen(
            [*command, "--port", str(port), "--data", str(chosen)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            wait_until_live(process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def wait_until_live(process: subprocess.Popen[str]) -> None:
    """Read the town's lines until it says that it is live."""
    assert process.stdout is not None
    for line in process.stdout:
        if LIVE in line:
            return
    raise RuntimeError("the town ended before it was live")
