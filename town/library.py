"""Where templates and maps come from: folders given to the program, and what ships with the town."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

SUFFIX = ".json"


class Library(msgspec.Struct, frozen=True):
    """Folders with a folder for each sort of content: `templates` and `maps`; the program knows of more.

    A name is looked for in them in turn, and last in what ships: the first file found is meant.
    """

    folders: tuple[Path, ...] = ()

    def within(self, sort: str) -> tuple[Path, ...]:
        """The folders of one sort of content, those to look in first before the others."""
        return tuple(folder / sort for folder in self.folders if (folder / sort).is_dir())

    def names(self, sort: str) -> tuple[str, ...]:
        """What there is of a sort, in alphabetical order."""
        found = {entry.name for folder in self._all(sort) for entry in folder.iterdir() if _is_content(entry)}
        return tuple(sorted(name.removesuffix(SUFFIX) for name in found))

    def read(self, sort: str, name: str) -> bytes | None:
        """The content of this name; None if there is none."""
        if name not in self.names(sort):  # a name from outside leads nowhere else
            return None
        entries = (folder / f"{name}{SUFFIX}" for folder in self._all(sort))
        return next(entry.read_bytes() for entry in entries if entry.is_file())

    def _all(self, sort: str) -> Iterator[Traversable]:
        yield from self.within(sort)
        yield files("town") / "data" / sort


SHIPPED = Library()
"""What comes with the town, and nothing else."""


def _is_content(entry: Traversable) -> bool:
    return entry.name.endswith(SUFFIX) and not entry.name.startswith(".")
