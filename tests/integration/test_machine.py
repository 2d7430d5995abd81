import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import httpx
import psutil
import pytest

from everbrook.services.folders import socket_folder
from tests.live.process import PATIENCE_SECONDS, TownProcess, assert_gone, free_port


def standin(data: Path) -> TownProcess:
    port = free_port()
    return TownProcess([sys.executable, "-m", "tests.integration.standin_town", str(data), str(port)], port)


@pytest.fixture
def data() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="eb-") as path:
        yield Path(path) / "town data"


def left_in_temporary_folder(data: Path) -> list[Path]:
    """What a town keeps among the temporary files for its data; others come and go beside it."""
    own = [socket_folder(data.absolute() / server) for server in ("postgres", "valkey")]
    return [folder for folder in own if folder.exists()]


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGHUP, pytest.param(signal.SIGTERM, marks=pytest.mark.soak)]
)
def test_a_signal_stops_everything_and_leaves_nothing(data: Path, number: signal.Signals) -> None:
    town = standin(data)
    town.wait_for("is live: open http://127.0.0.1:")
    everyone = town.everyone()
    assert len(everyone) > 6
    assert left_in_temporary_folder(data)
    town.process.send_signal(number)
    assert town.process.wait(PATIENCE_SECONDS) == 0, "\n".join(town.lines)
    assert_gone(everyone)
    assert not left_in_temporary_folder(data)


def test_a_signal_in_the_middle_of_the_start_leaves_nothing(data: Path) -> None:
    town = standin(data)
    town.wait_for("starts; its data is in")
    everyone = town.everyone()
    town.process.send_signal(signal.SIGINT)
    assert town.process.wait(PATIENCE_SECONDS) == 0, "\n".join(town.lines)
    assert_gone(everyone)


@pytest.mark.parametrize("whom", ["all", "the supervisor"])
def test_after_a_kill_the_next_start_just_works(data: Path, whom: str) -> None:
    town = standin(data)
    town.wait_for("is live")
    everyone = town.everyone()
    for process in everyone if whom == "all" else everyone[:1]:
        with contextlib.suppress(psutil.NoSuchProcess):  # some end with the one before them
            process.kill()
    town.process.wait()
    again = standin(data)
    again.wait_for("is live")
    assert not any("has made the world" in line for line in again.lines), "there is one already"
    assert_gone(everyone)
    again.process.terminate()
    assert again.process.wait(PATIENCE_SECONDS) == 0


@pytest.mark.parametrize(
    "whom",
    [
        "http.server",
        *(pytest.param(name, marks=pytest.mark.soak) for name in ("postgres -D", "valkey-server")),
    ],
)
def test_a_killed_process_is_back_by_itself(data: Path, whom: str) -> None:
    town = standin(data)
    town.wait_for("is live")
    victim = town.kill_child(whom)
    town.wait_for("starts again in")
    town.wait_for_another(whom, victim)
    everyone = town.everyone()
    town.process.terminate()
    assert town.process.wait(PATIENCE_SECONDS) == 0
    assert_gone(everyone)


def test_the_first_start_makes_a_world_and_keeps_its_key_closed(data: Path) -> None:
    town = standin(data)
    town.wait_for("is live")
    worlds = httpx.get(f"http://127.0.0.1:{town.port}/api/worlds").json()
    key = data / "owner-keys" / "w1"
    assert [world["name"] for world in worlds] == ["Everbrook"]
    assert key.read_text() == "sesame\n"
    assert key.stat().st_mode & 0o077 == 0
    assert "sesame" not in "\n".join(town.lines)
    os.kill(town.process.pid, signal.SIGTERM)
    assert town.process.wait(PATIENCE_SECONDS) == 0
