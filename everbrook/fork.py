"""What a fork is: one value that holds all that it brings. The town itself is one of them.

`docs/FORKS.md` shows how to make one.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from agent.parts import MIND_PARTS
from agent.performing import MindPart
from engine.game import Rules
from town.library import Library
from town.rules import TOWN
from town.world import World

SORTS = ("templates", "maps", "art", "prompts", "page", "migrations")
"""The folders that a fork's own folder may hold."""


class Fork(msgspec.Struct, frozen=True, kw_only=True):
    """All that a fork is. What is left out is as in the town."""

    rules: Rules[World]
    """Their name tells its worlds from those of others."""
    minds: tuple[MindPart, ...] = MIND_PARTS
    """Who performs the slow work that the rules ask for."""
    folder: Path | None = None
    """Where its files are: `templates`, `maps`, `art`, `prompts`, `page` and `migrations`, as far as it has any."""
    content: tuple[Path, ...] = ()
    """Folders that come before its own, given by a setting; they hold no migrations."""
    template: str = "everbrook"
    """What its first world is made from."""

    @property
    def library(self) -> Library:
        """Where its templates, maps, art, prompts and page are looked for before what ships."""
        return Library((*self.content, *((self.folder,) if self.folder else ())))

    @property
    def migrations(self) -> Path | None:
        """The folder of the revisions that make its own tables, if it has any."""
        folder = self.folder / "migrations" if self.folder else None
        return folder if folder is not None and folder.is_dir() else None


THE_TOWN = Fork(rules=TOWN)
