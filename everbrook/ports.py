"""Whether an address is free to listen on."""

import errno
import socket
import time

from everbrook.errors import StartError

PATIENCE_SECONDS = 2.0
"""How long a port may stay busy: a program that was killed lets go of it a moment later."""
POLL_SECONDS = 0.1


def require_free_port(host: str, port: int) -> None:
    """StartError when nothing can listen on this address."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (error := _refusal(host, port)) is not None:
        if error.errno != errno.EADDRINUSE:
            raise StartError(
                f"Cannot listen on {host}:{port}: {error.strerror}.",
                "Choose an address of this machine with --host, and a port above 1023.",
            )
        if time.monotonic() > deadline:
            raise StartError(
                f"Port {port} is busy: another program listens there.",
                "Stop that one, or choose another port with PORT=number (or --port).",
            )
        time.sleep(POLL_SECONDS)


def _refusal(host: str, port: int) -> OSError | None:
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None
