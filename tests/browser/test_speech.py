"""Speech can be read: on the screen, whole, clear of the page's bars and of the faces of those who speak."""

from typing import Any

import pytest
from playwright.async_api import Browser

from tests.browser.visit import PHONE, Visit, visiting
from tests.live.client import Client
from tests.live.process import TownProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOOKS, LOOK_EVERY_MS = 25, 400
LEAST_SEEN = 5
"""Bubbles, over all looks, without which the test has said nothing."""
MOST_TALKS = 6
A_TALK_MS = 90_000
"""Until somebody talks in a town at 4x."""

COUNT = """() => {
    const box = (element) => element.getBoundingClientRect();
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const stage = box(document.querySelector(".stage"));
    const bubbles = [...document.querySelectorAll(".stage-bubble.is-shown")];
    const boxes = bubbles.map(box);
    const bars = [...document.querySelectorAll("[data-bar]")].map(box);
    const isIn = (one) => one.left >= stage.left && one.right <= stage.right
        && one.top >= stage.top && one.bottom <= stage.bottom;
    const text = (bubble) => bubble.querySelector(".stage-bubble-text");
    return {
        seen: boxes.length,
        outside: boxes.filter((one) => !isIn(one)).length,
        underBars: boxes.filter((one) => bars.some((bar) => meet(one, bar))).length,
        overlapping: boxes.filter((one, at) => boxes.slice(at + 1).some((other) => meet(one, other))).length,
        shortened: bubbles.filter((one) => text(one).scrollHeight > text(one).clientHeight + 1).length,
    };
}"""


async def test_speech_in_a_living_town_can_be_read_near_and_far(visit: Visit, client: Client) -> None:
    await client.command("setSpeed", speedPermille=4000)
    seen = 0
    for _ in range(MOST_TALKS):
        await go_to_a_talk(visit)
        near = await count(visit)
        await visit.see_all()
        far = await count(visit)
        print(near, far)
        for faults in (near, far):
            assert {**faults, "seen": 0} == dict.fromkeys(faults, 0)
        seen += near["seen"] + far["seen"]
        if seen >= LEAST_SEEN:
            return
        await visit.come_near()
    raise AssertionError("nobody said anything that could be seen")


async def test_speech_can_be_read_on_a_phone(browser: Browser, town: TownProcess, client: Client) -> None:
    await client.command("setSpeed", speedPermille=4000)
    async with visiting(browser, town.address, viewport=PHONE, has_touch=True, is_mobile=True) as visit:
        await visit.is_live()
        faults = await count(visit)
        print(faults)
        assert {**faults, "seen": 0} == dict.fromkeys(faults, 0)


async def go_to_a_talk(visit: Visit) -> None:
    """Where somebody talks just now."""
    talk = visit.page.locator(".happening.is-now").first
    await talk.get_by_role("button", name="Go there").click(timeout=A_TALK_MS)


async def count(visit: Visit) -> dict[str, Any]:
    """What is wrong with the bubbles, summed over a while; once moves to a new place have settled."""
    sums: dict[str, Any] = {}
    for _ in range(LOOKS):
        await visit.page.wait_for_timeout(LOOK_EVERY_MS)
        for name, number in (await visit.page.evaluate(COUNT)).items():
            sums[name] = sums.get(name, 0) + number
    return sums
