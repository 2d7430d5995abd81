"""One sees people write: a line grows in the place where it stays."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.test_visiting import TALK_MS, nearest_free_villager
from tests.browser.visit import ARRIVAL_MS, Visit
from tests.live.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

WATCH = """
    () => {
        window.seen = { bubbles: [], lines: [] };
        const note = (list, text) => { if (text && list.at(-1) !== text) list.push(text); };
        const look = () => {
            for (const line of document.querySelectorAll('.chat .line:not(.line--own, .line--typing)')) {
                line.mark ??= window.seen.lines.push({ texts: [], busy: [] });
                const { texts, busy } = window.seen.lines[line.mark - 1];
                note(texts, line.querySelector('.line__text').textContent);
                note(busy, line.getAttribute('aria-busy'));
            }
            for (const bubble of document.querySelectorAll('.stage-bubble.is-shown')) {
                note(window.seen.bubbles, bubble.querySelector('.stage-bubble-text').textContent);
            }
        };
        const options = { subtree: true, childList: true, characterData: true, attributes: true };
        new MutationObserver(look).observe(document.body, options);
    }
"""
"""Notes each text that a bubble or an element of the talk has had, however short."""


async def test_a_line_grows_until_it_is_said(visit: Visit, client: Client) -> None:
    await visit.join("Vera")
    villager = await nearest_free_villager(client, "Vera")
    await visit.page.get_by_role("button", name="people").click()
    await visit.page.locator(".people__name").get_by_text(villager, exact=True).click()
    await visit.button(f"Talk to {villager}").click()
    await client.command("resume")
    field = visit.page.get_by_label(f"Say something to {villager}")
    await expect(field).to_be_focused(timeout=TALK_MS)
    await client.command("setSpeed", speedPermille=250)  # the slower the world, the more there is to see
    await visit.page.evaluate(WATCH)
    await field.fill("Good day! What do you do here, and how do you like it in the town?")
    await field.press("Enter")
    whole = visit.page.locator(".chat .line[aria-busy=false]:not(.line--own)")
    await expect(whole.first).to_contain_text(villager, timeout=TALK_MS)
    assert_grown(await visit.page.evaluate("window.seen"))
    await visit.button("Leave talk").click()
    await expect(field).to_have_count(0, timeout=ARRIVAL_MS)
    await visit.button("Leave town").click()


def assert_grown(seen: dict[str, Any]) -> None:
    """One element had ever more of the line, then all of it; so had the bubble."""
    line: dict[str, list[str]] = seen["lines"][0]
    assert line["busy"] == ["true", "false"]
    texts = line["texts"]
    assert len(texts) >= 3
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))
    grown = [text for text in seen["bubbles"] if texts[-1].startswith(text)]
    assert len(grown) >= 3
    assert grown[-1] == texts[-1]
