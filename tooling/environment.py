"""Makes `.venv` and installs what a lock file pins: `python -m tooling.environment run|dev|node`.

With uv where it is on PATH, with venv and pip otherwise. Does nothing when nothing has changed.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tooling.stamps import digest, is_fresh

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {
    "run": ROOT / "requirements.lock",
    "dev": ROOT / "requirements-dev.lock",
    "node": ROOT / "requirements-node.lock",
}


def install(what: str) -> None:
    """Make sure that `.venv` holds what the lock file of that name pins."""
    stamp = VENV / f".{what}.stamp"
    wanted = digest([LOCKS[what]], sys.version, str(ROOT))
    if PYTHON.exists() and is_fresh(stamp, wanted):
        return
    if not _belongs_here():
        _make()
    sys.stderr.write(f"setup    | installs the packages of {LOCKS[what].name}\n")
    subprocess.run(_installing(LOCKS[what]), cwd=ROOT, check=True)
    stamp.write_text(wanted)


def _belongs_here() -> bool:
    """Whether `.venv` was made here, by this Python; one moved or made by another is made anew."""
    stamp = VENV / ".made.stamp"
    return PYTHON.exists() and is_fresh(stamp, digest([], sys.version, str(ROOT)))


def _make() -> None:
    sys.stderr.write(f"setup    | makes .venv with Python {sys.version.split()[0]}\n")
    shutil.rmtree(VENV, ignore_errors=True)
    if uv := shutil.which("uv"):
        command = [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]
    elif importlib.util.find_spec("ensurepip"):
        command = [sys.executable, "-m", "venv", str(VENV)]
    else:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"{sys.executable} cannot make virtual environments: ensurepip is missing.\n"
            f"  Install it (on Debian and Ubuntu: apt-get install python{version}-venv), or install uv."
        )
    subprocess.run(command, check=True)
    (VENV / ".made.stamp").write_text(digest([], sys.version, str(ROOT)))


def _installing(lock: Path) -> list[str]:
    options = ["--quiet", "--require-hashes", "--no-deps", "--requirement", lock.name]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", str(PYTHON), *options]
    os.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return [str(PYTHON), "-m", "pip", "install", *options]


if __name__ == "__main__":
    try:
        install(sys.argv[1])
    except subprocess.CalledProcessError as error:
        sys.exit(f"The set-up failed: the lines above say why. `make clean` starts afresh.\n  {error}")
