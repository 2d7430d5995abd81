"""What a model writes is seen while it writes: from a server that streams slowly, through worker and web, to a viewer."""

import asyncio
import json
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from agent.asking.pens import open_drafts as open_telling
from tests.fakes.openai_server import FakeOpenAI
from tests.live.client import Client, Frame, Player, connected
from tests.live.process import TownProcess, free_port, start_town
from town.ids import OperationId, PlayerId
from town.talk.drafts import drafts_channel
from web.drafts import open_drafts as open_hearing

LINE = (
    "I have been baking since four this morning, the oven is still warm, and there is a loaf of rye left; "
    "come in, sit down and tell me how you like our town."
)
PATIENCE_S = 60


@pytest.fixture(scope="module")
def fake() -> Generator[FakeOpenAI]:
    with FakeOpenAI() as fake:
        fake.reply = {"content": json.dumps({"say": LINE, "end": False, "emotion": "glad"})}
        fake.chunk_pause_s = 0.1
        yield fake


@pytest.fixture(scope="module")
def town(town_folder: Path, fake: FakeOpenAI) -> Generator[TownProcess]:
    options = ("--voice", "openai", "--base-url", fake.base_url, "--model", "chat")
    process = start_town(town_folder, *options)
    try:
        yield process
    finally:
        process.stop()


@pytest.fixture
async def client(town: TownProcess, town_folder: Path) -> AsyncGenerator[Client]:
    async with connected(town.address, town_folder / "owner-keys") as made:
        yield made


async def test_a_message_grows_while_it_is_written(client: Client) -> None:
    async with asyncio.timeout(PATIENCE_S), client.watch() as live:
        visitor = await client.join("Robin")
        talk, villager = await meet_somebody(client, visitor, live)
        await visitor.send("finishSendingMessage", conversation=talk, messageUuid="m1", text="Good morning!")
        drafts: list[dict[str, Any]] = []
        message: dict[str, Any] | None = None
        operations = set[str]()
        async for frame in live:
            if frame.kind == "draft" and frame.fields["player"] == villager:
                drafts.append(frame.fields)
            elif frame.kind == "step":
                operations |= operations_of(frame, villager)
                message = message_of(frame, villager) or message
            if message is not None:
                break
    assert message is not None
    assert message["text"] == LINE
    texts = [draft["text"] for draft in drafts]
    assert len(set(texts)) >= 4
    assert all(later.startswith(earlier) for earlier, later in zip(texts, [*texts[1:], LINE], strict=True))
    assert {draft["uuid"] for draft in drafts} == {message["uuid"]}
    assert {draft["operation"] for draft in drafts} <= operations


async def meet_somebody(client: Client, visitor: Player, live: AsyncGenerator[Frame]) -> tuple[str, str]:
    """The talk that the visitor is in, as soon as both stand together, and whom it is with."""
    players: dict[str, Any] = (await client.first_frame()).fields["entities"]["players"]
    villager = next(id_ for id_, body in players.items() if not body["human"])
    await visitor.send("startConversation", invitee=villager)
    await client.command("setSpeed", speedPermille=16_000)
    async for frame in live:
        for event in frame.fields.get("events", []):
            if event["kind"] == "conversationStarted" and visitor.id in event["body"]["members"]:
                await client.command("setSpeed", speedPermille=1000)
                return event["subject"], villager
    raise AssertionError("the line was closed")


def message_of(frame: Frame, player: str) -> dict[str, Any] | None:
    said = [event["body"] for event in frame.fields["events"] if event["kind"] == "message"]
    return next((body for body in said if body["player"] == player and body["text"] == LINE), None)


def operations_of(frame: Frame, player: str) -> set[str]:
    agents = [body for kind, _, body in frame.fields["changes"] if kind == "agents" and body]
    return {a["operation"]["id"] for a in agents if a["player"] == player and a["operation"]}


async def test_drafts_go_from_one_process_to_another_not_too_often(valkey_url: str) -> None:
    async with (
        asyncio.timeout(PATIENCE_S),
        open_telling(valkey_url) as telling,
        open_hearing(valkey_url) as hearing,
        aclosing(hearing.of("w")) as drafts,
    ):
        first = asyncio.ensure_future(anext(drafts))
        async with telling.writing("w", PlayerId("p:1"), OperationId("o:1")) as pen:
            while not first.done():
                pen.write(pen.told.text + ".")
                await asyncio.sleep(0.01)
            for length in range(100):
                pen.write("-" * length)
                await asyncio.sleep(0)
            pen.settle("The end.")
        heard = [await first]
        while heard[-1].text != "The end.":
            heard.append(await anext(drafts))
    assert sum("-" in draft.text for draft in heard) <= 1
    assert {(draft.player, draft.operation) for draft in heard} == {(PlayerId("p:1"), OperationId("o:1"))}


async def test_what_is_no_draft_is_passed_over(valkey_url: str) -> None:
    async with (
        asyncio.timeout(PATIENCE_S),
        open_telling(valkey_url) as telling,
        open_hearing(valkey_url) as hearing,
        aclosing(hearing.of("w")) as drafts,
    ):
        first = asyncio.ensure_future(anext(drafts))
        while not await telling.redis.publish(drafts_channel("w"), b"{nonsense"):
            await asyncio.sleep(0.01)
        await telling.redis.publish(drafts_channel("w"), b'{"kind":"draft","player":"p:1","text":7}')
        async with telling.writing("w", PlayerId("p:1"), OperationId("o:2")) as pen:
            pen.write("Hello")
        assert (await first).text == "Hello"


async def test_nothing_breaks_without_a_redis() -> None:
    nowhere = f"redis://127.0.0.1:{free_port()}"
    async with (
        open_telling(nowhere) as telling,
        telling.writing("w", PlayerId("p:1"), OperationId("o:1")) as pen,
    ):
        pen.write("Hello")
        await asyncio.sleep(0)
        pen.write("Hello, you")
