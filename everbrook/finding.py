"""`--voice auto`: a server of language models on this machine, found at its usual port."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
import structlog

from agent.models.clock import MonotonicClock
from agent.models.errors import ModelError, StillLoading, TimedOut
from agent.models.openai_compatible import OpenAICompatibleChat, OpenAISettings
from agent.models.openai_http import OpenAIServer
from agent.models.port import ChatRequest, Prompt
from everbrook.settings import Settings

log: structlog.stdlib.BoundLogger = structlog.get_logger("voice")

AUTO = "auto"
USUAL_PORTS = (("Ollama", 11434), ("LM Studio", 1234), ("llama.cpp", 8080), ("vLLM", 8000))
"""Where servers with an API of OpenAI's shape listen unless they are told otherwise, the likeliest first."""
NO_TALKERS = re.compile(
    r"embed|rerank|\bbge\b|\be5\b|\bgte\b|minilm|whisper|\btts\b|\bclip\b|diffusion|moderation|guard",
    re.IGNORECASE,
)
"""Names of models that turn text into vectors, judge it, or work on sounds and pictures: not even asked."""
CONNECT_MS = 500
A_WORD = ChatRequest(
    Prompt(("You are asked whether you are there.",), "Answer with one word: yes."),
    max_tokens=16,
    temperature=0.0,
    deadline_ms=5_000,
)


class Found(msgspec.Struct, frozen=True):
    """A model that can talk, and where."""

    server: str
    base_url: str
    model: str


async def with_found_voice(settings: Settings, ports: Sequence[tuple[str, int]] = USUAL_PORTS) -> Settings:
    """Settings in which `auto` is the voice that was found: a model on this machine, or else the script."""
    if settings.voice != AUTO:
        return settings
    for server, port in ports:
        found = await _found(server, f"http://127.0.0.1:{port}/v1", settings.model)
        if found is not None:
            log.info("a model on this machine speaks", **msgspec.structs.asdict(found))
            return msgspec.structs.replace(
                settings, voice="openai", base_url=found.base_url, model=found.model
            )
    looked = ", ".join(f"{server} at {port}" for server, port in ports)
    log.info("no model that can talk was found on this machine; the scripted voice speaks", looked_for=looked)
    return msgspec.structs.replace(settings, voice="scripted")


async def _found(server: str, base_url: str, wanted: str) -> Found | None:
    """The first model there that can talk. `wanted` is the only one that will do, where it is not empty."""
    http = OpenAIServer(
        base_url, api_key=None, connections=1, connect_timeout_ms=CONNECT_MS, clock=MonotonicClock()
    )
    try:
        known = await http.known_models()
    finally:
        await http.close()
    for model in known or ():
        if model == wanted or (not wanted and not NO_TALKERS.search(model) and await _talks(base_url, model)):
            return Found(server, base_url, model)
    return None


async def _talks(base_url: str, model: str) -> bool:
    """Whether the model answers a word, or is so slow about it that it is being loaded."""
    chat = OpenAICompatibleChat(OpenAISettings(base_url, model))
    try:
        await chat.chat(A_WORD)
    except ModelError as error:
        return isinstance(error, TimedOut | StillLoading)
    finally:
        await chat.close()
    return True
