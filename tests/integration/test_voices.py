"""The voices over real wire protocols and a real Postgres: faults, ledger, budget, pause, and what the API says."""

import asyncio
import io
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from litestar.testing import AsyncTestClient

from agent.asking.ability import Mind
from agent.asking.postgres_ledger import PostgresLedger
from agent.asking.settings import VoiceSettings
from agent.deciding.ability import DECIDE
from agent.models.bedrock import BedrockChatSettings
from agent.models.bedrock_client import BedrockSettings
from agent.models.budget import Budget, day_of
from agent.models.course import ModelLimits
from agent.models.gate import Chain
from agent.models.ledger import CallRecord, Price
from agent.models.openai_compatible import OpenAISettings
from agent.models.opening import ModelsSettings
from agent.opening import open_minds
from agent.remembering.ability import REMEMBER
from agent.talking.ability import SAY
from engine.pool import Pool, open_pool
from engine.postgres import open_postgres_store
from engine.store import Store
from tests.applying import apply
from tests.drafts import KeptDrafts
from tests.fakes import bedrock_server, openai_server
from tests.fakes.bedrock_models import CHAT_MODEL, REGION, give_credentials
from tests.fakes.bedrock_server import FakeBedrock
from tests.fakes.openai_faults import API_KEY, OPENAI_FAULTS
from tests.fakes.openai_server import FakeOpenAI
from tests.speaking import SCRIPTED_DEED, SCRIPTED_LINE, PlainMind
from tests.tasks import decide_task, remember_task, say_task
from town.founding import new_world
from town.owner.time import pause
from town.rules import TOWN
from town.settings import Speech
from web.app import create_app
from web.settings import WebSettings

WORLD = "w-1"
LIMITS = ModelLimits(concurrency=8, attempts=1, attempt_deadline_ms=700, first_delay_ms=1)
LINE = {"content": '{"say": "Anouk minds herself.", "end": false, "emotion": "glad"}'}
LONG_S = 60
"""Only so that a hang fails a test instead of stopping it."""


def voice_settings(fake: FakeOpenAI | FakeBedrock, budget: Budget | None = None) -> VoiceSettings:
    if isinstance(fake, FakeOpenAI):
        name = "chat"
        models = ModelsSettings(
            {name: OpenAISettings(fake.base_url, name)}, api_keys={fake.base_url: API_KEY}
        )
    else:
        name = CHAT_MODEL
        bedrock = BedrockSettings(region=REGION, endpoint_url=fake.address)
        models = ModelsSettings({name: BedrockChatSettings(model=name)}, bedrock=bedrock)
    return VoiceSettings(
        name="bedrock" if isinstance(fake, FakeBedrock) else "openai",
        models=models,
        chains=dict.fromkeys((SAY.name, DECIDE.name, REMEMBER.name), Chain((name,))),
        limits={name: LIMITS},
        prices={name: Price(input=1_000_000, output=2_000_000)},
        budget=budget or Budget(),
    )


async def found(store: Store) -> None:
    await store.create_world(
        new_world(WORLD, "The Hollow", "hollow", seed=1, owner_key_hash=b"x", rules=TOWN)
    )


@asynccontextmanager
async def opened(database: str, settings: VoiceSettings) -> AsyncGenerator[Callable[[str], Mind]]:
    """Voices as a worker opens them, on a database with one world; after it the books are closed."""
    async with open_postgres_store(database) as store:
        if not await store.worlds():
            await found(store)
        async with (
            asyncio.timeout(LONG_S),
            open_pool(database, least=1, most=4, timeout_s=30) as pool,
            open_minds(settings, store, pool, KeptDrafts(), PlainMind()) as minds,
        ):
            yield lambda world: minds.mind_of(world, Speech())


async def usage(database: str, tmp_path: Path) -> dict[str, Any]:
    app = create_app(WebSettings(database_url=database, client_folder=tmp_path), TOWN)
    async with AsyncTestClient(app) as client:
        answer = await client.get(f"/api/worlds/{WORLD}/usage")
        assert answer.status_code == 200, answer.text
        return answer.json()


BEDROCK_FAULTS: dict[str, bedrock_server.Fault] = {
    "throttled": bedrock_server.Refuse("ThrottlingException"),
    "quota": bedrock_server.Refuse("ServiceQuotaExceededException"),
    "timeout": bedrock_server.Refuse("ModelTimeoutException"),
    "model error": bedrock_server.Refuse("ModelErrorException"),
    "not ready": bedrock_server.Refuse("ModelNotReadyException"),
    "unavailable": bedrock_server.Refuse("ServiceUnavailableException"),
    "denied": bedrock_server.Refuse("AccessDeniedException"),
    "invalid": bedrock_server.Refuse("ValidationException", "the model is not there"),
    "hang": bedrock_server.Hang(),
}


async def assert_all_scripted(mind_of: Callable[[str], Mind]) -> None:
    voice = mind_of(WORLD)
    assert (await voice.ask(SAY, say_task())).text == SCRIPTED_LINE
    assert await voice.ask(DECIDE, decide_task()) == SCRIPTED_DEED
    assert (await voice.ask(REMEMBER, remember_task())).text == SCRIPTED_LINE


@pytest.mark.parametrize("fault", OPENAI_FAULTS.values(), ids=OPENAI_FAULTS)
async def test_each_fault_of_an_openai_server_leads_to_the_script(
    database: str, fault: openai_server.Fault | dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    log = io.StringIO()
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.PrintLoggerFactory(log)
    )
    with FakeOpenAI(API_KEY) as fake:
        async with opened(database, voice_settings(fake)) as mind_of:
            if isinstance(fault, dict):
                fake.reply = fault
            else:
                fake.faults.extend([fault] * 20)
            await assert_all_scripted(mind_of)
    assert "stands in" in log.getvalue()
    assert API_KEY not in log.getvalue()
    assert API_KEY not in "".join(capsys.readouterr())


@pytest.mark.parametrize("fault", BEDROCK_FAULTS.values(), ids=BEDROCK_FAULTS)
async def test_each_fault_of_bedrock_leads_to_the_script(
    database: str, fault: bedrock_server.Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_credentials(monkeypatch)
    with FakeBedrock() as fake:
        async with opened(database, voice_settings(fake)) as mind_of:
            fake.faults.extend([fault] * 20)
            await assert_all_scripted(mind_of)


async def test_bedrock_speaks_in_the_schema_and_is_paid(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_credentials(monkeypatch)
    with FakeBedrock() as fake:
        async with opened(database, voice_settings(fake, Budget(microdollars=10**6))) as mind_of:
            assert (await mind_of(WORLD).ask(SAY, say_task())).text == "naïve “text” 🌻"
        told = await usage(database, tmp_path)
    assert [part["model"] for part in told["parts"]] == [CHAT_MODEL]
    assert told["today"]["microdollars"] > 0
    system = fake.calls[-1].body["system"]
    assert [list(block) for block in system] == [["text"], ["text"], ["cachePoint"]]


async def test_a_good_answer_is_said_counted_and_known_again(database: str, tmp_path: Path) -> None:
    with FakeOpenAI(API_KEY) as fake:
        async with opened(database, voice_settings(fake, Budget(tokens=1_000_000))) as mind_of:
            fake.reply = LINE
            voice = mind_of(WORLD)
            said = [(await voice.ask(SAY, say_task(operation=f"o:{n}"))).text for n in range(3)]
            assert said == ["Anouk minds herself."] * 3
            assert (await voice.ask(REMEMBER, remember_task())).text == SCRIPTED_LINE
            await asyncio.sleep(1.2)
            told = await usage(database, tmp_path)
        gone = await usage(database, tmp_path)
    calls = [call for call in fake.calls if "messages" in call.body][1:]
    assert len(calls) == 3  # one line, and two tries at a memory
    assert {call.authorization for call in calls} == {f"Bearer {API_KEY}"}
    today = told["today"]
    assert (today["calls"], today["failures"], today["answersFromCache"], today["stoodIn"]) == (3, 2, 2, 1)
    assert told["voice"] == {
        "name": "openai",
        "chosenBy": "worker",
        "speaks": "openai",
        "language": "en",
        "wordless": False,
        "state": "speaking",
        "reason": "",
        "remedy": "",
        "failing": [],
    }
    assert told["budget"] == {"microdollars": None, "tokens": 1_000_000, "state": "ok"}
    assert today["microdollars"] == today["inputTokens"] + 2 * today["outputTokens"]
    assert {(part["task"], part["model"]) for part in told["parts"]} == {
        (SAY.name, "chat"),
        (SAY.name, "cache"),
        (REMEMBER.name, "chat"),
        (REMEMBER.name, "scripted"),
    }
    assert gone["voice"] is None
    assert gone["today"] == today


async def test_a_model_that_is_not_there_is_told_and_the_town_speaks(database: str, tmp_path: Path) -> None:
    with FakeOpenAI(API_KEY) as fake:
        settings = voice_settings(fake)
    async with opened(database, settings) as mind_of:
        told = await usage(database, tmp_path)
        assert (told["voice"]["state"], told["voice"]["reason"]) == ("standingIn", "unreachable")
        assert (told["voice"]["name"], told["voice"]["speaks"]) == ("openai", "scripted")
        await assert_all_scripted(mind_of)


async def test_the_budget_outlasts_the_worker(database: str, tmp_path: Path) -> None:
    with FakeOpenAI(API_KEY) as fake:
        fake.reply = LINE
        settings = voice_settings(fake, Budget(tokens=6_000))
        async with opened(database, settings) as mind_of:
            while (
                await mind_of(WORLD).ask(SAY, say_task(partner_name=f"G{time.time_ns()}"))
            ).text != SCRIPTED_LINE:
                pass
        asked = len(fake.calls)
        async with opened(database, settings) as mind_of:
            assert (await mind_of(WORLD).ask(SAY, say_task(partner_name="Goro X"))).text == SCRIPTED_LINE
            await asyncio.sleep(1.2)
            assert (await usage(database, tmp_path))["budget"]["state"] == "exhausted"
        assert len(fake.calls) == asked + 1  # the probe alone
        async with opened(database, voice_settings(fake, Budget(tokens=100_000))) as mind_of:
            assert (await mind_of(WORLD).ask(SAY, say_task(partner_name="Goro Y"))).text != SCRIPTED_LINE
            assert (await usage(database, tmp_path))["budget"]["state"] == "ok"


async def test_a_paused_world_makes_no_call(database: str) -> None:
    with FakeOpenAI(API_KEY) as fake:
        fake.reply = LINE
        async with opened(database, voice_settings(fake)) as mind_of:
            assert (await mind_of(WORLD).ask(SAY, say_task())).text != SCRIPTED_LINE
            asked = len(fake.calls)
            await apply(database, WORLD, pause.request())
            assert (await mind_of(WORLD).ask(SAY, say_task(partner_name="Goro Y"))).text == SCRIPTED_LINE
            assert len(fake.calls) == asked


def record(number: int, outcome: str = "ok") -> CallRecord:
    at_ms = 1_700_000_000_000 + number
    return CallRecord(at_ms, WORLD, f"p:{number % 2}", SAY.name, "chat", 10, 5, 1, 100, outcome, 20)


async def test_a_ledger_adds_up_whoever_writes_and_however_often(database: str) -> None:
    async with open_pool(database, least=1, most=4, timeout_s=30) as pool:
        ledgers = [PostgresLedger(pool) for _ in range(3)]
        for number in range(2_500):
            await ledgers[number % 3].record(record(number, "ok" if number % 5 else "throttled"))
        await asyncio.gather(*(ledger.write() for ledger in ledgers))
        totals = (await ledgers[0].totals(WORLD, 1_700_000_000_000))[SAY.name, "chat"]
        assert (totals.calls, totals.failures, totals.input_tokens) == (2_500, 500, 25_000)
        assert (totals.output_tokens, totals.cached_tokens, totals.price_microdollars) == (
            12_500,
            2_500,
            50_000,
        )
        assert await pool.fetchval("SELECT count(*) FROM usage_ledger") == 2_500
        latest = await ledgers[0].latest(WORLD, "p:1", 2)
        assert [call.at_ms for call in latest] == [1_700_000_002_499, 1_700_000_002_497]


async def test_a_batch_of_which_the_end_was_not_heard_is_counted_once(database: str) -> None:
    async with open_pool(database, least=1, most=4, timeout_s=30) as pool:
        ledger = PostgresLedger(Deaf(pool, deaf_times=2))  # pyright: ignore[reportArgumentType]  # a stand-in for the pool
        for number in range(10):
            await ledger.record(record(number))
        for _ in range(2):
            with pytest.raises(ConnectionError):
                await ledger.write()
        day = day_of(1_700_000_000_000)
        await ledger.write()
        assert (await ledger.spent(day))[WORLD, day].tokens == 150
        await ledger.record(record(11))
        assert (await ledger.spent(day))[WORLD, day].tokens == 165
        assert (await ledger.totals(WORLD, 1_700_000_000_000))[SAY.name, "chat"].calls == 10


class Deaf:
    """A pool that does what it is told and then loses the line."""

    def __init__(self, pool: Pool, deaf_times: int) -> None:
        self.fetch: Callable[..., Any] = pool.fetch
        self._pool = pool
        self._deaf_times = deaf_times

    async def execute(self, query: str, *arguments: object) -> None:
        await self._pool.execute(query, *arguments)
        if self._deaf_times:
            self._deaf_times -= 1
            raise ConnectionError("the line is dead")


async def test_usage_of_a_world_that_is_not_there(database: str, tmp_path: Path) -> None:
    async with open_postgres_store(database) as store:
        await found(store)
    app = create_app(WebSettings(database_url=database, client_folder=tmp_path), TOWN)
    async with AsyncTestClient(app) as client:
        assert (await client.get("/api/worlds/nowhere/usage")).status_code == 404
        empty = (await client.get(f"/api/worlds/{WORLD}/usage?days=30")).json()
        assert (empty["voice"], empty["parts"], empty["today"]["calls"]) == (None, [], 0)
        assert "everbrook_model_calls" in (await client.get("/metrics")).text
