"""Models in this process that do as they are told, for what stands above the adapters."""

from collections.abc import AsyncGenerator, Callable, Sequence

import numpy as np

from agent.models.errors import ModelError, TimedOut
from agent.models.port import (
    ChatAnswer,
    ChatRequest,
    Embeddings,
    Prompt,
    Purpose,
    StreamEnd,
    StreamEvent,
    TextDelta,
)
from tests.fakes.answers import pieces
from tests.fakes.virtual_time import LoopClock

HANG_MS = 10**9
Behaviour = Callable[[int], ModelError | int]


class ToldModel:
    """A chat model; `behaviour` says for a time in ms how long an answer takes, or how it fails.

    It keeps to its deadline, as every adapter does. `says` makes the text of its answers.
    """

    def __init__(
        self, name: str, behaviour: Behaviour, says: Callable[[ChatRequest], str] | None = None
    ) -> None:
        self.name = name
        self.thinks = False
        self.behaviour = behaviour
        self.says = says
        self.called_at_ms: list[int] = []
        self.under_way = 0
        self.most_under_way = 0
        self.fails_after_text: ModelError | None = None
        self.word_ms = 0

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        self.called_at_ms.append(LoopClock().now_ms())
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            behaviour = self.behaviour(LoopClock().now_ms())
            if isinstance(behaviour, ModelError):
                await LoopClock().sleep(min(20, request.deadline_ms))
                raise behaviour
            await LoopClock().sleep(min(behaviour, request.deadline_ms))
            if behaviour >= request.deadline_ms:
                raise TimedOut(f"{self.name} took too long")
        finally:
            self.under_way -= 1
        text = self.says(request) if self.says else f"{self.name} speaks"
        return ChatAnswer(text, 100, 50, 0, behaviour, "end")

    async def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        answer = await self.chat(request)
        for piece in pieces(answer.text):
            await LoopClock().sleep(self.word_ms)
            yield TextDelta(piece)
            if self.fails_after_text:
                raise self.fails_after_text
        yield StreamEnd(answer)

    async def count_tokens(self, prompt: Prompt) -> int:
        return len(prompt.user)

    async def close(self) -> None:
        """Nothing is held."""


class ToldEmbeddings:
    """An embedding model that fails as often as `failures` says, then answers."""

    name = "told-embeddings"
    dimensions = 4

    def __init__(self, *failures: ModelError) -> None:
        self.failures = list(failures)

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        if self.failures:
            raise self.failures.pop(0)
        return Embeddings(np.eye(len(texts), 4, dtype=np.float32), self.name, 4, 10 * len(texts))

    async def close(self) -> None:
        """Nothing is held."""
