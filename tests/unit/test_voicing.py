"""The voice's settings: what is mis-set is told at the start, with what to change."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from agent.asking.prices import listed_prices, price_of
from agent.deciding.ability import DECIDE
from agent.models.bedrock_embeddings import BedrockEmbeddingSettings
from agent.models.gate import Chain
from agent.models.ledger import Price
from agent.models.openai_embeddings import OpenAIEmbeddingSettings
from agent.remembering.ability import REMEMBER
from agent.talking.ability import SAY
from everbrook.errors import StartError
from everbrook.settings import Settings, as_environment, load_settings
from everbrook.voicing import API_KEY, BEDROCK_MODEL, checked_voice, voice_settings
from tests.speaking import ABILITIES

OPENAI = Settings(voice="openai", base_url="http://localhost:11434/v1", model="chat")
BEDROCK = Settings(voice="bedrock", region="eu-central-1")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (Settings(voice="parrot"), "Choose one of: scripted, auto, bedrock, openai, local"),
        (Settings(language="not_a language"), "BCP 47"),
        (Settings(voice="openai", model="chat"), "EVERBROOK_BASE_URL"),
        (Settings(voice="openai", base_url="http://x/v1"), "EVERBROOK_MODEL"),
        (Settings(voice="bedrock"), "AWS_REGION"),
        (msgspec.structs.replace(OPENAI, budget_dollars=1.0), "EVERBROOK_PRICES"),
        (msgspec.structs.replace(OPENAI, budget_tokens=-1), "EVERBROOK_BUDGET_TOKENS"),
        (msgspec.structs.replace(OPENAI, budget_dollars=float("nan")), "EVERBROOK_BUDGET_DOLLARS"),
        (msgspec.structs.replace(OPENAI, prices="/nowhere/prices.json"), "dollars for a million tokens"),
        (msgspec.structs.replace(OPENAI, concurrency=0), "EVERBROOK_CONCURRENCY"),
        (msgspec.structs.replace(OPENAI, model="scripted"), "Every task is left to the scripted voice"),
        (Settings(embedding="parrot"), "Choose one of: local, bedrock, openai"),
        (Settings(embedding="bedrock"), "AWS_REGION"),
        (Settings(embedding_model="nomic-embed-text"), "EVERBROOK_EMBEDDING to bedrock or openai"),
        (Settings(embedding="openai", embedding_model="e", embedding_dimensions=768), "EVERBROOK_BASE_URL"),
        (Settings(embedding="openai", base_url="http://x/v1"), "EVERBROOK_EMBEDDING_DIMENSIONS"),
        (
            msgspec.structs.replace(
                OPENAI,
                model="gpt-4o-mini",
                embedding="openai",
                embedding_model="e",
                embedding_dimensions=8,
                budget_dollars=1.0,
            ),
            "no price is known of: e",
        ),
    ],
)
def test_what_is_mis_set_is_told(settings: Settings, says: str) -> None:
    with pytest.raises(StartError, match=says):
        voice_settings(settings, {})


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (msgspec.structs.replace(OPENAI, base_url="localhost:11434"), "of the form http://HOST:PORT/v1"),
        (msgspec.structs.replace(OPENAI, base_url="http://ann:pw@host/v1"), "in its own setting"),
        (Settings(voice="local", weights="/nowhere/model.gguf"), r"everbrook\[local\]|correct the path"),
        (Settings(embedding="bedrock", region="eu-central-1", embedding_dimensions=300), "256, 512"),
    ],
)
def test_a_model_that_cannot_be_opened_is_told(settings: Settings, says: str) -> None:
    with pytest.raises(StartError, match=says) as caught:
        asyncio.run(checked_voice(settings, {}))
    assert "pw" not in str(caught.value)


def test_each_task_may_have_models_of_its_own() -> None:
    settings = msgspec.structs.replace(
        OPENAI,
        model="big, small",
        task_models={"decide": "small", "remember": "scripted"},
        model_near_budget="tiny",
    )
    voice = voice_settings(settings, {})
    usual = Chain(("big", "small"), ("tiny",))
    others = (task for task in ABILITIES if task != REMEMBER.name)
    assert voice.chains == {**dict.fromkeys(others, usual), DECIDE.name: Chain(("small",), ("tiny",))}
    assert set(voice.models.chat) == {"big", "small", "tiny"}


def test_bedrock_has_a_model_a_region_and_a_price_by_default() -> None:
    voice = voice_settings(Settings(voice="bedrock", budget_dollars=2.5), {"AWS_REGION": "us-east-1"})
    assert {chain.usual for chain in voice.chains.values()} == {(BEDROCK_MODEL,)}
    assert voice.models.bedrock is not None
    assert voice.models.bedrock.region == "us-east-1"
    assert voice.budget.microdollars == 2_500_000
    assert voice.prices[BEDROCK_MODEL].input == 1_100_000, "a geography's profile costs a tenth more"
    everywhere = voice_settings(Settings(voice="bedrock", region="ap-south-1"), {})
    assert everywhere.prices[BEDROCK_MODEL].input == 1_000_000


def test_embeddings_have_a_provider_of_their_own() -> None:
    titan = voice_settings(msgspec.structs.replace(OPENAI, embedding="bedrock", region="eu-central-1"), {})
    assert titan.models.embedding == BedrockEmbeddingSettings()
    assert titan.models.bedrock is not None
    assert titan.prices["amazon.titan-embed-text-v2:0"].input == 20_000
    house = Settings(
        embedding="openai",
        base_url="http://localhost:11434/v1",
        embedding_model="nomic-embed-text",
        embedding_dimensions=768,
    )
    alone = voice_settings(house, {API_KEY: "sk-secret"})
    assert alone.models.embedding == OpenAIEmbeddingSettings(house.base_url, "nomic-embed-text", 768)
    assert (alone.chains, list(alone.limits)) == ({}, ["nomic-embed-text"])
    assert alone.models.api_keys == {house.base_url: "sk-secret"}


def test_the_local_voice_talks_and_leaves_the_rest_to_the_script() -> None:
    assert set(voice_settings(Settings(voice="local", budget_dollars=1.0), {}).chains) == {SAY.name}


def test_the_key_is_taken_from_the_environment_and_shown_nowhere() -> None:
    environment = {API_KEY: "sk-this-key-is-a-secret"}
    settings = load_settings({**environment, **as_environment(OPENAI)}, {})
    voice = voice_settings(settings, environment)
    assert voice.models.api_keys == {OPENAI.base_url: "sk-this-key-is-a-secret"}
    for shown in (repr(settings), repr(voice), str(as_environment(settings))):
        assert "secret" not in shown


def test_own_prices_come_before_those_that_ship(tmp_path: Path) -> None:
    own = tmp_path / "prices.json"
    own.write_text(
        '{"chat": {"input": 0.25, "output": 1.5, "cached_input": 0.025}, "gpt-4o-mini": {"input": 1, "output": 2}}'
    )
    prices = listed_prices(own)
    assert prices["chat"] == Price(input=250_000, output=1_500_000, cached_input=25_000)
    assert prices["gpt-4o-mini"].output == 2_000_000
    assert price_of(prices, f"global.{BEDROCK_MODEL}") == prices[BEDROCK_MODEL]
    own.write_text(f'{{"{BEDROCK_MODEL}": {{"input": 7, "output": 8}}}}')
    assert price_of(listed_prices(own), f"eu.{BEDROCK_MODEL}") == Price(input=7_000_000, output=8_000_000)
    assert price_of(prices, "another") is None
    own.write_text('{"chat": {"input": -1, "output": 1}}')
    with pytest.raises(msgspec.ValidationError):
        listed_prices(own)
