"""One town and one browser for all browser tests."""

import tempfile
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.chromium import LAUNCH_OPTIONS, find_chromium
from tests.browser.visit import Visit, visiting
from tests.live.client import Client, connected
from tests.live.process import TownProcess, start_town

HAS_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lets fixtures know whether the test has failed."""
    report = yield
    item.stash[HAS_FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def town_folder() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="eb-", ignore_cleanup_errors=True) as path:
        yield Path(path) / "town"


@pytest.fixture(scope="session")
def town(town_folder: Path) -> Generator[TownProcess]:
    process = start_town(town_folder)
    try:
        yield process
    finally:
        process.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=find_chromium(), args=list(LAUNCH_OPTIONS)
        )
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def client(town: TownProcess, town_folder: Path) -> AsyncGenerator[Client]:
    """The owner's own client; it leaves the town's clock as it found it."""
    async with connected(town.address, town_folder / "owner-keys") as made:
        yield made
        await made.command("resume")
        await made.command("setSpeed", speedPermille=1000)


@pytest_asyncio.fixture(loop_scope="session")
async def visit(
    browser: Browser, town: TownProcess, client: Client, request: pytest.FixtureRequest
) -> AsyncGenerator[Visit]:
    """The owner, who has come to see the town, at a desk."""
    async with visiting(browser, town.address, keys={client.world: client.owner_key}) as visit:
        await visit.is_live()
        yield visit
        if request.node.stash.get(HAS_FAILED, False):
            picture = Path(tempfile.gettempdir()) / f"{request.node.name}.png"
            await visit.page.screenshot(path=picture)
            print(f"What the visitor saw is in {picture}", *visit.complaints, sep="\n")
