"""What every chat adapter does alike, each against a real server."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta, Struct

from agent.models.bedrock import BedrockChatSettings
from agent.models.clock import MonotonicClock
from agent.models.errors import ModelError, TimedOut, Unreachable
from agent.models.openai_compatible import OpenAICompatibleChat, OpenAISettings
from agent.models.partial import string_field_so_far
from agent.models.port import ChatModel, ChatRequest, Prompt, StreamEnd, TextDelta
from agent.models.schema import answer_schema
from agent.models.structured import ask
from tests.fakes import bedrock_server, openai_server
from tests.fakes.bedrock_models import CHAT_MODEL, chat_of, client_of, give_credentials
from tests.fakes.bedrock_server import FakeBedrock
from tests.fakes.draining import drain
from tests.fakes.openai_server import FakeOpenAI

HELLO = ChatRequest(Prompt(("You are Ada.", "You are kind."), "Say  hello,\nplease. “Ünïcode” 🌻"))
IMPATIENT = msgspec.structs.replace(HELLO, deadline_ms=80)


class Promise(Struct, frozen=True):
    """A meeting that both agreed to."""

    place: str
    hour: Annotated[int, Meta(ge=0, le=23)]


class Line(Struct, frozen=True):
    say: Annotated[str, Meta(min_length=1, max_length=300)]
    emotion: Literal["calm", "glad"]
    end: bool = False
    promise: Promise | None = None


class Rig(Struct):
    """A model, its server, and the faults that the server understands."""

    model: ChatModel
    server: FakeBedrock | FakeOpenAI

    def hang(self, after: int = 0) -> None:
        if isinstance(self.server, FakeBedrock):
            self.server.faults.append(bedrock_server.Hang(after))
        else:
            self.server.faults.append(openai_server.Hang(after))


@asynccontextmanager
async def bedrock(structure: Literal["auto", "schema", "tool", "prompt"]) -> AsyncGenerator[Rig, None]:
    with FakeBedrock() as server, pytest.MonkeyPatch.context() as patch:
        give_credentials(patch)
        client = client_of(server)
        settings = BedrockChatSettings(model=CHAT_MODEL, structure=structure)
        yield Rig(chat_of(client, settings), server)
        await client.close()


@asynccontextmanager
async def openai() -> AsyncGenerator[Rig, None]:
    with FakeOpenAI() as server:
        model = OpenAICompatibleChat(OpenAISettings(server.base_url, "chat"))
        yield Rig(model, server)
        await model.close()


@pytest.fixture(params=["bedrock schema", "bedrock tool", "openai"])
async def rig(request: pytest.FixtureRequest) -> AsyncGenerator[Rig, None]:
    match request.param:
        case "bedrock schema":
            opened = bedrock("schema")
        case "bedrock tool":
            opened = bedrock("tool")
        case _:
            opened = openai()
    async with opened as rig:
        yield rig


async def test_answers_a_prompt(rig: Rig) -> None:
    answer = await rig.model.chat(HELLO)
    assert answer.text == f"Echo: {HELLO.prompt.user}"
    assert answer.stop_reason == "end"
    assert answer.input_tokens > 5
    assert answer.output_tokens > 3


async def test_a_stream_holds_the_same_answer(rig: Rig) -> None:
    events = await drain(rig.model.stream(HELLO))
    texts = [event.text for event in events if isinstance(event, TextDelta)]
    end = events[-1]
    assert len(texts) > 3
    assert isinstance(end, StreamEnd)
    assert "".join(texts) == end.answer.text == (await rig.model.chat(HELLO)).text
    assert end.answer.output_tokens > 3


async def test_answers_in_a_schema(rig: Rig) -> None:
    line = await ask(rig.model.chat, HELLO, Line, MonotonicClock())
    assert line.emotion == "calm"
    assert line.promise == Promise("naïve “text” 🌻", 7)


async def test_streams_an_answer_in_a_schema(rig: Rig) -> None:
    request = msgspec.structs.replace(HELLO, schema=answer_schema(Line))
    events = await drain(rig.model.stream(request))
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert msgspec.json.decode(text, type=Line).say == string_field_so_far(text, "say")


async def test_times_out_at_the_deadline_and_answers_again_at_once(rig: Rig) -> None:
    rig.hang()
    started_ms = MonotonicClock().now_ms()
    with pytest.raises(TimedOut):
        await rig.model.chat(IMPATIENT)
    assert (await rig.model.chat(HELLO)).text
    assert MonotonicClock().now_ms() - started_ms < 5_000


@pytest.mark.parametrize("after", [0, 3])
async def test_a_stream_times_out_at_the_deadline(rig: Rig, after: int) -> None:
    rig.hang(after)
    with pytest.raises(TimedOut):
        await drain(rig.model.stream(IMPATIENT))
    assert (await rig.model.chat(HELLO)).text


async def test_a_stream_can_be_left(rig: Rig) -> None:
    async with aclosing(rig.model.stream(HELLO)) as events:
        async for _ in events:
            break
    assert (await rig.model.chat(HELLO)).text


async def test_a_call_can_be_cancelled(rig: Rig) -> None:
    rig.hang()
    call = asyncio.create_task(rig.model.chat(HELLO))
    while rig.server.faults:  # until the server has taken the call, and the fault with it
        await asyncio.sleep(0.005)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert (await rig.model.chat(HELLO)).text


async def test_says_that_no_server_is_there(rig: Rig) -> None:
    rig.server.__exit__(None, None, None)
    for call in (rig.model.chat(HELLO), anext(rig.model.stream(HELLO))):
        with pytest.raises(Unreachable, match=r"[Cc]heck|[Cc]orrect"):
            await call


async def test_many_calls_at_once(rig: Rig) -> None:
    answers = await asyncio.gather(*(rig.model.chat(HELLO) for _ in range(40)))
    assert len({answer.text for answer in answers}) == 1


async def test_counts_tokens(rig: Rig) -> None:
    short = await rig.model.count_tokens(Prompt((), "Hello"))
    long = await rig.model.count_tokens(Prompt(("You are Ada.",), "Hello there " * 50))
    assert 0 < short < long


async def test_errors_are_named(rig: Rig) -> None:
    if isinstance(rig.server, FakeBedrock):
        rig.server.faults.append(bedrock_server.Refuse("SomethingNew", "what is this"))
    else:
        rig.server.faults.append(openai_server.Respond(418, "I'm a teapot", "text/plain"))
    with pytest.raises(ModelError, match=r"what is this|teapot"):
        await rig.model.chat(HELLO)
