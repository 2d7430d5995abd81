"""From `make run` to the first live frame: `python -m bench.start`.

A fresh clone of the last commit in a temporary folder, with whatever the package caches hold; then a second
start of the same clone and data.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import httpx
from websockets.sync.client import connect

from bench.running import ROOT, free_port, wait_until_live


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="everbrook-bench-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first_s, second_s = _start(clone), _start(clone)
    print("| make run to the first live frame | s | reach |")
    print("|---|---|---|")
    print(f"| from a clean clone | {first_s:.1f} | 120 |")
    print(f"| second start | {second_s:.1f} | 6 |")


def _start(clone: Path) -> float:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        wait_until_live(process)
        world = httpx.get(f"http://127.0.0.1:{port}/api/worlds").json()[0]["id"]
        with connect(f"ws://127.0.0.1:{port}/api/worlds/{world}/live", max_size=None) as live:
            live.recv(timeout=30)
        return time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)


if __name__ == "__main__":
    main()
