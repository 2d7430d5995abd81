import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from pathlib import Path

import httpx
import psutil
import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0


class Town:
    """A stand-in town as a process, its lines, and every process it has started."""

    def __init__(self, data: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port: int = server.getsockname()[1]
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.standin_town", str(data), str(self.port)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not any(text in line for line in list(self.lines)):
            assert self.process.poll() is None, "\n".join(self.lines)
            assert time.monotonic() < deadline, "\n".join(self.lines)
            time.sleep(0.02)

    def everyone(self) -> list[psutil.Process]:
        mine = psutil.Process(self.process.pid)
        return [mine, *mine.children(recursive=True)]

    def child(self, words: str) -> psutil.Process:
        found = [each for each in self.everyone() if words in " ".join(each.cmdline())]
        assert found, words
        return found[-1] if words != "postgres -D" else found[0]


@pytest.fixture
def data() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="eb-") as path:
        yield Path(path) / "town data"


def assert_gone(everyone: list[psutil.Process]) -> None:
    _gone, alive = psutil.wait_procs(everyone, timeout=PATIENCE_SECONDS)
    assert alive == []


def left_in_temporary_folder() -> set[str]:
    return {entry.name for entry in Path(tempfile.gettempdir()).glob("everbrook-????????????????")}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_and_leaves_nothing(data: Path, number: signal.Signals) -> None:
    before = left_in_temporary_folder()
    town = Town(data)
    town.wait_for("is live: open http://127.0.0.1:")
    everyone = town.everyone()
    assert len(everyone) > 6
    town.process.send_signal(number)
    assert town.process.wait(PATIENCE_SECONDS) == 0, "\n".join(town.lines)
    assert_gone(everyone)
    assert left_in_temporary_folder() == before


def test_a_signal_in_the_middle_of_the_start_leaves_nothing(data: Path) -> None:
    town = Town(data)
    town.wait_for("starts; its data is in")
    everyone = town.everyone()
    town.process.send_signal(signal.SIGINT)
    assert town.process.wait(PATIENCE_SECONDS) == 0, "\n".join(town.lines)
    assert_gone(everyone)


@pytest.mark.parametrize("whom", ["all", "the supervisor"])
def test_after_a_kill_the_next_start_just_works(data: Path, whom: str) -> None:
    town = Town(data)
    town.wait_for("is live")
    everyone = town.everyone()
    for process in everyone if whom == "all" else everyone[:1]:
        with contextlib.suppress(psutil.NoSuchProcess):  # some end with the one before them
            process.kill()
    town.process.wait()
    again = Town(data)
    again.wait_for("is live")
    assert not any("has made the world" in line for line in again.lines), "there is one already"
    assert_gone(everyone)
    again.process.terminate()
    assert again.process.wait(PATIENCE_SECONDS) == 0


@pytest.mark.parametrize("whom", ["postgres -D", "valkey-server", "http.server"])
def test_a_killed_process_is_back_by_itself(data: Path, whom: str) -> None:
    town = Town(data)
    town.wait_for("is live")
    victim = town.child(whom)
    victim.kill()
    town.wait_for("starts again in")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = [each for each in town.everyone() if whom in " ".join(each.cmdline())]
        if any(each.pid != victim.pid for each in found):
            break
        time.sleep(0.05)
    else:
        pytest.fail("\n".join(town.lines))
    everyone = town.everyone()
    town.process.terminate()
    assert town.process.wait(PATIENCE_SECONDS) == 0
    assert_gone(everyone)


def test_the_first_start_makes_a_world_and_keeps_its_key_closed(data: Path) -> None:
    town = Town(data)
    town.wait_for("is live")
    worlds = httpx.get(f"http://127.0.0.1:{town.port}/api/worlds").json()
    key = data / "owner-keys" / "w1"
    assert [world["name"] for world in worlds] == ["Everbrook"]
    assert key.read_text() == "sesame\n"
    assert key.stat().st_mode & 0o077 == 0
    assert "sesame" not in "\n".join(town.lines)
    os.kill(town.process.pid, signal.SIGTERM)
    assert town.process.wait(PATIENCE_SECONDS) == 0
