"""Models are chosen by settings alone."""

import random

import msgspec
import pytest

from agent.models.budget import Budget, BudgetMeter
from agent.models.clock import MonotonicClock
from agent.models.errors import Misconfigured
from agent.models.gate import Gate, GatePolicy
from agent.models.ledger import Caller, MemoryLedger
from agent.models.opening import ModelsSettings, open_models
from agent.models.port import ChatRequest, Prompt
from tests.fakes.bedrock_models import CHAT_MODEL, REGION, give_credentials
from tests.fakes.bedrock_server import FakeBedrock, Refuse
from tests.fakes.openai_server import FakeOpenAI

POLICY = msgspec.json.decode(
    """{
      "default_chain": {"usual": ["haiku", "house"], "near": ["house"]},
      "limits": {"haiku": {"attempts": 1}},
      "prices": {"haiku": {"input": 1000000, "output": 5000000}}
    }""",
    type=GatePolicy,
)


async def test_a_town_on_bedrock_with_a_server_of_its_own_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give_credentials(monkeypatch)
    with FakeBedrock() as bedrock, FakeOpenAI(api_key="secret") as house:
        settings = msgspec.convert(
            {
                "chat": {
                    "haiku": {"type": "bedrock", "model": CHAT_MODEL},
                    "house": {"type": "openai", "base_url": house.base_url, "model": "chat"},
                },
                "embedding": {"type": "bedrock", "dimensions": 256},
                "bedrock": {"region": REGION, "endpoint_url": bedrock.address},
                "api_keys": {house.base_url: "secret"},
            },
            ModelsSettings,
        )
        assert "secret" not in repr(settings)
        async with open_models(settings, MonotonicClock()) as models:
            ledger = MemoryLedger()
            gate = Gate(
                chat_models=models.chat,
                embedding_model=models.embedding,
                policy=POLICY,
                ledger=ledger,
                meter=BudgetMeter(Budget()),
                clock=MonotonicClock(),
                unix_ms=int,
                chance=random.Random(1).random,
            )
            caller, request = Caller("w", "ada", "talk"), ChatRequest(Prompt((), "Hello."))
            bedrock.faults.append(Refuse("ServiceUnavailableException"))
            for _ in range(2):
                assert (await gate.chat(caller, request)).text == "Echo: Hello."
            assert (await gate.embed(caller, ["x"])).dimensions == 256
            calls = await ledger.latest("w", "ada", 9)
    assert [(call.model, call.outcome) for call in calls[::-1]] == [
        ("haiku", "model_failed"),
        ("house", "ok"),
        ("haiku", "ok"),
        (models.embedding.name, "ok"),
    ]
    assert calls[1].price_microdollars > 0


async def test_without_settings_embeddings_are_this_machines_own() -> None:
    async with open_models(ModelsSettings(), MonotonicClock()) as models:
        assert models.chat == {}
        assert (await models.embedding.embed(["hello"])).dimensions == 256


async def test_bedrock_without_a_region_is_misconfigured() -> None:
    wanted = {"chat": {"haiku": {"type": "bedrock", "model": CHAT_MODEL}}}
    opening = open_models(msgspec.convert(wanted, ModelsSettings), MonotonicClock())
    with pytest.raises(Misconfigured, match="region"):
        await opening.__aenter__()
