"""What holds for the page as a whole: policy, names for every control, the keyboard, phones, calm, and weight."""

import re

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.truth import player_named, state_of, tile_of
from tests.browser.visit import ARRIVAL_MS, PHONE, Visit, visiting
from tests.live.client import Client
from tests.live.process import TownProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST_BYTES = 400_000
"""Of the first page load, compressed."""

MOST_BYTES_OF_CODE = 300_000
"""Of the scripts and styles of who only watches, compressed."""

MOST_STOPS = 60
"""Presses of Tab after which one must have come round."""

CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]"
CONTROL_ROLES = re.compile(
    r"- (?P<role>button|link|textbox|searchbox|combobox|radio|checkbox|slider)(?P<name> \"[^\"]+\")?"
)

STOP = """() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    return {
        name: element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40),
        isSeen: element.matches(":focus-visible") && (outlineStyle !== "none" || boxShadow !== "none"),
        stop: element.dataset.stop ?? null,
    };
}"""
"""Where the keyboard is."""

MARK_STOPS = """(controls) => [...document.querySelectorAll(controls)].forEach((element, index) => {
    element.dataset.stop = String(index);
})"""
"""What comes later, in a town that goes on, need not be reached on this round."""

REACHABLE = """() => [...document.querySelectorAll("[data-stop]")].filter((element) =>
    // A list of tabs passes the focus on to the chosen one.
    element.role !== "tablist" && !element.disabled && element.tabIndex >= 0 && element.offsetParent !== null
).map((element) => element.dataset.stop)"""
"""Where it must be able to get."""


async def test_the_policy_is_strict(town: TownProcess) -> None:
    async with httpx.AsyncClient(base_url=town.address, trust_env=False) as http:
        headers = (await http.get("/")).headers
    policy = dict(part.split(maxsplit=1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert not {"script-src", "style-src", "connect-src"} & policy.keys(), "default-src is the strictest"


async def test_a_first_visit_weighs_little(visit: Visit) -> None:
    sizes = [await response.request.sizes() for response in visit.responses]
    bytes_of = {
        response.url: size["responseBodySize"] + size["responseHeadersSize"]
        for response, size in zip(visit.responses, sizes, strict=True)
    }
    for url, length in sorted(bytes_of.items(), key=lambda item: -item[1]):
        print(f"{length:8,} {url}")
    print(f"{sum(bytes_of.values()):8,} bytes in all until the town was drawn")
    assert any(url.endswith("atlas.png") for url in bytes_of)
    code = sum(size for url, size in bytes_of.items() if url.endswith((".js", ".css")))
    print(f"{code:8,} bytes of scripts and styles")
    assert sum(bytes_of.values()) < MOST_BYTES
    assert code < MOST_BYTES_OF_CODE


async def test_every_control_has_a_name(visit: Visit) -> None:
    assert await nameless(visit.page) == []
    await visit.button("Come into town").click()
    assert await nameless(visit.page) == []
    await visit.page.keyboard.press("Escape")
    await visit.join("Nadia")
    await visit.page.locator(".topbar__people").click()
    assert await nameless(visit.page) == []
    await visit.page.locator(".people__row").first.click()
    assert await nameless(visit.page) == []
    await visit.button("Leave town").click()


async def test_the_keyboard_reaches_everything_and_escape_closes(visit: Visit) -> None:
    await walk_by_tab(visit.page)
    await visit.button("Come into town").press("Enter")
    dialog = visit.page.get_by_role("dialog", name="Come into town")
    await expect(dialog.get_by_label("Your name")).to_be_focused()
    await visit.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(visit.button("Come into town")).to_be_focused()
    people = visit.page.locator(".topbar__people")
    await people.press("Enter")
    sheet = visit.page.get_by_role("complementary", name="People")
    await expect(sheet).to_be_focused()
    await walk_by_tab(visit.page)
    await sheet.locator(".people__row").first.press("Enter")
    await expect(visit.page.get_by_role("complementary", name="Person")).to_be_visible()
    await walk_by_tab(visit.page)
    await visit.page.keyboard.press("Escape")
    await expect(sheet).to_be_visible()
    await visit.page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
    await expect(people).to_be_focused()


async def test_on_a_phone_one_joins_and_walks_by_touch(
    browser: Browser, town: TownProcess, client: Client
) -> None:
    async with visiting(
        browser, town.address, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2
    ) as visit:
        await visit.is_live()
        await visit.page.get_by_role("button", name="Come into town").tap()
        await visit.page.get_by_label("Your name").fill("Piet")
        await visit.button("Walk in").tap()
        await expect(visit.button("You, Piet")).to_be_visible(timeout=ARRIVAL_MS)
        entities = await state_of(client)
        piet = player_named(entities, "Piet")["id"]
        x, y = tile_of(entities, piet)
        await visit.page.touchscreen.tap(*await visit.tile_beside("Piet", 0, 1))
        await expect(visit.page.locator(".dock")).to_contain_text("On the way")
        await visit.page.wait_for_timeout(3_000)
        assert tile_of(await state_of(client), piet) == (x, y + 1)
        assert not await visit.page.evaluate(
            "document.documentElement.scrollWidth > innerWidth || scrollY > 0"
        )
        await visit.button("Leave town").tap()


async def test_who_wants_calm_gets_it(browser: Browser, town: TownProcess) -> None:
    async with visiting(browser, town.address, reduced_motion="reduce") as visit:
        await visit.is_live()
        await visit.page.locator(".topbar__people").click()
        await visit.page.wait_for_timeout(300)
        running = await visit.page.evaluate(
            "document.getAnimations().filter(({ playState }) => playState === 'running').length"
        )
        assert running == 0


async def nameless(page: Page) -> list[str]:
    """Controls that who cannot see the page would not know by name."""
    tree = await page.locator("body").aria_snapshot()
    controls = list(CONTROL_ROLES.finditer(tree))
    assert controls, tree
    return [found.group() for found in controls if not found.group("name")]


async def walk_by_tab(page: Page) -> None:
    """Press Tab until the focus comes round; it must be seen, and must have been everywhere."""
    await page.evaluate(MARK_STOPS, CONTROLS)
    wanted = set(await page.evaluate(REACHABLE))
    been: set[str] = set()
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(STOP)
        if stop is None:
            continue
        assert stop["isSeen"], stop
        wanted &= set(await page.evaluate(REACHABLE))
        if been >= wanted:
            return
        been.add(stop["stop"])
    raise AssertionError(f"Tab does not reach {wanted - been}")
