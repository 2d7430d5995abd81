"""Folders for data and sockets, with errors that a person can act on."""

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from everbrook.errors import StartError

LONGEST_SOCKET_FOLDER = 80
"""Bytes: a socket's path has room for 104 (macOS) or 108 (Linux), and its name takes up to 20."""
LEAST_FREE_BYTES = 200 * 1024 * 1024
"""A new cluster takes about 40 MB, and its journal grows by files of 16 MB."""

PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


def make_data_folder(folder: Path) -> None:
    """Make sure that `folder` is there, can be written and has room."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise StartError(
            f"The data folder {folder} cannot be written: {error.strerror}.",
            "Choose another with DATA=folder (or --data), or mend its owner and permissions.",
        ) from error
    if free < LEAST_FREE_BYTES:
        raise StartError(
            f"The disk of the data folder {folder} is full: {free // 2**20} MB are free.",
            f"Free {LEAST_FREE_BYTES // 2**20} MB, or choose another with DATA=folder.",
        )


def socket_folder(data: Path) -> Path:
    """Where the server of this data folder has its socket: inside, unless the path cannot be one.

    Too long for a socket, or with characters that an address must quote: then a short folder
    among the temporary ones, always the same for the same data.
    """
    path = str(data.resolve())
    if len(os.fsencode(path)) <= LONGEST_SOCKET_FOLDER and PLAIN_PATH.fullmatch(path):
        return data.resolve()
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"everbrook-{digest}"


def make_socket_folder(folder: Path, uid: int | None, gid: int | None) -> None:
    """Make `folder` for one user only; refuse one that somebody else has put there before us."""
    owner = os.geteuid() if uid is None else uid
    folder.mkdir(mode=0o700, exist_ok=True)
    if uid is not None and gid is not None and folder.stat().st_uid == 0:
        os.chown(folder, uid, gid)
    if folder.is_symlink() or folder.stat().st_uid != owner:
        raise StartError(
            f"The folder {folder} belongs to another user.",
            "Remove it, or set TMPDIR to a folder of your own.",
        )


def remove_socket_folder(folder: Path) -> None:
    """Remove a folder from among the temporary ones once it is empty."""
    if folder.name.startswith("everbrook-"):
        with contextlib.suppress(OSError):
            folder.rmdir()
