"""A whole town for the tests of a module."""

import tempfile
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from tests.live.client import Client, connected
from tests.live.process import TownProcess, start_town


@pytest.fixture(scope="module")
def town_folder() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="eb-", ignore_cleanup_errors=True) as path:
        yield Path(path) / "town"


@pytest.fixture(scope="module")
def town(town_folder: Path) -> Generator[TownProcess]:
    """A town that lives while the module's tests run."""
    process = start_town(town_folder)
    try:
        yield process
    finally:
        process.stop()


@pytest.fixture
async def client(town: TownProcess, town_folder: Path) -> AsyncGenerator[Client]:
    async with connected(town.address, town_folder / "owner-keys") as made:
        yield made
