"""Minds by a model over real wire protocols and a real Postgres: what it answers well is lived, the rest is nowhere."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from agent.asking.ability import ScriptedMind
from agent.asking.settings import VoiceSettings
from agent.memory.records import NewMemory
from agent.memory.stream import open_memory_pool
from agent.models.bedrock import BedrockChatSettings
from agent.models.bedrock_client import BedrockSettings
from agent.models.course import ModelLimits
from agent.models.gate import Chain
from agent.models.openai_compatible import OpenAISettings
from agent.models.opening import ModelsSettings
from agent.opening import open_minds
from agent.planning.ability import PLAN
from agent.reflecting.ability import INSIGHT, QUESTION
from bench.living import WORLD, LivingTown
from engine.pool import Pool
from engine.postgres import open_postgres_store
from records.memories import MemoryKind
from tests.drafts import KeptDrafts
from tests.fakes.bedrock_models import CHAT_MODEL, REGION, give_credentials
from tests.fakes.bedrock_server import FakeBedrock, Reply
from tests.fakes.openai_server import FakeOpenAI
from town.settings import Speech

STROKE: dict[str, object] = {
    "start": "08:00",
    "place": "plaza",
    "activity": "counts the ducks",
    "emoji": "🦆",
    "parts": [],
}
UNDERSTOOD = "The river takes what it is not given."
UNSEEN = "The moon is a lamp."
ANSWER: dict[str, Any] = {
    "strokes": [STROKE],
    "bedtime": "22:00",
    "questions": ["What does the river want?"],
    "insights": [{"text": UNDERSTOOD, "because": [1, 2]}, {"text": UNSEEN, "because": [99]}],
}
"""Fits whatever is asked, so that one reply serves all tasks; no talk is in it."""

REFUSAL = "As an AI language model, I cannot plan for somebody else."
BAD = {
    "half": json.dumps(ANSWER)[:-30],
    "refusal": REFUSAL,
    "error": '{"error": {"message": "CUDA out of memory"}}',
    "refused within": json.dumps(
        {
            "strokes": [{**STROKE, "activity": REFUSAL}],
            "bedtime": "22:00",
            "questions": [REFUSAL],
            "insights": [{"text": REFUSAL, "because": [1]}],
        }
    ),
    "elsewhere": json.dumps(
        {
            "strokes": [{**STROKE, "place": "the moon"}],
            "bedtime": "22:00",
            "questions": ["TOKEN LIMIT EXCEEDED?"],
            "insights": [{"text": UNSEEN, "because": [99]}],
        }
    ),
}
NOWHERE = ("AI language model", "CUDA", "TOKEN LIMIT", UNSEEN, "the moon", "{", "counts the ducks")


def settings_for(fake: FakeOpenAI | FakeBedrock) -> VoiceSettings:
    if isinstance(fake, FakeOpenAI):
        name, models = "chat", ModelsSettings({"chat": OpenAISettings(fake.base_url, "chat")})
    else:
        bedrock = BedrockSettings(region=REGION, endpoint_url=fake.address)
        name, models = (
            CHAT_MODEL,
            ModelsSettings({CHAT_MODEL: BedrockChatSettings(CHAT_MODEL)}, bedrock=bedrock),
        )
    return VoiceSettings(
        name="model",
        models=models,
        chains=dict.fromkeys((PLAN.name, QUESTION.name, INSIGHT.name), Chain((name,))),
        limits={name: ModelLimits(attempts=1)},
    )


@asynccontextmanager
async def lived(database: str, settings: VoiceSettings) -> AsyncGenerator[tuple[LivingTown, Pool]]:
    """The Hollow after its first morning's plans, with a past to reflect on."""
    async with (
        open_memory_pool(database) as pool,
        open_postgres_store(database) as store,
        open_minds(settings, store, pool, KeptDrafts(), ScriptedMind()) as minds,
    ):
        town = await LivingTown.found(pool, "hollow", seed=1, mind=minds.mind_of(WORLD, Speech()))
        for player in town.game.world.people:
            await town.tools.memories.keep(WORLD, [grave(player, number) for number in range(16)])
        await town.live(20)
        yield town, pool


def grave(player: str, number: int) -> NewMemory:
    return NewMemory(
        id=f"grave/{player}/{number}",
        player=player,
        kind=MemoryKind.TOLD,
        text=f"The flood took the footbridge and lantern {number}.",
        at_ms=0,
        importance=10,
    )


async def texts_of(pool: Pool) -> dict[str, list[str]]:
    rows = await pool.fetch("SELECT kind, text FROM memories")
    kinds = {row["kind"] for row in rows}
    return {kind: [row["text"] for row in rows if row["kind"] == kind] for kind in kinds}


async def outcomes(database: str) -> Counter[tuple[str, str]]:
    """Of the calls that were made for minds, after the books were closed."""
    connection = await asyncpg.connect(database)
    try:
        return Counter(
            (row["task"], row["outcome"])
            for row in await connection.fetch("SELECT task, outcome FROM usage_ledger WHERE model <> 'cache'")
        )
    finally:
        await connection.close()


@pytest.mark.parametrize("fake_class", [FakeOpenAI, FakeBedrock])
async def test_a_models_plans_and_insights_are_lived(
    database: str, fake_class: type[FakeOpenAI | FakeBedrock], monkeypatch: pytest.MonkeyPatch
) -> None:
    give_credentials(monkeypatch)
    with fake_class() as fake:
        say(fake, json.dumps(ANSWER))
        async with lived(database, settings_for(fake)) as (town, pool):
            plans = town.game.world.plans.values()
            assert plans
            assert all(plan.own and plan.strokes[0].activity == "counts the ducks" for plan in plans)
            texts = await texts_of(pool)
            assert all("counts the ducks (Fountain Plaza)" in text for text in texts["plan"])
            assert set(texts["reflection"]) == {UNDERSTOOD}
    made = await outcomes(database)
    assert {task for task, outcome in made if outcome == "ok"} == {PLAN.name, QUESTION.name, INSIGHT.name}
    assert {outcome for _, outcome in made} == {"ok"}


@pytest.mark.parametrize("way", BAD)
@pytest.mark.parametrize("fake_class", [FakeOpenAI, pytest.param(FakeBedrock, marks=pytest.mark.soak)])
async def test_garbage_becomes_no_plan_and_no_memory(
    database: str, fake_class: type[FakeOpenAI | FakeBedrock], way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_credentials(monkeypatch)
    with fake_class() as fake:
        say(fake, BAD[way])
        async with lived(database, settings_for(fake)) as (town, pool):
            assert all(plan.own for plan in town.game.world.plans.values()), "the script's plan is followed"
            texts = [text for told in (await texts_of(pool)).values() for text in told]
            strokes = [s.activity for plan in town.game.world.plans.values() for s in plan.strokes]
            for bad in NOWHERE:
                assert not any(bad in text for text in (*texts, *strokes)), bad
    assert (await outcomes(database))[PLAN.name, "bad_answer"] >= 8, "everybody asked, and had to do without"


def say(fake: FakeOpenAI | FakeBedrock, text: str) -> None:
    """Let every answer be this."""
    if isinstance(fake, FakeOpenAI):
        fake.reply = {"content": text}
    else:
        fake.responder = lambda _call: Reply([{"text": text}])
