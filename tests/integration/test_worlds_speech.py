"""What a world chose for its people's speech, from the request that founds it to what its voices say and cost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from agent.asking.prompts import prompt_file
from agent.asking.settings import VoiceSettings
from agent.models.budget import Budget
from agent.models.course import ModelLimits
from agent.models.gate import Chain
from agent.models.ledger import Price
from agent.models.openai_compatible import OpenAISettings
from agent.models.opening import ModelsSettings
from agent.opening import MindOf, open_minds
from agent.talking.ability import SAY
from engine.pool import open_pool
from engine.postgres import open_postgres_store
from engine.store import Store
from tests.applying import apply
from tests.drafts import KeptDrafts
from tests.fakes.openai_server import FakeOpenAI
from tests.founding import as_operator
from tests.speaking import SCRIPTED_LINE, PlainMind
from tests.tasks import say_task
from town.owner.rest import rest, wake
from town.owner.time import pause, resume
from town.rules import TOWN
from town.settings import Settings, Speech, lower_limit
from web.app import create_app
from web.settings import WebSettings

LINE = {"content": '{"say": "Anouk minds herself.", "end": false, "emotion": "glad"}'}
LONG_S = 120
"""Only so that a hang fails the test instead of stopping it."""
WRITTEN_S = 1.3
"""A little longer than the ledger waits before it writes."""


def settings_of(fake: FakeOpenAI, **fields: Any) -> VoiceSettings:
    names = ("chat", "cheap")
    return VoiceSettings(
        name="openai",
        models=ModelsSettings({name: OpenAISettings(fake.base_url, name) for name in names}),
        chains={SAY.name: Chain(("chat",), near=("cheap",))},
        limits=dict.fromkeys(names, ModelLimits(attempts=1, first_delay_ms=1)),
        prices={"chat": Price(input=1_000_000, output=2_000_000), "cheap": Price(input=10, output=10)},
        **fields,
    )


class Town:
    """The API of a town, and the voices of its worker."""

    def __init__(self, client: AsyncTestClient[Any], store: Store, mind_of: MindOf) -> None:
        self.client = client
        self.store = store
        self._mind_of = mind_of
        self._asked = 0

    async def found(self, **chosen: Any) -> str:
        asked = {"name": "A", "template": "hollow", **chosen}
        answer = await self.client.post("/api/worlds", json=asked)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def settings(self, world: str) -> Settings:
        loaded = await self.store.load(world, ["settings"])
        return msgspec.json.decode(loaded.entities[0].body, type=Settings)

    async def say(self, world: str) -> str:
        """What somebody says who has not been asked this before."""
        self._asked += 1
        mind = self._mind_of(world, (await self.settings(world)).speech)
        return (await mind.ask(SAY, say_task(partner_name=f"Goro {self._asked}"))).text

    async def usage(self, world: str) -> dict[str, Any]:
        """What the API tells, once the books are written."""
        await asyncio.sleep(WRITTEN_S)
        answer = await self.client.get(f"/api/worlds/{world}/usage")
        assert answer.status_code == 200, answer.text
        return answer.json()


def voice_in(told: dict[str, Any]) -> tuple[str, str, str | None, str]:
    """Who is meant to speak, by whose choice, who does, and why."""
    voice = told["voice"]
    return voice["name"], voice["chosenBy"], voice["speaks"], voice["state"]


@asynccontextmanager
async def town(database: str, folder: Path, settings: VoiceSettings) -> AsyncGenerator[Town]:
    app = create_app(WebSettings(database_url=database, client_folder=folder, rest_after_minutes=None), TOWN)
    headers = await as_operator(database)
    async with (
        asyncio.timeout(LONG_S),
        AsyncTestClient(app) as client,
        open_postgres_store(database) as store,
        open_pool(database, least=1, most=4, timeout_s=30) as pool,
        open_minds(settings, store, pool, KeptDrafts(), PlainMind()) as minds,
    ):
        client.headers.update(headers)
        yield Town(client, store, minds.mind_of)


async def test_a_budget_of_its_own_from_cheaper_words_to_the_script(database: str, tmp_path: Path) -> None:
    limit = 40_000
    with FakeOpenAI() as fake:
        fake.reply = LINE
        async with town(database, tmp_path, settings_of(fake)) as opened:
            world = await opened.found(speech={"dailyTokens": limit})
            other = await opened.found()
            assert await opened.say(world) != SCRIPTED_LINE
            told = await opened.usage(world)
            assert told["budget"] == {"microdollars": None, "tokens": limit, "state": "ok"}
            said_by: list[str] = []
            while await opened.say(world) != SCRIPTED_LINE:
                said_by.append(fake.calls[-1].body["model"])
                if said_by.count("cheap") == 1 and said_by[-1] == "cheap":
                    assert (await opened.usage(world))["budget"]["state"] == "near"
            told = await opened.usage(world)
            assert await opened.say(other) != SCRIPTED_LINE
            assert (await opened.usage(other))["budget"]["state"] == "unlimited"
    assert said_by == ["chat"] * said_by.count("chat") + ["cheap"] * said_by.count("cheap")
    assert set(said_by) == {"chat", "cheap"}
    assert told["budget"]["state"] == "exhausted"
    assert voice_in(told) == ("openai", "worker", "scripted", "budgetSpent")
    assert told["today"]["stoodIn"] == 1
    assert 0.8 * limit < told["today"]["inputTokens"] + told["today"]["outputTokens"] <= limit


async def test_no_world_exceeds_what_the_worker_may_spend(database: str, tmp_path: Path) -> None:
    with FakeOpenAI() as fake:
        fake.reply = LINE
        async with town(database, tmp_path, settings_of(fake, budget=Budget(tokens=9_000))) as opened:
            world = await opened.found(speech={"dailyTokens": 10**9, "dailyMicrodollars": 10**9})
            while await opened.say(world) != SCRIPTED_LINE:
                pass
            told = await opened.usage(world)
    assert told["budget"] == {"microdollars": 10**9, "tokens": 9_000, "state": "exhausted"}


async def test_each_world_is_asked_in_its_language_or_not_at_all(database: str, tmp_path: Path) -> None:
    with FakeOpenAI() as fake:
        fake.reply = LINE
        async with town(database, tmp_path, settings_of(fake, language="en")) as opened:
            german = await opened.found(speech={"language": "de"})
            english = await opened.found()
            silent = await opened.found(speech={"voice": "scripted"})
            for world, language in ((german, "de"), (english, "en")):
                await opened.say(world)
                asked = str(fake.calls[-1].body["messages"])
                assert (
                    prompt_file(SAY.package, SAY.name, SAY.version, language)
                    .sections["system"]
                    .splitlines()[0]
                    in asked
                )
                assert (await opened.usage(world))["voice"]["language"] == language
            calls = len(fake.calls)
            assert await opened.say(silent) == SCRIPTED_LINE
            assert len(fake.calls) == calls
            assert voice_in(await opened.usage(silent)) == ("scripted", "world", "scripted", "speaking")


async def test_it_is_told_who_speaks_in_each_world_just_now(database: str, tmp_path: Path) -> None:
    with FakeOpenAI() as fake:
        settings = settings_of(fake)
    async with town(database, tmp_path, settings) as opened:
        own = await opened.found(speech={"voice": "scripted", "dailyTokens": 0})
        workers = await opened.found(restAfterMinutes=1)
        scripted = ("scripted", "world", "scripted", "speaking")
        assert voice_in(await opened.usage(own)) == scripted, "neither budget nor model matters to the script"
        standing_in = ("openai", "worker", "scripted", "standingIn")
        assert voice_in(await opened.usage(workers)) == standing_in
        for stop, go_on, state in ((pause, resume, "paused"), (rest, wake, "resting")):
            await apply(database, workers, stop.request())
            assert voice_in(await opened.usage(workers)) == ("openai", "worker", None, state)
            assert voice_in(await opened.usage(own)) == scripted
            await apply(database, workers, go_on.request())
            assert voice_in(await opened.usage(workers)) == standing_in


@pytest.mark.parametrize(
    "chosen",
    [
        {"speech": {"language": "not_a language"}},
        {"speech": {"voice": "bedrock"}},
        {"speech": {"dailyTokens": -1}},
        {"speech": {"dailyTokens": 1.5}},
        {"speech": {"nonsense": 1}},
        {"restAfterMinutes": 0},
        {"restAfterMinutes": 10**6},
    ],
    ids=str,
)
async def test_what_cannot_be_is_refused(database: str, tmp_path: Path, chosen: dict[str, Any]) -> None:
    app = create_app(WebSettings(database_url=database, client_folder=tmp_path), TOWN)
    async with AsyncTestClient(app) as client:
        answer = await client.post("/api/worlds", json={"name": "A", "template": "hollow", **chosen})
        assert answer.status_code == 400
        assert next(iter(chosen)) in answer.text
        assert (await client.get("/api/worlds")).json() == []


async def test_a_world_speaks_whatever_language_it_is_given(database: str, tmp_path: Path) -> None:
    app = create_app(WebSettings(database_url=database, client_folder=tmp_path), TOWN)
    async with AsyncTestClient(app) as client:
        client.headers.update(await as_operator(database))
        for language in ("fa", "zh-Hant-TW", "tlh"):
            world = {"name": "A", "template": "hollow", "speech": {"language": language}}
            assert (await client.post("/api/worlds", json=world)).status_code == 201
        world = {"name": "A", "template": "hollow", "speech": {"language": "farsi please"}}
        refused = await client.post("/api/worlds", json=world)
        assert refused.status_code == 400
        assert "BCP 47" in refused.json()["remedy"]


def test_the_lower_limit() -> None:
    assert [lower_limit(*pair) for pair in ((None, None), (3, None), (None, 0), (2, 5))] == [None, 3, 0, 2]
    assert Speech() == Settings(template="").speech
