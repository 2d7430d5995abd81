import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from everbrook.errors import StartError
from everbrook.services.child import running, spawn, wait_until_ready
from everbrook.services.valkey import ask, running_valkey, valkey_child, valkey_url


@pytest.fixture
def folder() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="eb-") as path:
        yield Path(path)


def test_what_was_written_is_there_after_a_restart(folder: Path) -> None:
    with running_valkey(folder / "valkey") as url:
        ask(url, "SET note 7")
    with running_valkey(folder / "valkey") as url:
        assert ask(url, "GET note") == "$1\r\n7\r\n"


def test_after_a_kill_it_starts_again_and_has_what_was_synced(folder: Path) -> None:
    child = valkey_child(folder / "valkey", folder / "log")
    with running(child) as process:
        ask(valkey_url(folder / "valkey"), "SET note 7")
        ask(valkey_url(folder / "valkey"), "WAITAOF 1 0 5000")
        process.kill()
    with running_valkey(folder / "valkey") as url:
        assert ask(url, "GET note") == "$1\r\n7\r\n"


def test_a_server_left_behind_is_ended_before_the_next_starts(folder: Path) -> None:
    child = valkey_child(folder / "valkey", folder / "log")
    child.prepare()
    orphan = spawn(child)
    wait_until_ready(child, orphan)
    ask(valkey_url(folder / "valkey"), "SET note 7")
    with running(child):
        assert orphan.wait(5) == 0
        assert ask(valkey_url(folder / "valkey"), "GET note") == "$1\r\n7\r\n"


@pytest.mark.parametrize("name", ["x" * 120, "with space", "ümläut"])
def test_any_path_will_do(folder: Path, name: str) -> None:
    with running_valkey(folder / name / "valkey") as url:
        assert ask(url, "PING") == "+PONG\r\n"


def test_a_folder_that_cannot_be_made_is_refused(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(StartError, match="cannot be written"), running_valkey(folder / "file" / "x"):
        pass
