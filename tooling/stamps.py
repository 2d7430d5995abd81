"""Skipping work whose inputs have not changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *facts: str) -> str:
    """One hash over the names and contents of `files`, and over `facts`."""
    whole = hashlib.sha256("\0".join(facts).encode())
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        whole.update(f"{file}\0{content}\n".encode())
    return whole.hexdigest()


def is_fresh(stamp: Path, wanted: str) -> bool:
    """Whether the stamp was left by work on exactly these inputs."""
    return stamp.is_file() and stamp.read_text() == wanted
