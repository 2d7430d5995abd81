"""A villager's mind on the page: what they think, plan and remember, for the owner; and the plan alone for others."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.browser.test_page import nameless, walk_by_tab
from tests.browser.visit import ARRIVAL_MS, PHONE, Visit, visiting
from tests.live.client import Client
from tests.live.process import TownProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

A_WHILE_MS = 90_000
"""For a town at eight times its speed to live something worth remembering."""


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def quick(client: Client) -> None:
    await client.command("setSpeed", speedPermille=8000)


@pytest_asyncio.fixture(loop_scope="session")
async def watcher(browser: Browser, town: TownProcess) -> AsyncGenerator[Visit]:
    """Somebody whose browser got no owner key."""
    async with visiting(browser, town.address) as visit:
        await visit.is_live()
        yield visit


async def open_mind(visit: Visit) -> Locator:
    """The mind of whoever comes first in the list of people."""
    await visit.page.locator(".topbar__people").click()
    await visit.page.locator(".people__row").first.click()
    await visit.page.get_by_role("tab", name="Mind").click()
    return visit.page.get_by_role("complementary", name="Person")


def tab(visit: Visit, name: str) -> Locator:
    return visit.page.get_by_role("tab", name=name)


async def test_the_owner_sees_what_is_thought_and_planned(visit: Visit) -> None:
    mind = await open_mind(visit)
    await expect(mind.get_by_role("region", name="Current thought")).to_be_visible()
    await expect(mind.locator(".stroke")).not_to_have_count(0, timeout=A_WHILE_MS)
    now = mind.locator(".stroke.is-now")
    await expect(now).to_have_count(1)
    await now.locator("summary").click()
    await expect(now.locator(".hours")).to_be_visible()


async def test_memories_are_found_by_words_and_by_meaning_with_their_scores(visit: Visit) -> None:
    mind = await open_mind(visit)
    await tab(visit, "Memories").click()
    memories = mind.locator(".memory")
    await expect(memories.nth(3)).to_be_visible(timeout=A_WHILE_MS)
    await mind.get_by_label("Search memories").fill("nothing of that sort 0815")
    await visit.button("Search").click()
    await expect(mind).to_contain_text("No memory is like that.")
    await mind.get_by_label("Search memories").fill("who came by today")
    await mind.get_by_label("Search by").select_option("by meaning")
    scores = mind.locator(".score")
    await expect(scores.first).to_be_visible(timeout=ARRIVAL_MS)
    for found in (await scores.all())[:5]:
        *parts, total = [float(number) for number in await found.locator("output").all_inner_texts()]
        assert all(0 <= part <= 1 for part in parts)
        assert total == pytest.approx(sum(parts), abs=0.021), "shown with two digits"
    totals = [float(text) for text in await scores.locator(".score__sum output").all_inner_texts()]
    assert totals == sorted(totals, reverse=True)


async def test_filters_narrow_the_stream(visit: Visit) -> None:
    mind = await open_mind(visit)
    await tab(visit, "Memories").click()
    await expect(mind.locator(".memory").nth(3)).to_be_visible(timeout=A_WHILE_MS)
    await mind.locator(".filters > summary").click()
    await visit.button("Plan").click()
    await expect(mind.locator(".memory:not(.memory--plan)")).to_have_count(0)
    await expect(mind.locator(".memory--plan").first).to_be_visible()
    await visit.button("Plan").click()
    await mind.get_by_label("Importance").select_option("9")
    await expect(mind.locator(".memory", has_text="importance 1")).to_have_count(0)


async def test_every_page_of_a_mind_is_named_and_within_reach(visit: Visit) -> None:
    mind = await open_mind(visit)
    for name in ("Plan", "Insights", "People", "Calls"):
        await tab(visit, name).click()
        await expect(tab(visit, name)).to_have_attribute("aria-selected", "true")
        await expect(mind.get_by_role("tabpanel").last).not_to_contain_text("Reading…")
        assert await nameless(visit.page) == []
    await expect(mind).to_contain_text("No model was asked on behalf of this person")
    await tab(visit, "Calls").press("ArrowRight")
    await expect(tab(visit, "Plan")).to_be_focused()
    await tab(visit, "Plan").press("ArrowLeft")
    await expect(tab(visit, "Calls")).to_be_focused()
    await walk_by_tab(visit.page)


async def test_the_page_says_who_speaks(visit: Visit) -> None:
    await visit.button("Scripted voice").click()
    voice = visit.page.get_by_role("complementary", name="Voice")
    await expect(voice).to_contain_text("No model is asked, and nothing is paid.")
    await visit.button("Stop time").click()
    await expect(visit.button("Nobody speaks")).to_be_visible()
    await expect(voice).to_contain_text("When it goes on, the scripted voice speaks.")
    await visit.button("Let time go on").click()
    await expect(visit.button("Scripted voice")).to_be_visible()
    await visit.page.keyboard.press("Escape")
    await expect(voice).to_have_count(0)


async def test_who_is_not_the_owner_sees_the_plan_alone(watcher: Visit) -> None:
    mind = await open_mind(watcher)
    await expect(mind.locator(".stroke")).not_to_have_count(0, timeout=A_WHILE_MS)
    for name in ("Memories", "Insights", "People", "Calls"):
        await tab(watcher, name).click()
        await expect(mind).to_contain_text("for this town's owner alone")
    assert not [answer.url for answer in watcher.responses if answer.status in (401, 403)]


async def test_a_mind_fits_a_phone(browser: Browser, town: TownProcess) -> None:
    async with visiting(browser, town.address, viewport=PHONE, has_touch=True, is_mobile=True) as visit:
        await visit.is_live()
        await expect(visit.page.locator(".topbar").get_by_text("Scripted", exact=True)).to_be_visible()
        mind = await open_mind(visit)
        for name in ("Plan", "Memories", "Insights", "People", "Calls"):
            await tab(visit, name).tap()
            await expect(mind.get_by_role("tabpanel").last).not_to_contain_text("Reading…")
            assert await mind.locator(".sheet__body").evaluate("body => body.scrollWidth <= body.clientWidth")
        assert not await visit.page.evaluate("document.documentElement.scrollWidth > innerWidth")
