"""Builds the browser app: `python -m tooling.client build`, or any npm script by its name.

The wheel's build hook builds through this module too.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tooling.node import Node, find_node, npm
from tooling.stamps import digest, is_fresh

CLIENT = Path(__file__).resolve().parent.parent / "web" / "client"
DIST = CLIENT / "dist"
MADE = frozenset({"node_modules", "dist"})


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
    npm(node, CLIENT, "run", "--silent", script)


def _install_packages(node: Node) -> None:
    stamp = CLIENT / "node_modules" / ".stamp"
    wanted = digest([CLIENT / "package-lock.json"])
    if is_fresh(stamp, wanted):
        return
    sys.stderr.write("setup    | installs the packages of web/client/package-lock.json\n")
    npm(node, CLIENT, "ci", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(wanted)


def _sources() -> Iterator[Path]:
    for top in CLIENT.iterdir():
        if top.name not in MADE:
            yield from (file for file in [top, *top.rglob("*")] if file.is_file())


def _main(script: str) -> None:
    if script == "build" and is_built():
        return
    node = find_node()
    if script == "build":
        build(node)
    else:
        run_script(node, script)


if __name__ == "__main__":
    try:
        _main(sys.argv[1])
    except subprocess.CalledProcessError as error:
        sys.exit(f"The browser app: the lines above say what is wrong.\n  {error}")
