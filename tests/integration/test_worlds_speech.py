"""What a world chose for its people's speech, from the request that founds it to what its voices say and cost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest
from litestar.testing import AsyncTestClient

from agent.models.budget import Budget
from agent.models.course import ModelLimits
from agent.models.gate import Chain
from agent.models.ledger import Price
from agent.models.openai_compatible import OpenAISettings
from agent.models.opening import ModelsSettings
from agent.voices.opening import VoiceOf, open_minds
from agent.voices.prompts import LANGUAGES, prompt_file
from agent.voices.settings import VoiceSettings
from agent.voices.tasks import SAY
from engine.postgres import open_postgres_store
from engine.store import Store
from tests.applying import apply
from tests.drafts import KeptDrafts
from tests.fakes.openai_server import FakeOpenAI
from tests.speaking import SCRIPTED_LINE, PlainMind, PlainVoice
from tests.tasks import say_task
from town.entities import Language, Settings, Speech, lower_limit
from town.inputs.attendance import rest, wake
from town.inputs.owners import pause, resume
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
        chains={SAY: Chain(("chat",), near=("cheap",))},
        limits=dict.fromkeys(names, ModelLimits(attempts=1, first_delay_ms=1)),
        prices={"chat": Price(input=1_000_000, output=2_000_000), "cheap": Price(input=10, output=10)},
        **fields,
    )


class Town:
    """The API of a town, and the voices of its worker."""

    def __init__(self, client: AsyncTestClient[Any], store: Store, voice_of: VoiceOf) -> None:
        self.client = client
        self.store = store
        self._voice_of = voice_of
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
        voice = self._voice_of(world, (await self.settings(world)).speech)
        return (await voice.say(say_task(partner_name=f"Goro {self._asked}"))).text

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
    app = create_app(WebSettings(database_url=database, client_folder=folder))
    async with (
        asyncio.timeout(LONG_S),
        AsyncTestClient(app) as client,
        open_postgres_store(database) as store,
        asyncpg.create_pool(database, min_size=1, max_size=4) as pool,
        open_minds(settings, store, pool, KeptDrafts(), PlainVoice(), PlainMind()) as minds,
    ):
        yield Town(client, store, minds.voice_of)


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
                assert prompt_file(language, SAY).sections["system"].splitlines()[0] in asked
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
        {"speech": {"language": "tlh"}},
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
    app = create_app(WebSettings(database_url=database, client_folder=tmp_path))
    async with AsyncTestClient(app) as client:
        answer = await client.post("/api/worlds", json={"name": "A", "template": "hollow", **chosen})
        assert answer.status_code == 400
        assert next(iter(chosen)) in answer.text
        assert (await client.get("/api/worlds")).json() == []


def test_a_world_can_choose_each_language_that_has_prompts() -> None:
    assert Language.__args__ == LANGUAGES


def test_the_lower_limit() -> None:
    assert [lower_limit(*pair) for pair in ((None, None), (3, None), (None, 0), (2, 5))] == [None, 3, 0, 2]
    assert Speech() == Settings(template="").speech
