import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from everbrook.locking import locked_data_folder

COMMANDS = ("run", "link", "worlds", "web", "host", "world", "worker", "migrate", "replay", "estimate")
ROOT = Path(__file__).parents[2]


def everbrook(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVERBROOK_")}
    return subprocess.run(
        [sys.executable, "-m", "everbrook", *arguments],
        cwd=ROOT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def assert_refused(run: subprocess.CompletedProcess[str], cause: str, remedy: str) -> None:
    """The shape of every refusal: one line of cause, one of remedy, code 2, no traceback."""
    lines = run.stderr.strip().splitlines()
    assert run.returncode == 2, run.stderr
    assert len(lines) == 2, run.stderr
    assert lines[0].startswith("everbrook: ")
    assert cause in lines[0]
    assert remedy in lines[1]


@pytest.fixture
def folder() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="eb-") as path:
        yield Path(path)


@pytest.fixture
def busy_port() -> Generator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free_port(busy_port: int) -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str) -> None:
    run = everbrook(command, "--help")
    assert run.returncode == 0
    assert run.stdout.startswith(f"usage: everbrook {command}")


def test_help_loads_none_of_the_other_rooms() -> None:
    script = (
        "import sys; from everbrook.cli import main\n"
        "try: main(['run', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'litestar', 'alembic', 'sqlalchemy', 'boto3', 'engine', 'town', 'agent', 'web'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stderr.strip() == ""


def test_a_busy_port_is_refused(folder: Path, busy_port: int) -> None:
    run = everbrook("run", "--port", str(busy_port), "--data", str(folder))
    assert_refused(run, f"Port {busy_port} is busy", "--port")


def test_a_foreign_address_is_refused(folder: Path, free_port: int) -> None:
    run = everbrook("run", "--host", "192.0.2.1", "--port", str(free_port), "--data", str(folder))
    assert_refused(run, "Cannot listen on 192.0.2.1", "--host")


def test_an_unwritable_folder_is_refused(folder: Path, free_port: int) -> None:
    (folder / "file").touch()
    run = everbrook("run", "--port", str(free_port), EVERBROOK_DATA=str(folder / "file" / "data"))
    assert_refused(run, "cannot be written", "--data")


def test_data_of_another_postgres_is_refused(folder: Path, free_port: int) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("15\n")
    run = everbrook("run", "--port", str(free_port), "--data", str(folder))
    assert_refused(run, "written by Postgres 15", "pg_upgrade")


def test_a_folder_in_use_is_refused(folder: Path, free_port: int) -> None:
    with locked_data_folder(folder):
        run = everbrook("run", "--port", str(free_port), "--data", str(folder))
    assert_refused(run, f"in use by process {os.getpid()}", "DATA=")


def test_an_unreachable_database_is_refused_without_its_password() -> None:
    run = everbrook("migrate", EVERBROOK_DATABASE_URL="postgresql://ann:secret@127.0.0.1:1/town")
    assert_refused(run, "cannot be reached", "--database-url")
    assert "secret" not in run.stderr


@pytest.mark.parametrize("command", ["web", "host", "worker", "migrate"])
def test_a_role_without_servers_is_refused(command: str) -> None:
    assert_refused(everbrook(command), "--database-url is not given", "EVERBROOK_DATABASE_URL")


def test_several_migrations_at_once_are_one(empty_database: str) -> None:
    command = [sys.executable, "-m", "everbrook", "migrate", "--database-url", empty_database]
    racers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(3)]
    ends = [(racer.communicate(timeout=60)[1], racer.returncode) for racer in racers]
    assert [code for _, code in ends] == [0, 0, 0], ends


def test_an_estimate_is_printed() -> None:
    run = everbrook("estimate", "hollow", "--hours", "12")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("hollow: 8 people, 12 hours of the calendar (24 minutes at normal speed)")
    assert "For each person and calendar hour:" in run.stdout


def test_an_estimate_of_nothing_is_refused() -> None:
    assert_refused(everbrook("estimate", "atlantis"), "no template 'atlantis'", "everbrook, hollow")
    assert_refused(everbrook("estimate", "hollow", "--hours", "0"), "0.0 hours", "--hours")


def test_a_voice_that_cannot_speak_is_refused_before_anything_starts(folder: Path, free_port: int) -> None:
    run = everbrook("run", "--port", str(free_port), "--data", str(folder), "--voice", "parrot")
    assert_refused(run, "no voice 'parrot'", "scripted, auto, bedrock, openai, local")
    assert not list(folder.iterdir())


def test_minds_without_an_ability_that_there_is_not_are_refused(folder: Path, free_port: int) -> None:
    run = everbrook("run", "--port", str(free_port), "--data", str(folder), "--without", "memory,hope")
    assert_refused(run, "no ability 'hope'", "memory, reflection, plans")
    assert not list(folder.iterdir())
