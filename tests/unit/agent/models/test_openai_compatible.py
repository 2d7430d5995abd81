"""OpenAI-compatible servers: each way to be mis-set or to fail has its name and its remedy."""

import json
from collections.abc import AsyncGenerator

import msgspec
import numpy as np
import pytest

from agent.models.errors import (
    BrokenStream,
    ContentFiltered,
    Misconfigured,
    ModelError,
    ModelFailed,
    PromptTooLong,
    QuotaExceeded,
    Throttled,
    TimedOut,
    Unreachable,
)
from agent.models.openai_compatible import OpenAICompatibleChat, OpenAISettings
from agent.models.openai_embeddings import OpenAICompatibleEmbeddings, OpenAIEmbeddingSettings
from agent.models.port import ChatRequest, Prompt, StreamEnd, StreamEvent
from agent.models.schema import answer_schema
from tests.fakes.draining import drain
from tests.fakes.openai_server import HTML, Break, FakeOpenAI, Respond
from tests.fakes.still_clock import StillClock

REQUEST = ChatRequest(Prompt(("You are Ada.", "Be kind."), "Say hello to the town."))


class Line(msgspec.Struct, frozen=True):
    say: str
    end: bool


IN_SCHEMA = msgspec.structs.replace(REQUEST, schema=answer_schema(Line))


@pytest.fixture
async def fake() -> AsyncGenerator[FakeOpenAI, None]:
    with FakeOpenAI() as server:
        yield server


@pytest.fixture
async def chat(fake: FakeOpenAI) -> AsyncGenerator[OpenAICompatibleChat, None]:
    model = OpenAICompatibleChat(OpenAISettings(fake.base_url, "chat"))
    yield model
    await model.close()


async def failure(settings: OpenAISettings, *, streamed: bool, key: str | None = None) -> ModelError:
    """The error with which a call fails under these settings."""
    model = OpenAICompatibleChat(settings, api_key=key, clock=StillClock())
    try:
        with pytest.raises(ModelError) as caught:
            await (anext(model.stream(REQUEST)) if streamed else model.chat(REQUEST))
    finally:
        await model.close()
    return caught.value


@pytest.mark.parametrize("url", ["localhost:11434/v1", "", "ftp://host/v1", "http://", "http://host:port/v1"])
def test_a_base_url_that_is_none(url: str) -> None:
    with pytest.raises(Misconfigured, match="base_url"):
        OpenAICompatibleChat(OpenAISettings(url, "chat"))


@pytest.mark.parametrize("streamed", [False, True])
class TestMisSet:
    async def test_host_that_is_not_known(self, *, streamed: bool) -> None:
        error = await failure(OpenAISettings("http://no.such.invalid/v1", "chat"), streamed=streamed)
        assert isinstance(error, Unreachable)
        assert "Correct the host" in str(error)

    async def test_path_that_is_not_there(self, fake: FakeOpenAI, *, streamed: bool) -> None:
        error = await failure(OpenAISettings(f"{fake.address}/api", "chat"), streamed=streamed)
        assert isinstance(error, Misconfigured)
        assert "ends in /v1" in str(error)

    async def test_model_that_is_not_there(self, fake: FakeOpenAI, *, streamed: bool) -> None:
        error = await failure(OpenAISettings(fake.base_url, "llama9"), streamed=streamed)
        assert isinstance(error, Misconfigured)
        assert "It has: chat, embed." in str(error)

    async def test_wrong_key(self, *, streamed: bool) -> None:
        with FakeOpenAI(api_key="right") as fake:
            settings = OpenAISettings(fake.base_url, "chat")
            error = await failure(settings, streamed=streamed, key="wrong")
            assert isinstance(error, Misconfigured)
            assert "Correct the key" in str(error)
            model = OpenAICompatibleChat(settings, api_key="right")
            assert (await model.chat(REQUEST)).text
            await model.close()

    async def test_a_web_page_instead_of_the_api(self, fake: FakeOpenAI, *, streamed: bool) -> None:
        fake.faults.append(Respond(200, "<html>Ollama is running</html>", HTML))
        error = await failure(OpenAISettings(fake.base_url, "chat"), streamed=streamed)
        assert isinstance(error, Misconfigured)
        assert "Ollama is running" in str(error)

    async def test_json_of_another_api(self, fake: FakeOpenAI, *, streamed: bool) -> None:
        fake.faults.append(Respond(200, '{"status": "ok"}'))
        error = await failure(OpenAISettings(fake.base_url, "chat"), streamed=streamed)
        assert isinstance(error, Misconfigured)

    async def test_a_redirect(self, fake: FakeOpenAI, *, streamed: bool) -> None:
        moved = Respond(308, "", headers={"location": "https://elsewhere.example/v1"})
        fake.faults.append(moved)
        error = await failure(OpenAISettings(fake.base_url, "chat"), streamed=streamed)
        assert isinstance(error, Misconfigured)
        assert "https://elsewhere.example/v1" in str(error)

    async def test_https_where_http_is_spoken(self, fake: FakeOpenAI, *, streamed: bool) -> None:
        url = fake.base_url.replace("http://", "https://")
        error = await failure(OpenAISettings(url, "chat"), streamed=streamed)
        assert isinstance(error, Misconfigured)
        assert "http://" in str(error)


def told(message: str, code: str = "bad") -> str:
    return json.dumps({"error": {"message": message, "code": code, "type": code}})


RESPONSES = [
    (Respond(429, told("Slow down"), headers={"retry-after": "1.5"}), Throttled),
    (Respond(429, told("Slow down"), headers={"retry-after": "soon"}), Throttled),
    (Respond(429, told("You have no credit", "insufficient_quota")), QuotaExceeded),
    (Respond(402, told("Insufficient balance")), QuotaExceeded),
    (Respond(400, told("This model's maximum context length is 4096 tokens")), PromptTooLong),
    (Respond(413, "too large", "text/plain"), PromptTooLong),
    (Respond(400, told("blocked", "content_policy_violation")), ContentFiltered),
    (Respond(400, '{"error": "No models loaded"}'), Misconfigured),
    (Respond(400, '{"detail": [{"msg": "odd field"}]}'), Misconfigured),
    (Respond(504, "<html>", HTML), TimedOut),
    (Respond(500, "<html>", HTML), ModelFailed),
    (Respond(503, told("Loading model")), ModelFailed),
]


@pytest.mark.parametrize(("fault", "kind"), RESPONSES, ids=lambda value: getattr(value, "body", ""))
@pytest.mark.parametrize("streamed", [False, True])
async def test_names_each_refusal(
    fake: FakeOpenAI, fault: Respond, kind: type[ModelError], *, streamed: bool
) -> None:
    fake.faults.append(fault)
    error = await failure(OpenAISettings(fake.base_url, "chat"), streamed=streamed)
    assert isinstance(error, kind)
    if isinstance(error, Throttled):
        assert error.retry_after_ms == (1500 if fault.headers["retry-after"] == "1.5" else 0)


@pytest.mark.parametrize("how", ["disconnect", "error", "garbage", "early end"])
async def test_names_each_break_of_a_stream(fake: FakeOpenAI, chat: OpenAICompatibleChat, how: str) -> None:
    fake.faults.append(msgspec.convert({"after_chunks": 3, "how": how}, Break))
    seen: list[StreamEvent] = []
    with pytest.raises(BrokenStream):
        await drain(chat.stream(REQUEST), seen)
    assert seen
    assert not any(isinstance(event, StreamEnd) for event in seen)


@pytest.mark.parametrize(
    ("reply", "finish_reason"),
    [({"refusal": "I would rather not."}, "stop"), ({"content": "I"}, "content_filter")],
)
async def test_a_refusal_is_no_answer(
    fake: FakeOpenAI, chat: OpenAICompatibleChat, reply: dict[str, str], finish_reason: str
) -> None:
    fake.reply, fake.finish_reason = reply, finish_reason
    with pytest.raises(ContentFiltered):
        await chat.chat(REQUEST)
    with pytest.raises(ContentFiltered):
        await drain(chat.stream(REQUEST))


async def test_finds_out_what_the_server_lacks_and_keeps_to_it(
    fake: FakeOpenAI, chat: OpenAICompatibleChat
) -> None:
    fake.lacks = {"response_format", "temperature", "max_tokens", "stream_options"}
    await chat.chat(IN_SCHEMA)
    body = fake.calls[-1].body
    assert "additionalProperties" in body["messages"][0]["content"]
    assert body["max_completion_tokens"] == IN_SCHEMA.max_tokens
    calls = len(fake.calls)
    assert await drain(chat.stream(IN_SCHEMA))
    assert len(fake.calls) == calls + 2
    assert await drain(chat.stream(IN_SCHEMA))
    assert len(fake.calls) == calls + 3


async def test_a_fixed_structure_that_the_server_lacks_is_an_error(fake: FakeOpenAI) -> None:
    fake.lacks = {"response_format"}
    model = OpenAICompatibleChat(OpenAISettings(fake.base_url, "chat", structure="schema"))
    with pytest.raises(Misconfigured, match="response_format"):
        await model.chat(IN_SCHEMA)
    await model.close()


async def test_estimates_tokens_that_are_not_reported(fake: FakeOpenAI, chat: OpenAICompatibleChat) -> None:
    fake.reports_usage = False
    answer = await chat.chat(REQUEST)
    events = await drain(chat.stream(REQUEST))
    assert answer.input_tokens == 11
    assert answer.output_tokens == -(-len(answer.text) // 4)
    assert isinstance(events[-1], StreamEnd)
    assert events[-1].answer.output_tokens == answer.output_tokens


async def test_embeds_in_order(fake: FakeOpenAI) -> None:
    settings = OpenAIEmbeddingSettings(fake.base_url, "embed", 16, asks_dimensions=True)
    model = OpenAICompatibleEmbeddings(settings)
    texts = ["a" * length for length in range(100)]
    embeddings = await model.embed(texts)
    assert embeddings.vectors.shape == (100, 16)
    assert not embeddings.vectors[0].any()
    assert np.all(np.diff(embeddings.vectors[1:, 0]) > 0)
    assert np.allclose(np.linalg.norm(embeddings.vectors[1:], axis=1), 1)
    assert (await model.embed([])).vectors.shape == (0, 16)
    await model.close()


async def test_says_how_many_dimensions_there_are(fake: FakeOpenAI) -> None:
    model = OpenAICompatibleEmbeddings(OpenAIEmbeddingSettings(fake.base_url, "embed", 16))
    with pytest.raises(Misconfigured, match=r"\[8\]"):
        await model.embed(["hello"])
    await model.close()
