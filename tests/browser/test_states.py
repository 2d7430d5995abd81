"""The page says how fresh the picture is, and comes back by itself from whatever happens to the town."""

import asyncio
import contextlib
import json
import struct
import zlib
from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import Browser, WebSocketRoute, expect

from tests.browser.line import line_to
from tests.browser.truth import state_of
from tests.browser.visit import DESK, Visit, visiting
from tests.live.client import Client, decode_frame
from tests.live.process import ROLES, TownProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECOVERY_MS = 30_000
NOTICED_MS = 40_000

RECORD_BADGE = """() => {
    const badge = document.querySelector(".badge");
    window.badges = [];
    new MutationObserver(() => window.badges.push(badge.textContent))
        .observe(badge, { childList: true, characterData: true, subtree: true });
}"""
"""A town catches up faster than a test would look."""


async def test_a_paused_town_says_so_and_goes_on(visit: Visit) -> None:
    await visit.button("Stop time").click()
    await expect(visit.badge).to_have_text("Paused")
    clock = visit.page.locator(".clock__hour")
    await visit.page.wait_for_timeout(500)
    stopped = await clock.inner_text()
    await visit.page.wait_for_timeout(2_500)
    assert await clock.inner_text() == stopped
    await visit.button("Let time go on").click()
    await expect(visit.badge).to_have_text("Live")
    await expect(clock).not_to_have_text(stopped)


async def test_a_cut_line_says_so_and_goes_on_where_it_was(
    browser: Browser, town: TownProcess, client: Client
) -> None:
    async with line_to(town.port) as line, visiting(browser, line.address) as visit:
        await visit.is_live()
        await visit.join("Cora")
        visit.expects_outage = True
        await visit.page.evaluate("window.isSamePage = true")
        line.cut()
        await expect(visit.badge).to_contain_text("Reconnecting")
        await visit.page.wait_for_timeout(1_500)
        line.mend()
        await expect(visit.badge).to_have_text("Live", timeout=RECOVERY_MS)
        assert await visit.page.evaluate("window.isSamePage")
        await visit.button("Leave town").click()
        await expect(visit.button("Come into town")).to_be_visible()
        assert "Cora" not in {each["name"] for each in (await state_of(client))["players"].values()}


async def test_the_page_outlives_its_server(visit: Visit, town: TownProcess) -> None:
    visit.expects_outage = True
    victim = town.kill_child(ROLES["web"])
    await expect(visit.badge).to_contain_text("Reconnecting")
    await asyncio.to_thread(town.wait_for_another, ROLES["web"], victim)
    await expect(visit.badge).to_have_text("Live", timeout=RECOVERY_MS)


async def test_a_town_that_cannot_keep_up_says_by_how_much(
    visit: Visit, town: TownProcess, client: Client
) -> None:
    await client.command("setSpeed", speedPermille=16_000)
    await visit.page.evaluate(RECORD_BADGE)
    async with stopped_runner(town):
        await visit.page.wait_for_timeout(6_000)
    badges: list[str] = []
    for _ in range(100):
        badges = await visit.page.evaluate("window.badges")
        if badges[-1:] == ["Live"]:
            break
        await asyncio.sleep(0.1)
    assert badges[0].startswith("Behind by "), badges
    assert badges[-1] == "Live"


async def test_a_town_that_nobody_runs_says_so(visit: Visit, town: TownProcess) -> None:
    async with stopped_runner(town):
        await expect(visit.badge).to_have_text("Standing still", timeout=NOTICED_MS)
    await expect(visit.badge).to_have_text("Live", timeout=RECOVERY_MS)


async def test_a_page_without_a_server_waits_for_it(browser: Browser, town: TownProcess) -> None:
    async with line_to(town.port) as line:
        context = await browser.new_context(viewport=DESK)
        await context.route("**/api/worlds", lambda route: route.abort("connectionrefused"))
        page = await context.new_page()
        await page.goto(line.address)
        away = page.get_by_role("alert")
        await expect(away).to_contain_text("The town cannot be reached")
        await context.unroute("**/api/worlds")
        await expect(page.locator(".badge")).to_have_text("Live", timeout=RECOVERY_MS)
        await expect(away).to_have_count(0)
        await context.close()


async def test_a_page_of_another_version_asks_to_be_loaded_again(browser: Browser, town: TownProcess) -> None:
    context = await browser.new_context(viewport=DESK)
    page = await context.new_page()
    await page.route_web_socket("**/live*", upgraded)
    await page.goto(town.address)
    outdated = page.get_by_role("alert")
    await expect(outdated).to_contain_text("This page is of another version than the town")
    async with page.expect_navigation():
        await outdated.get_by_role("button", name="Reload").click()
    await context.close()


def upgraded(viewer: WebSocketRoute) -> None:
    """Stands between page and server as if the world had other rules by now."""
    server = viewer.connect_to_server()

    def pass_on(message: str | bytes) -> None:
        assert isinstance(message, bytes)
        frame = decode_frame(zlib.decompress(message))
        if frame.kind == "full":
            frame.fields["rules"]["version"] += 1
        body = json.dumps(frame.fields).encode()
        viewer.send(zlib.compress(struct.pack("<I", len(body)) + body + frame.history))

    server.on_message(pass_on)


@contextlib.asynccontextmanager
async def stopped_runner(town: TownProcess) -> AsyncGenerator[None]:
    """The process that runs the worlds stands still, as on a machine that is out of breath."""
    runner = town.child(ROLES["host"])
    assert runner is not None
    runner.suspend()
    try:
        yield
    finally:
        runner.resume()
