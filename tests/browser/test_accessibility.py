"""The page for everybody: axe finds nothing in any view, and what happens is read out within a bound."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.truth import player_named, state_of
from tests.browser.visit import ARRIVAL_MS, PHONE, Visit, visiting
from tests.live.client import Client
from tests.live.process import TownProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = Path(__file__).parents[2] / "web/client/node_modules/axe-core/axe.min.js"
FINDINGS = """async () => {
    // What fades or slides in has neither its colours nor its place yet.
    const passing = document.getAnimations().filter(({ effect }) => effect.getTiming().iterations === 1);
    for (const animation of passing) animation.finish();
    const { violations } = await axe.run(document);
    const parts = (nodes) => nodes.map(({ html }) => html.slice(0, 160)).join(" | ");
    return violations.map(({ id, impact, nodes }) => `${impact}: ${id}: ${parts(nodes)}`);
}"""

TALK_MS = 60_000
MIND_PAGES = ("Plan", "Memories", "Insights", "People", "Calls")


async def findings(page: Page) -> list[str]:
    """What axe has to say of the page as it is, of any severity."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    found: list[str] = await page.evaluate(FINDINGS)
    return found


async def look_at_everything(visit: Visit) -> dict[str, list[str]]:
    """Go through the views that one can come to by oneself; what axe finds in each."""
    page = visit.page
    found = {"first sight": await findings(page)}
    await visit.button("Got it").click()
    await visit.button("Help").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    found["help"] = await findings(page)
    await page.keyboard.press("Escape")
    await visit.button("Come into town").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    found["join"] = await findings(page)
    await page.keyboard.press("Escape")
    await page.locator(".voice").click()
    await expect(page.get_by_role("complementary", name="Voice")).to_be_visible()
    found["voice"] = await findings(page)
    await page.keyboard.press("Escape")
    await page.locator(".topbar__people").click()
    found["people"] = await findings(page)
    await page.locator(".people__row").first.click()
    found["life"] = await findings(page)
    await page.get_by_role("tab", name="Mind").click()
    for name in MIND_PAGES:
        await page.get_by_role("tablist").last.get_by_role("tab", name=name).click()
        await page.wait_for_timeout(400)
        found[f"mind: {name}"] = await findings(page)
    return found


async def test_axe_finds_nothing_at_a_desk(visit: Visit) -> None:
    assert faults_in(await look_at_everything(visit)) == {}
    await visit.page.keyboard.press("Escape")
    await visit.page.keyboard.press("Escape")
    await visit.join("Axel")
    joined = {"joined": await findings(visit.page)}
    await visit.button("Stop time").click()
    await expect(visit.page.locator(".statenote__card--paused")).to_be_visible(timeout=ARRIVAL_MS)
    joined["paused"] = await findings(visit.page)
    await visit.page.locator(".statenote__act").click()
    await expect(visit.page.locator(".statenote__card")).to_have_count(0, timeout=ARRIVAL_MS)
    await visit.button("Leave town").click()
    assert faults_in(joined) == {}


async def test_axe_finds_nothing_on_a_phone_in_german(browser: Browser, town: TownProcess) -> None:
    """In English there is nothing else to find; the language of the browser is the page's."""
    async with visiting(
        browser, town.address, viewport=PHONE, has_touch=True, is_mobile=True, locale="de-DE"
    ) as visit:
        page = visit.page
        await expect(page.locator(".badge")).to_have_text("Live", timeout=ARRIVAL_MS)
        assert await page.evaluate("document.documentElement.lang") == "de"
        found = {"first sight": await findings(page)}
        await visit.button("Verstanden").tap()
        await visit.button("Hilfe").tap()
        await expect(page.get_by_role("dialog", name="Was du tun kannst")).to_be_visible()
        found["help"] = await findings(page)
        await page.get_by_label("Sprache").select_option("en")
        await expect(page.get_by_role("dialog", name="What you can do")).to_be_visible()
        await page.reload()
        await visit.is_live()
        assert await page.evaluate("document.documentElement.lang") == "en"
        assert faults_in(found) == {}


async def test_axe_finds_nothing_in_a_talk_and_after_it(
    browser: Browser, town: TownProcess, client: Client
) -> None:
    async with visiting(browser, town.address, viewport=PHONE, has_touch=True, is_mobile=True) as visit:
        page = visit.page
        await visit.is_live()
        await visit.join("Thea")
        thea = player_named(await state_of(client), "Thea")["id"]
        friend = await client.join("Friend of Thea")
        await friend.send("startConversation", invitee=thea)
        await visit.button("Gladly").tap(timeout=ARRIVAL_MS)
        field = page.get_by_role("textbox")
        await field.fill("Good day!", timeout=TALK_MS)
        await visit.button("Say").tap()
        await expect(page.locator(".line--own")).to_have_count(1)
        found = {"talk": await findings(page)}
        await friend.leave()
        gone = page.get_by_role("region", name="Friend of Thea has gone")
        await expect(gone.locator(".line--own")).to_contain_text("Good day!", timeout=ARRIVAL_MS)
        found["gone"] = await findings(page)
        await visit.button("Close").tap()
        await expect(gone).to_have_count(0)
        await visit.button("Leave town").tap()
        assert faults_in(found) == {}


async def test_targets_are_large_enough_for_a_finger(browser: Browser, town: TownProcess) -> None:
    async with visiting(browser, town.address, viewport=PHONE, has_touch=True, is_mobile=True) as visit:
        await visit.is_live()
        small = {"first sight": await small_targets(visit.page)}
        await visit.page.locator(".topbar__people").tap()
        small["people"] = await small_targets(visit.page)
        await visit.page.locator(".people__row").first.tap()
        small["person"] = await small_targets(visit.page)
        assert faults_in(small) == {}


async def small_targets(page: Page) -> list[str]:
    """Controls under 44 CSS pixels either way, but for links in a text."""
    found: list[Any] = await page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, textarea, summary, [role=tab]")]
            .filter((element) => element.offsetParent !== null && !element.matches(".link, .visually-hidden"))
            .map((element) => [element.className || element.textContent, element.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 44 || height < 44)
            .map(([name, { width, height }]) => `${name}: ${width} x ${height}`)"""
    )
    return [str(each) for each in found]


def faults_in(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {view: faults for view, faults in found.items() if faults}
