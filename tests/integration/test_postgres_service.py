import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest

from everbrook.errors import StartError
from everbrook.services.child import running, spawn, wait_until_ready
from everbrook.services.folders import socket_folder
from everbrook.services.postgres import (
    execute,
    postgres_child,
    postgres_dsn,
    running_postgres,
)


@pytest.fixture
def folder() -> Generator[Path]:
    """A folder of one's own with a short path; as root it is closed to the server's user."""
    with tempfile.TemporaryDirectory(prefix="eb-") as path:
        yield Path(path)


def postmaster(cluster: Path) -> psutil.Process:
    return psutil.Process(int((cluster / "postmaster.pid").read_text().split()[0]))


def servers_in(cluster: Path) -> list[psutil.Process]:
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(cluster):
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_what_was_written_is_there_after_a_restart(folder: Path) -> None:
    cluster = folder / "postgres"
    with running_postgres(cluster) as dsn:
        execute(dsn, "CREATE TABLE note AS SELECT 7 AS number")
    assert servers_in(cluster) == []
    with running_postgres(cluster) as dsn:
        assert execute(dsn, "SELECT number FROM note") == "7"


@pytest.mark.parametrize(
    "kill_all", [pytest.param(False, marks=pytest.mark.soak), True], ids=["the server", "all its processes"]
)
def test_a_kill_loses_nothing_committed(folder: Path, kill_all: bool) -> None:
    cluster = folder / "postgres"
    with running_postgres(cluster) as dsn:
        execute(dsn, "CREATE TABLE note AS SELECT 7 AS number")
        server = postmaster(cluster)
        others = server.children(recursive=True) if kill_all else []
        for process in [server, *others]:
            with contextlib.suppress(psutil.NoSuchProcess):  # the others follow by themselves
                process.kill()
    with running_postgres(cluster) as dsn:
        assert execute(dsn, "SELECT number FROM note") == "7"
    assert servers_in(cluster) == []


def test_a_server_left_behind_is_ended_before_the_next_starts(folder: Path) -> None:
    child = postgres_child(folder / "postgres", folder / "log")
    child.prepare()
    orphan = spawn(child)
    wait_until_ready(child, orphan)
    with running(child) as process:
        assert orphan.wait(5) == 0, "it was asked to end, not killed"
        assert postmaster(folder / "postgres").pid == process.pid
    assert servers_in(folder / "postgres") == []


def test_a_stale_pid_file_that_names_a_living_stranger_is_seen_through(folder: Path) -> None:
    cluster = folder / "postgres"
    with running_postgres(cluster):
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        postmaster(cluster).kill()
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        (cluster / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        with running_postgres(cluster) as dsn:
            assert execute(dsn, "SELECT 1") == "1"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.communicate()


def test_a_half_made_cluster_is_made_anew(folder: Path) -> None:
    draft = folder / "postgres.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    with running_postgres(folder / "postgres") as dsn:
        assert execute(dsn, "SELECT 1") == "1"
    assert not draft.exists()


@pytest.mark.parametrize("name", ["x" * 120, "ümläut 100%?&'\""])
def test_any_path_will_do(folder: Path, name: str) -> None:
    cluster = folder / name / "postgres"
    with running_postgres(cluster) as dsn:
        assert execute(dsn, "SELECT 1") == "1"
    assert not socket_folder(cluster).exists(), "a folder among the temporary ones goes, too"


def test_the_server_ends_with_the_program_that_started_it(folder: Path) -> None:
    if sys.platform != "linux":
        return  # elsewhere the next start ends it: see the test of the server left behind
    script = (
        "import pathlib, os, signal, sys\n"
        "from everbrook.services.postgres import running_postgres\n"
        "with running_postgres(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    cluster = folder / "postgres"
    ended = subprocess.run([sys.executable, "-c", script, str(cluster)], check=False)
    assert ended.returncode == -signal.SIGKILL
    psutil.wait_procs(servers_in(cluster), timeout=10)
    assert servers_in(cluster) == []


def refusal(cluster: Path) -> StartError:
    with pytest.raises(StartError) as caught, running_postgres(cluster):
        pass
    assert caught.value.remedy
    return caught.value


def test_data_of_another_major_version_is_refused(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("15\n")
    error = refusal(folder / "postgres")
    assert "Postgres 15" in error.cause
    assert (folder / "postgres" / "PG_VERSION").read_text() == "15\n"


def test_a_folder_with_other_things_is_refused(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "holiday.jpg").touch()
    assert "not a Postgres cluster" in refusal(folder / "postgres").cause
    assert (folder / "postgres" / "holiday.jpg").exists()


def test_a_folder_that_cannot_be_made_is_refused(folder: Path) -> None:
    (folder / "file").touch()
    assert "cannot be written" in refusal(folder / "file" / "data" / "postgres").cause


def test_a_folder_without_permission_is_refused(folder: Path) -> None:
    """Root may write everywhere, so the attempt is another user's."""
    closed = folder / "closed"
    closed.mkdir(mode=0o500)
    folder.chmod(0o755)
    script = (
        "import os, pathlib, sys\n"
        "from everbrook.services.folders import make_data_folder\n"
        "from everbrook.errors import StartError\n"
        "os.geteuid() or os.setuid(65534)\n"
        "try: make_data_folder(pathlib.Path(sys.argv[1]))\n"
        "except StartError as error: print(error)\n"
    )
    command = [sys.executable, "-c", script, str(closed / "data")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "cannot be written: Permission denied" in said


def test_the_socket_is_closed_to_other_users(folder: Path) -> None:
    cluster = folder / "postgres"
    with running_postgres(cluster):
        assert socket_folder(cluster).stat().st_mode & 0o077 == 0
        assert str(socket_folder(cluster)) in postgres_dsn(cluster)


def test_a_socket_folder_put_there_by_another_is_refused(folder: Path) -> None:
    cluster = folder / ("x" * 120) / "postgres"
    trap = socket_folder(cluster)
    trap.symlink_to(folder)
    try:
        assert "belongs to another user" in refusal(cluster).cause
    finally:
        trap.unlink()


def test_as_root_the_server_is_somebody_else(folder: Path) -> None:
    with running_postgres(folder / "postgres"):
        user = postmaster(folder / "postgres").uids().effective
    assert user != 0
    assert os.geteuid() in (0, user)
