"""Bedrock's own ways: signatures, profiles, dialects, caching, and each failure by its name."""

import asyncio
from collections.abc import AsyncGenerator

import msgspec
import numpy as np
import pytest

from agent.models.bedrock import BedrockChat, BedrockChatSettings
from agent.models.bedrock_client import BedrockClient, BedrockSettings
from agent.models.bedrock_embeddings import BedrockEmbeddings, BedrockEmbeddingSettings
from agent.models.bedrock_profiles import Profile, base_model, inference_profile
from agent.models.errors import (
    AccessDenied,
    BrokenStream,
    ContentFiltered,
    Misconfigured,
    ModelError,
    ModelFailed,
    PromptTooLong,
    QuotaExceeded,
    Throttled,
    TimedOut,
)
from agent.models.port import ChatRequest, Prompt, StreamEnd, StreamEvent
from agent.models.schema import answer_schema
from tests.fakes.bedrock_models import CHAT_MODEL, REGION, chat_of, client_of, give_credentials
from tests.fakes.bedrock_server import Break, FakeBedrock, Refuse, Reply
from tests.fakes.draining import drain

REQUEST = ChatRequest(Prompt(("You are Ada.", " "), "Say hello to the town."))


class Line(msgspec.Struct, frozen=True):
    say: str
    end: bool


IN_SCHEMA = msgspec.structs.replace(REQUEST, schema=answer_schema(Line))


@pytest.fixture
async def fake(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[FakeBedrock, None]:
    give_credentials(monkeypatch)
    with FakeBedrock() as server:
        yield server


@pytest.fixture
async def client(fake: FakeBedrock) -> AsyncGenerator[BedrockClient, None]:
    opened = client_of(fake)
    yield opened
    await opened.close()


@pytest.fixture
def chat(client: BedrockClient) -> BedrockChat:
    return chat_of(client)


async def test_signs_for_its_region_and_asks_by_inference_profile(
    fake: FakeBedrock, chat: BedrockChat
) -> None:
    await chat.chat(REQUEST)
    assert fake.calls[0].region == REGION
    assert fake.calls[0].model == f"eu.{CHAT_MODEL}"
    assert chat.name == CHAT_MODEL


async def test_a_wrong_secret_is_refused(fake: FakeBedrock, monkeypatch: pytest.MonkeyPatch) -> None:
    give_credentials(monkeypatch, secret="another secret")
    client = client_of(fake)
    with pytest.raises(Misconfigured, match="signature"):
        await chat_of(client).chat(REQUEST)
    await client.close()


async def test_says_how_to_give_credentials(
    fake: FakeBedrock, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", f"{tmp_path}/none")
    monkeypatch.setenv("AWS_CONFIG_FILE", f"{tmp_path}/none")
    client = client_of(fake)
    with pytest.raises(Misconfigured, match="AWS_ACCESS_KEY_ID"):
        await chat_of(client).chat(REQUEST)
    await client.close()


async def test_caches_the_stable_part_of_the_prompt(fake: FakeBedrock, chat: BedrockChat) -> None:
    fake.responder = lambda _: Reply([{"text": "Hello."}], cached_tokens=1000)
    answer = await chat.chat(REQUEST)
    system = fake.calls[0].body["system"]
    assert system == [{"text": "You are Ada."}, {"cachePoint": {"type": "default"}}]
    assert answer.cached_tokens == 1000
    assert answer.input_tokens > 1000


@pytest.mark.parametrize("streamed", [False, True])
async def test_finds_out_what_the_model_lacks_and_keeps_to_it(
    fake: FakeBedrock, chat: BedrockChat, *, streamed: bool
) -> None:
    fake.lacks = {"cachePoint", "temperature", "outputConfig", "toolConfig"}

    async def answer() -> str:
        if not streamed:
            return (await chat.chat(IN_SCHEMA)).text
        events = await drain(chat.stream(IN_SCHEMA))
        end = events[-1]
        assert isinstance(end, StreamEnd)
        return end.answer.text

    assert (await answer()).startswith("Echo")
    calls = len(fake.calls)
    assert calls == 5
    last = fake.calls[-1].body
    assert "additionalProperties" in last["system"][-1]["text"]
    await answer()
    assert len(fake.calls) == calls + 1


async def test_a_fixed_structure_that_the_model_lacks_is_an_error(
    fake: FakeBedrock, client: BedrockClient
) -> None:
    fake.lacks = {"outputConfig"}
    settings = BedrockChatSettings(model=CHAT_MODEL, structure="schema")
    with pytest.raises(Misconfigured, match="outputConfig"):
        await chat_of(client, settings).chat(IN_SCHEMA)


REFUSALS = [
    (Refuse("ThrottlingException", "Too many requests"), Throttled),
    (Refuse("ThrottlingException", "Too many tokens per day"), QuotaExceeded),
    (Refuse("ServiceQuotaExceededException"), QuotaExceeded),
    (Refuse("ModelTimeoutException"), TimedOut),
    (Refuse("ModelErrorException"), ModelFailed),
    (Refuse("ModelNotReadyException"), ModelFailed),
    (Refuse("InternalServerException"), ModelFailed),
    (Refuse("ServiceUnavailableException"), ModelFailed),
    (Refuse("AccessDeniedException"), AccessDenied),
    (Refuse("ResourceNotFoundException"), Misconfigured),
    (Refuse("ValidationException", "Input is too long for requested model."), PromptTooLong),
    (Refuse("ValidationException", "The provided model identifier is invalid."), Misconfigured),
]


@pytest.mark.parametrize(("fault", "kind"), REFUSALS, ids=lambda value: getattr(value, "code", ""))
@pytest.mark.parametrize("streamed", [False, True])
async def test_names_each_refusal_after_one_attempt(
    fake: FakeBedrock, chat: BedrockChat, fault: Refuse, kind: type[ModelError], *, streamed: bool
) -> None:
    fake.faults.append(fault)
    with pytest.raises(kind) as caught:
        await (anext(chat.stream(REQUEST)) if streamed else chat.chat(REQUEST))
    assert type(caught.value) is kind
    assert fault.message in str(caught.value)
    assert len(fake.calls) == 1


async def test_says_that_a_model_needs_an_inference_profile(fake: FakeBedrock, chat: BedrockChat) -> None:
    said = "Invocation of model ID x with on-demand throughput isn't supported."
    fake.faults.append(Refuse("ValidationException", said))
    with pytest.raises(Misconfigured, match='EVERBROOK_PROFILE to "auto"'):
        await chat.chat(REQUEST)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Break(3, "throttled"), Throttled),
        (Break(0, "throttled"), Throttled),
        (Break(3, "model error"), BrokenStream),
        (Break(3, "disconnect"), BrokenStream),
        (Break(3, "garbage"), BrokenStream),
        (Break(3, "early end"), BrokenStream),
        (Break(0, "early end"), BrokenStream),
    ],
)
async def test_names_each_break_of_a_stream(
    fake: FakeBedrock, chat: BedrockChat, fault: Break, kind: type[ModelError]
) -> None:
    fake.faults.append(fault)
    seen: list[StreamEvent] = []
    with pytest.raises(kind) as caught:
        await drain(chat.stream(REQUEST), seen)
    assert type(caught.value) is kind
    assert not any(isinstance(event, StreamEnd) for event in seen)
    assert await drain(chat.stream(REQUEST))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("content_filtered", ContentFiltered),
        ("guardrail_intervened", ContentFiltered),
        ("model_context_window_exceeded", PromptTooLong),
        ("malformed_model_output", ModelFailed),
    ],
)
@pytest.mark.parametrize("streamed", [False, True])
async def test_names_each_way_of_stopping_without_an_answer(
    fake: FakeBedrock, chat: BedrockChat, said: str, kind: type[ModelError], *, streamed: bool
) -> None:
    fake.responder = lambda _: Reply([{"text": "I cannot"}], said)
    with pytest.raises(kind):
        await (drain(chat.stream(REQUEST)) if streamed else chat.chat(REQUEST))


async def test_says_when_an_answer_was_cut_off(fake: FakeBedrock, chat: BedrockChat) -> None:
    fake.responder = lambda _: Reply([{"text": "Hello and"}], "max_tokens")
    assert (await chat.chat(REQUEST)).stop_reason == "length"


@pytest.mark.parametrize(
    ("model", "region", "profile", "invoked"),
    [
        (CHAT_MODEL, "us-west-2", "auto", f"us.{CHAT_MODEL}"),
        (CHAT_MODEL, "eu-central-1", "auto", f"eu.{CHAT_MODEL}"),
        (CHAT_MODEL, "ap-northeast-1", "auto", f"jp.{CHAT_MODEL}"),
        (CHAT_MODEL, "ap-northeast-3", "geography", f"jp.{CHAT_MODEL}"),
        (CHAT_MODEL, "ap-southeast-2", "auto", f"au.{CHAT_MODEL}"),
        *[
            (CHAT_MODEL, region, "auto", f"global.{CHAT_MODEL}")
            for region in (
                "ap-south-1",
                "ap-southeast-1",
                "ap-northeast-2",
                "af-south-1",
                "sa-east-1",
                "me-central-1",
            )
        ],
        ("amazon.nova-lite-v1:0", "us-east-1", "geography", "us.amazon.nova-lite-v1:0"),
        ("amazon.nova-lite-v1:0", "us-gov-west-1", "geography", "us-gov.amazon.nova-lite-v1:0"),
        ("amazon.nova-lite-v1:0", "ap-south-1", "geography", "apac.amazon.nova-lite-v1:0"),
        ("amazon.nova-lite-v1:0", "sa-east-1", "global", "global.amazon.nova-lite-v1:0"),
        ("amazon.nova-lite-v1:0", "eu-west-1", "none", "amazon.nova-lite-v1:0"),
        ("jp.anthropic.x", "ap-northeast-1", "geography", "jp.anthropic.x"),
        ("arn:aws:bedrock:us-east-1::y", "us-east-1", "global", "arn:aws:bedrock:us-east-1::y"),
    ],
)
def test_inference_profiles(model: str, region: str, profile: Profile, invoked: str) -> None:
    assert inference_profile(model, region, profile) == invoked
    assert base_model(inference_profile(base_model(model), region, "none")) == base_model(model)


def test_a_region_without_a_geography_is_misconfigured() -> None:
    with pytest.raises(Misconfigured, match="sa-east-1"):
        inference_profile("amazon.nova-lite-v1:0", "sa-east-1", "geography")
    with pytest.raises(Misconfigured, match="EVERBROOK_PROFILE"):
        inference_profile(CHAT_MODEL, "ap-south-1", "geography")


async def test_says_how_to_ask_for_access(fake: FakeBedrock, chat: BedrockChat) -> None:
    fake.faults.append(Refuse("AccessDeniedException", "You don't have access to the model."))
    with pytest.raises(AccessDenied, match="ask for access, open the model once"):
        await chat.chat(REQUEST)


EMBEDDINGS = [
    BedrockEmbeddingSettings(),
    BedrockEmbeddingSettings(dimensions=256),
    BedrockEmbeddingSettings("cohere.embed-multilingual-v3", 1024),
    BedrockEmbeddingSettings("cohere.embed-v4:0", 512, "geography"),
]


@pytest.mark.parametrize("settings", EMBEDDINGS, ids=lambda s: f"{s.model} {s.dimensions}")
async def test_embeds(client: BedrockClient, settings: BedrockEmbeddingSettings) -> None:
    model = BedrockEmbeddings(client, settings)
    texts = ["the mill burns", "", "a mill burns down", "blue boats", *["word"] * 100, "x " * 3000]
    embeddings = await model.embed(texts, "query")
    vectors = embeddings.vectors
    assert vectors.shape == (len(texts), settings.dimensions)
    assert vectors.dtype == np.float32
    assert (embeddings.model, embeddings.dimensions) == (settings.model, settings.dimensions)
    assert embeddings.tokens > 100
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths[1] == 0
    assert np.allclose(np.delete(lengths, 1), 1)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[3]
    assert np.array_equal(vectors[4], vectors[50])


async def test_embeds_nothing(fake: FakeBedrock, client: BedrockClient) -> None:
    embeddings = await BedrockEmbeddings(client, BedrockEmbeddingSettings()).embed([])
    assert embeddings.vectors.shape == (0, 1024)
    assert fake.calls == []


@pytest.mark.parametrize(
    ("model", "dimensions", "remedy"),
    [("amazon.titan-embed-text-v2:0", 300, "256, 512, 1024"), ("openai.ada", 256, "choose one")],
)
async def test_embedding_settings_that_cannot_work(
    client: BedrockClient, model: str, dimensions: int, remedy: str
) -> None:
    with pytest.raises(Misconfigured, match=remedy):
        BedrockEmbeddings(client, BedrockEmbeddingSettings(model, dimensions))


async def test_a_thread_that_hangs_does_not_hold_up_the_next_call(fake: FakeBedrock) -> None:
    settings = BedrockSettings(REGION, fake.address, connections=2, read_timeout_ms=100)
    client = BedrockClient(settings)
    hasty = msgspec.structs.replace(REQUEST, deadline_ms=30)
    fake.responder = lambda _: (fake.closing.wait(0.09), Reply([{"text": "Late."}]))[1]
    chat = chat_of(client)
    late = await asyncio.gather(*(chat.chat(hasty) for _ in range(2)), return_exceptions=True)
    assert all(isinstance(error, TimedOut) for error in late)
    fake.responder = lambda _: Reply([{"text": "Here."}])
    assert (await chat.chat(REQUEST)).text == "Here."
    await client.close()
