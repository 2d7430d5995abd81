"""What docs/ARCHITECTURE.md names is there: files and folders, and what its drawn ways pass in each."""

import re
from pathlib import Path

import pytest

from tests.tidy.modules import ROOT

ARCHITECTURE = "docs/ARCHITECTURE.md"
STOP = re.compile(r"^(?: *(?:page|web|engine|town|agent) )? +((?:\w+/)+\w+\.\w+) +(\w+)", re.MULTILINE)
"""A line of a way: the room where it changes, the file, and the function."""
PATH = re.compile(r"`((?:[\w*-]+/)+[\w*.-]+)`")


def stops(text: str) -> list[tuple[str, str]]:
    """The files that drawn ways pass, each with what is named there."""
    return STOP.findall(text)


def absent(root: Path, text: str) -> list[str]:
    """What a text names that is not under `root`."""
    missing = [path for path in sorted(set(PATH.findall(text))) if not any(root.glob(path.rstrip("/")))]
    for path, word in stops(text):
        if not (root / path).is_file():
            missing.append(path)
        elif not re.search(rf"\b{word}\b", (root / path).read_text()):
            missing.append(f"{path} {word}")
    return missing


@pytest.fixture(scope="module")
def architecture() -> str:
    return (ROOT / ARCHITECTURE).read_text()


def test_what_architecture_names_is_there(architecture: str) -> None:
    assert len(stops(architecture)) > 40
    assert not absent(ROOT, architecture)


@pytest.mark.parametrize(
    "text",
    [
        "see `town/nowhere.py`",
        " town   town/bodies/movement.py   fly: up\n",
        "        town/bodies/flying.py     fly\n",
    ],
)
def test_what_is_not_there_is_found(text: str) -> None:
    assert len(absent(ROOT, text)) == 1
