"""The account a server runs under, which matters only when we are root: Postgres refuses root."""

import os
import pwd
from pathlib import Path

import msgspec

NOBODY = 65534
"""The uid and gid of `nobody` where the machine has no account of that name."""


class Account(msgspec.Struct, frozen=True):
    """A user to run a server as.

    `read_anywhere` asks for the right to pass folders that are closed to that user.
    """

    uid: int
    gid: int
    read_anywhere: bool


def account_for(folder: Path) -> Account | None:
    """Who runs the server that keeps its data in `folder`; None is whoever we are.

    Root hands over to the folder's owner, or to nobody when root itself owns the folder.
    """
    if os.geteuid() != 0:
        return None
    uid, gid = _owner(folder)
    return Account(uid, gid, read_anywhere=not open_to_all(folder.parent))


def open_to_all(path: Path) -> bool:
    """Whether every user can enter this folder and those above it."""
    resolved = path.resolve()
    return all(step.stat().st_mode & 0o001 for step in (resolved, *resolved.parents))


def _owner(folder: Path) -> tuple[int, int]:
    if folder.exists() and (status := folder.stat()).st_uid != 0:
        return status.st_uid, status.st_gid
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return NOBODY, NOBODY
    return nobody.pw_uid, nobody.pw_gid
