"""The harbour, run by the name of its fork: nothing outside `examples/` knows of it."""

import json
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.visit import visiting
from tests.live.client import connected
from tests.live.process import TownProcess, run_command, start_town

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOREMOST = "examples.harbor:FORK"
STRUCK_MS = 30_000

RECORD_SWINGS = """() => {
    const bell = document.querySelector(".fork .card");
    window.swings = [];
    new MutationObserver(() => window.swings.push(bell.style.transform))
        .observe(bell, { attributes: true, attributeFilter: ["style"] });
}"""


@pytest.fixture
def folder() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="eb-", ignore_cleanup_errors=True) as path:
        yield Path(path) / "quay"


@pytest.fixture
def quay(folder: Path) -> Generator[TownProcess]:
    process = start_town(folder, "--rules", FOREMOST)
    try:
        yield process
    finally:
        process.stop()


async def test_the_harbour_runs_by_its_name(browser: Browser, quay: TownProcess, folder: Path) -> None:
    async with (
        connected(quay.address, folder / "owner-keys") as client,
        visiting(browser, quay.address) as visit,
    ):
        await visit.is_live()
        bell = visit.page.get_by_role("img", name="The harbour bell")
        await expect(bell).to_have_accessible_name("The harbour bell hangs still")
        ada = await client.join("Ada")
        frame = await client.first_frame()
        other = next(
            id_ for id_, player in frame.fields["entities"]["players"].items() if not player["human"]
        )
        waved = await client.send("wave", {"player": ada.id, "at": ada.id}, key=ada.key)
        assert waved.json()["kind"] == "ok", waved.text
        far = await client.send("wave", {"player": ada.id, "at": other}, key=client.owner_key)
        assert far.status_code == 403
        await expect(visit.page.get_by_text("Somebody waves.")).to_be_visible()
        await visit.page.evaluate(RECORD_SWINGS)
        await client.command("setSpeed", speedPermille=16_000)
        await expect(visit.page.get_by_text("The harbour bell strikes")).to_be_visible(timeout=STRUCK_MS)
        await expect(bell).to_have_accessible_name("The harbour bell hangs still", timeout=STRUCK_MS)
        swings = await visit.page.evaluate("window.swings")
        degrees = [float(swing.removeprefix("rotate(").removesuffix("deg)")) for swing in swings]
        assert min(degrees) < -5, degrees
        assert max(degrees) > 5, degrees
        assert any(each % 1 for each in degrees), "it is drawn between the ticks too"
        checked = run_command("replay", client.world, "--data", str(folder), "--rules", FOREMOST)
        assert checked.returncode == 0, checked.stderr
        other_rules = run_command("replay", client.world, "--data", str(folder))
        assert other_rules.returncode == 2
        assert "played by the rules 'harbor'" in other_rules.stderr
        assert json.loads(run_command("schema", "--rules", FOREMOST).stdout)["x-rules"]["name"] == "harbor"
