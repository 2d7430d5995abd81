"""The house as it is, and small ones with a fault in them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tidy.modules import ROOT, Modules, read_modules

Plant = Callable[[dict[str, str]], Modules]


@pytest.fixture(scope="session")
def house() -> Modules:
    return read_modules(ROOT)


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Writes files, each text under its path, and reads the modules that are then there."""

    def write(texts: dict[str, str]) -> Modules:
        for path, text in texts.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        return read_modules(tmp_path)

    return write
