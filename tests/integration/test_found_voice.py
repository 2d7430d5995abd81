"""`--voice auto`: whatever listens at the usual ports of this machine, a model that can talk is found, or none is."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import msgspec
import pytest

from everbrook.finding import USUAL_PORTS, with_found_voice
from everbrook.settings import Settings
from everbrook.voicing import API_KEY, checked_voice
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.raw_http import Json, Raw, refused, whole

AUTO = Settings(voice="auto")


@pytest.fixture
def fake() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as server:
        yield server


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_the_first_model_that_can_talk_is_used(fake: FakeOpenAI, free_port: int) -> None:
    found = await with_found_voice(AUTO, [("Nobody", free_port), ("Somebody", fake.server_port)])
    assert (found.voice, found.model, found.base_url) == ("openai", "chat", fake.base_url)
    assert [call.body["model"] for call in fake.calls if "messages" in call.body] == ["chat"], "no embedder"
    voice = await checked_voice(found, {})
    assert {chain.usual for chain in voice.chains.values()} == {("chat",)}


async def test_a_model_that_refuses_to_talk_is_passed_over(fake: FakeOpenAI) -> None:
    def answers(body: Json, _text: str) -> Raw:
        if body["model"] == "arctic":
            return refused(400, '"arctic" does not support chat')
        return whole({"content": "Yes."})

    fake.manners, fake.models = answers, ("arctic", "nomic-embed-text", "chat")
    assert (await with_found_voice(AUTO, [("Ollama", fake.server_port)])).model == "chat"
    fake.models = ("arctic", "nomic-embed-text")
    assert (await with_found_voice(AUTO, [("Ollama", fake.server_port)])).voice == "scripted"


async def test_a_model_of_choice_is_taken_where_it_is(fake: FakeOpenAI) -> None:
    wished = msgspec.structs.replace(AUTO, model="cheap")
    assert (await with_found_voice(wished, [("vLLM", fake.server_port)])).voice == "scripted"
    fake.models = ("cheap", "chat")
    assert (await with_found_voice(wished, [("vLLM", fake.server_port)])).model == "cheap"


async def test_the_script_speaks_where_nothing_is_found(free_port: int) -> None:
    assert (await with_found_voice(AUTO, [("Nobody", free_port)])).voice == "scripted"


async def test_another_voice_is_left_alone_and_a_key_is_given_to_nobody_found(fake: FakeOpenAI) -> None:
    assert await with_found_voice(Settings(), [("Ollama", fake.server_port)]) == Settings()
    ports = [("Ollama", fake.server_port)]
    voice = await checked_voice(AUTO, {API_KEY: "sk-of-another-provider"}, ports=ports)
    assert (voice.name, voice.models.api_keys) == ("openai", {})
    assert not any(call.authorization for call in fake.calls)


def test_the_usual_ports() -> None:
    assert dict(USUAL_PORTS) == {"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080, "vLLM": 8000}
