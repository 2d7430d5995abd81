"""What a visitor comes for: to join, walk, meet people, talk and leave."""

import asyncio
import uuid
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.marks import arrow_pixels
from tests.browser.truth import map_of, player_named, state_of, tile_of
from tests.browser.visit import ARRIVAL_MS, FIGURE_HEIGHT, Visit
from tests.live.client import Client
from town.ground.constants import CHUNK_TILES

pytestmark = pytest.mark.asyncio(loop_scope="session")

TALK_MS = 60_000
NEARBY = [(dx, dy) for dx in (-4, 4, -3, 3, -2, 2) for dy in (0, -2, 2, -1, 1)]


async def test_one_joins_with_a_name_and_a_look_and_stays_through_a_reload(
    visit: Visit, client: Client
) -> None:
    await visit.join("Ines", look=4)
    people = (await state_of(client))["players"].values()
    player = player_named(await state_of(client), "Ines")
    assert player["look"] not in {each["look"] for each in people if not each["human"]}
    assert player["human"]
    await visit.page.reload()
    await visit.is_live()
    await expect(visit.button("You, Ines")).to_be_visible()
    assert player_named(await state_of(client), "Ines")["id"] == player["id"]
    await visit.button("Leave town").click()
    await expect(visit.button("Come into town")).to_be_visible(timeout=ARRIVAL_MS)
    await expect(visit.tag("Ines")).to_have_count(0, timeout=ARRIVAL_MS)
    assert "Ines" not in {each["name"] for each in (await state_of(client))["players"].values()}


async def test_one_walks_to_where_one_clicks_and_sees_the_way(visit: Visit, client: Client) -> None:
    await visit.join("Walter")
    entities = await state_of(client)
    walter = player_named(entities, "Walter")["id"]
    x, y = tile_of(entities, walter)
    dx, dy = await free_tile_beside(client, entities, x, y)
    assert arrow_pixels(await visit.page.screenshot()) == 0
    await visit.page.mouse.click(*await visit.tile_beside("Walter", dx, dy))
    await visit.page.wait_for_timeout(500)
    assert arrow_pixels(await visit.page.screenshot()) > 0
    await until_still(client, walter)
    assert tile_of(await state_of(client), walter) == (x + dx, y + dy)
    await visit.page.wait_for_timeout(2_000)
    assert arrow_pixels(await visit.page.screenshot()) == 0
    await visit.button("Leave town").click()


async def test_one_does_what_a_place_offers_and_stops(visit: Visit, client: Client) -> None:
    await visit.join("Petra")
    await visit.page.get_by_label("Walk to a place").select_option("Fountain Plaza")
    offers = visit.page.get_by_role("group", name="What to do at Fountain Plaza")
    tune = offers.get_by_role("button", name="plays a tune")
    await tune.click(timeout=TALK_MS)
    await expect(visit.button("Stop")).to_be_visible(timeout=ARRIVAL_MS)
    await expect(tune).to_have_attribute("aria-pressed", "true")
    assert player_named(await state_of(client), "Petra")["activity"]["description"] == "plays a tune"
    await visit.button("Stop").press("Enter")
    await expect(visit.button("Stop")).to_have_count(0, timeout=ARRIVAL_MS)
    await expect(visit.button("You, Petra")).to_be_focused()
    assert player_named(await state_of(client), "Petra")["activity"] is None
    await visit.button("Leave town").click()


async def test_one_meets_a_villager_and_talks(visit: Visit, client: Client) -> None:
    await visit.join("Tilda")
    villager = await nearest_free_villager(client, "Tilda")
    await look_for(visit, villager)
    panel = visit.page.get_by_role("complementary", name="Person")
    await expect(panel.get_by_role("heading", name=villager)).to_be_visible()
    background = await story_of(client, villager)
    await expect(panel).to_contain_text(background)
    await panel.get_by_role("button", name=f"Talk to {villager}").click()
    await client.command("resume")
    talk = visit.page.get_by_role("region", name=f"Talk with {villager}")
    await expect(talk).to_be_visible()
    field = talk.get_by_label(f"Say something to {villager}")
    await expect(field).to_be_focused(timeout=TALK_MS)
    await client.command("setSpeed", speedPermille=1000)
    await field.press_sequentially("Good day! What do you do here?")
    await field.press("Enter")
    own = talk.locator(".line--own", has_text="Good day! What do you do here?")
    await expect(own).to_have_count(1)
    answers = own.locator("xpath=following-sibling::li[not(contains(@class, 'line--'))]")
    await expect(answers.first).to_contain_text(villager, timeout=TALK_MS)
    await expect(own).to_have_count(1)
    await talk.get_by_role("button", name="Leave talk").click()
    await expect(talk).to_have_count(0, timeout=ARRIVAL_MS)
    await visit.button("Leave town").click()


async def test_one_is_invited_and_may_say_no_or_yes(visit: Visit, client: Client) -> None:
    await visit.join("Ida")
    ida = player_named(await state_of(client), "Ida")["id"]
    friend = await client.join("Friend of Ida")
    invitation = visit.page.get_by_role("alert", name="Invitation")
    for answer in ("Not now", "Gladly"):
        asked = await friend.send("startConversation", invitee=ida)
        assert asked.json()["kind"] == "ok", asked.text
        await expect(invitation).to_contain_text("Friend of Ida would like to talk with you.")
        await invitation.get_by_role("button", name=answer).click()
        await expect(invitation).to_have_count(0)
    talk = visit.page.get_by_role("region", name="Talk with Friend of Ida")
    await expect(talk.get_by_role("textbox")).to_be_focused(timeout=TALK_MS)
    message = {"conversation": await conversation_of(client, ida), "messageUuid": str(uuid.uuid4())}
    await friend.send("startTyping", **message)
    await expect(talk.locator(".line--typing")).to_contain_text("is writing")
    await friend.send("finishSendingMessage", **message, text="<b>Hello</b> Ida")
    await expect(talk.locator(".line__text")).to_have_text(["<b>Hello</b> Ida"])
    await friend.leave()
    await expect(talk).to_have_count(0, timeout=ARRIVAL_MS)
    await visit.button("Leave town").click()


async def free_tile_beside(client: Client, entities: dict[str, Any], x: int, y: int) -> tuple[int, int]:
    """A free tile a few steps from a tile, counted from it."""
    chunks = (await map_of(client))["chunks"]
    taken = {tile_of(entities, player) for player in entities["walkers"]}
    for dx, dy in NEARBY:
        if _is_free(chunks, x + dx, y + dy) and (x + dx, y + dy) not in taken:
            return dx, dy
    raise AssertionError(f"nothing is free around {x}, {y}")


def _is_free(chunks: dict[str, Any], x: int, y: int) -> bool:
    chunk = chunks[f"{x // CHUNK_TILES},{y // CHUNK_TILES}"]
    return bool(chunk["walkable"][y % CHUNK_TILES][x % CHUNK_TILES] == ".")


async def until_still(client: Client, player: str) -> None:
    for _ in range(120):
        if (await state_of(client))["walkers"][player]["speed"] == 0:
            return
        await asyncio.sleep(0.25)
    raise AssertionError("still walking after half a minute")


async def nearest_free_villager(client: Client, name: str) -> str:
    """Who has no talk now and is nearest to somebody; time stands still from then on, at four times its speed."""
    await client.command("setSpeed", speedPermille=4000)
    while True:
        await client.command("pause")
        entities = await state_of(client)
        x, y = tile_of(entities, player_named(entities, name)["id"])
        free = [
            (abs(tile_of(entities, id_)[0] - x) + abs(tile_of(entities, id_)[1] - y), player["name"])
            for id_, player in entities["players"].items()
            if not player["human"] and player["conversation"] is None
        ]
        if free:
            return min(free)[1]
        await client.command("resume")
        await asyncio.sleep(0.5)


async def look_for(visit: Visit, name: str) -> None:
    """Find somebody by the list, then click on them where they stand; houses open under the pointer."""
    await visit.page.get_by_role("button", name="people").click()
    await visit.page.locator(".people__name").get_by_text(name, exact=True).click()
    x, feet = await visit.feet_of(name)
    middle = feet - FIGURE_HEIGHT * visit.scale / 2
    await visit.page.keyboard.press("Escape")
    await visit.page.keyboard.press("Escape")
    await expect(visit.page.get_by_role("complementary")).to_have_count(0)
    await visit.page.mouse.move(x, middle)
    await visit.page.wait_for_timeout(800)
    await visit.page.mouse.click(x, middle)


async def conversation_of(client: Client, player: str) -> str:
    return (await state_of(client))["players"][player]["conversation"]


async def story_of(client: Client, name: str) -> str:
    entities = await state_of(client)
    return entities["people"][player_named(entities, name)["id"]]["background"]
