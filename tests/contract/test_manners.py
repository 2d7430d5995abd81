"""Every manner of a model's server, through every task, streamed and whole: no line that a person would have understood
is lost, none is paid for again, and what is wrong is called by its name.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from agent.asking.streaming import streamed
from agent.models.clock import MonotonicClock
from agent.models.course import ModelLimits
from agent.models.errors import ModelError
from agent.models.ledger import Caller
from agent.models.openai_compatible import OpenAICompatibleChat, OpenAISettings
from agent.models.port import ChatAnswer, ChatRequest, Prompt
from agent.models.structured import ask_and_read, is_usable
from tests.answers import ASKED, Asked
from tests.fakes.hard_manners import HOPELESS, RECOVERED
from tests.fakes.manners import HARMLESS
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.raw_http import Answers
from tests.fakes.still_clock import StillClock
from tests.speaking import Stage

WIDE_MS = 600_000
"""No answer's outcome may hang on how busy the machine is."""
LIMITS = ModelLimits(concurrency=4, attempts=2, attempt_deadline_ms=WIDE_MS, first_delay_ms=1)
WAYS = ["whole", "streamed"]


@pytest.fixture(scope="module")
def server() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as fake:
        yield fake


@asynccontextmanager
async def opened(fake: FakeOpenAI, manners: Answers) -> AsyncGenerator[Stage]:
    fake.manners, fake.usable = manners, 0
    model = OpenAICompatibleChat(OpenAISettings(fake.base_url, "chat"), clock=StillClock())
    yield Stage({"chat": model}, MonotonicClock(), limits=LIMITS)
    await model.close()


async def answered(stage: Stage, asked: Asked, way: str, drafts: list[str] | None = None) -> object:
    """What comes of a question that is asked in one way."""
    ability, gate, clock = asked.ability, stage.gate, MonotonicClock()
    caller = Caller("w1", "p:1", ability.name)
    prompt = Prompt(("You are asked.",), "What?")
    request = ChatRequest(prompt, max_tokens=ability.max_tokens, deadline_ms=WIDE_MS)
    written = (drafts if drafts is not None else []).append

    def read(answer: msgspec.Struct) -> object:
        return ability.read(answer, asked.task)

    def fits(answer: ChatAnswer) -> bool:
        return is_usable(answer, ability.answer, read)

    async def chat(request: ChatRequest) -> ChatAnswer:
        if way == "whole":
            return await gate.chat(caller, request, fits)
        return await streamed(gate, caller, request, clock, written, fits)

    return await ask_and_read(chat, request, ability.answer, clock, read)


def meant(asked: Asked) -> object:
    return asked.ability.read(msgspec.convert(asked.answer, asked.ability.answer), asked.task)


def some_of(manner: str) -> list[Asked]:
    """Other tasks for each manner, so that each is tried with many; all of them with each take long."""
    every = list(ASKED.values())
    first = sum(manner.encode()) % len(every)
    return [every[first], every[first - 3]]


def every(_manner: str) -> list[Asked]:
    return list(ASKED.values())


TASKS = pytest.mark.parametrize(
    "tasks", [some_of, pytest.param(every, marks=pytest.mark.soak)], ids=["some", "every"]
)
Tasks = Callable[[str], list[Asked]]


@TASKS
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("manner", HARMLESS)
async def test_an_answer_is_understood_and_paid_once(
    server: FakeOpenAI, manner: str, way: str, tasks: Tasks
) -> None:
    async with opened(server, HARMLESS[manner]) as stage:
        for asked in tasks(manner):
            server.saying, server.usable, before = asked.text, 0, len(server.calls)
            assert await answered(stage, asked, way) == meant(asked), asked.ability.name
            assert (server.usable, len(server.calls)) == (1, before + 1)
        assert {call.outcome for call in await stage.calls()} == {"ok"}


@TASKS
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("manner", RECOVERED)
async def test_what_fails_first_is_understood_in_the_end_and_paid_once(
    server: FakeOpenAI, manner: str, way: str, tasks: Tasks
) -> None:
    for asked in tasks(manner):
        async with opened(server, RECOVERED[manner]()) as stage:
            server.saying = asked.text
            assert await answered(stage, asked, way) == meant(asked), asked.ability.name
            assert server.usable == 1
            # What was found out is kept: the next question needs no detour, whatever it is about.
            other = next(other for other in ASKED.values() if other is not asked)
            server.saying, before = other.text, len(server.calls)
            assert await answered(stage, other, way) == meant(other), other.ability.name
            assert len(server.calls) == before + 1


@TASKS
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("manner", HOPELESS)
async def test_what_never_answers_is_called_by_its_name(
    server: FakeOpenAI, manner: str, way: str, tasks: Tasks
) -> None:
    raw, kind = HOPELESS[manner]
    async with opened(server, lambda _body, _text: raw) as stage:
        for asked in tasks(manner):
            with pytest.raises(ModelError) as caught:
                await answered(stage, asked, way)
            if caught.value.kind != "resting":
                assert isinstance(caught.value, kind), caught.value
                assert caught.value.remedy
