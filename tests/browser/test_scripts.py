"""Talks in scripts of all kinds: each line in its own direction, and input methods left alone."""

import os
import uuid
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.test_visiting import TALK_MS, conversation_of
from tests.browser.truth import player_named, state_of
from tests.browser.visit import ARRIVAL_MS, Visit
from tests.live.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID = {
    "سلام ایدا! می‌خواهی نان تازه ببری؟": "rtl",
    "नमस्ते! आज नदी के किनारे ठंडी हवा है।": "ltr",
    "おはよう、今日は寒いですね。": "ltr",
    "สวัสดีค่ะ เมื่อเช้านี้ฉันเห็นเรือลำใหม่": "ltr",
    "בוקר טוב 👩🏽‍❤️‍💋‍👨🏽": "rtl",
}
PRESS_ENTER = """(field, [isComposing, keyCode]) => {
    const key = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, isComposing });
    Object.defineProperty(key, "keyCode", { value: keyCode });
    field.dispatchEvent(key);
}"""
DIRECTIONS = "(lines) => lines.map((line) => getComputedStyle(line).direction)"


async def test_each_line_runs_its_own_way_and_input_methods_keep_their_keys(
    visit: Visit, client: Client
) -> None:
    await client.command("pause")  # so that no villager asks first
    await visit.join("Ida")
    ida = player_named(await state_of(client), "Ida")["id"]
    friend = await client.join("نسیم")
    asked = await friend.send("startConversation", invitee=ida)
    assert asked.json()["kind"] == "ok", asked.text
    await visit.page.get_by_role("alert", name="Invitation").get_by_role("button", name="Gladly").click()
    await client.command("resume")
    talk = visit.page.get_by_role("region", name="Talk with نسیم")
    field = talk.get_by_role("textbox")
    await expect(field).to_be_focused(timeout=TALK_MS)
    conversation = await conversation_of(client, ida)
    for text in SAID:
        message = {"conversation": conversation, "messageUuid": str(uuid.uuid4())}
        await friend.send("finishSendingMessage", **message, text=f"\u2060{text}\t")
    lines = talk.locator(".line__text")
    await expect(lines).to_have_text(list(SAID), timeout=ARRIVAL_MS)
    assert await lines.evaluate_all(DIRECTIONS) == list(SAID.values())
    assert await talk.locator(".chat__name").evaluate_all(DIRECTIONS) == ["rtl"]
    if folder := os.environ.get("SCREENSHOTS"):
        await visit.page.screenshot(path=Path(folder) / "scripts.png")
    await field.fill("にほん")
    for told in ([True, 229], [True, 13], [False, 229]):
        await field.evaluate(PRESS_ENTER, told)
    await expect(field).to_have_value("にほん")
    await field.evaluate(PRESS_ENTER, [False, 13])
    await expect(talk.locator(".line--own")).to_have_text(["Idaにほん"])
    await friend.leave()
    await expect(talk).to_have_count(0, timeout=ARRIVAL_MS)
    await visit.button("Leave town").click()
