"""The model port: what a chat model and an embedding model are asked, and what they answer.

Adapters implement `ChatModel` or `EmbeddingModel`. They make one attempt a call and raise one of
the errors of `agent.models.errors`; retries, limits, fallback and the ledger live above them, so
that they are the same for every provider.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, Literal, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

StopReason = Literal["end", "length"]
Thinking = Literal["off", "on"]
"""Whether a model may think before it answers; `off` is a wish that some models can't fulfil."""
Purpose = Literal["document", "query"]


class Prompt(msgspec.Struct, frozen=True):
    """What a model reads.

    `system` holds the stable parts, the most stable first: providers cache by prefix. `user` is
    what differs from call to call.
    """

    system: tuple[str, ...]
    user: str


class AnswerSchema(msgspec.Struct, frozen=True):
    """The JSON schema that an answer must fit; see `agent.models.schema.answer_schema`."""

    name: str
    schema: dict[str, Any]


class ChatRequest(msgspec.Struct, frozen=True):
    """One question to a chat model. `deadline_ms` is a span, counted from the call."""

    prompt: Prompt
    schema: AnswerSchema | None = None
    max_tokens: int = 512
    temperature: float = 0.7
    deadline_ms: int = 30_000


class ChatAnswer(msgspec.Struct, frozen=True):
    """A model's whole answer.

    `input_tokens` counts all that was read, `cached_tokens` the part of it that came from the
    provider's cache and `cache_write_tokens` the part that was put there. `stop_reason` is
    "length" when the answer was cut off at `max_tokens`.
    """

    text: str
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    latency_ms: int
    stop_reason: StopReason
    cache_write_tokens: int = 0


class TextDelta(msgspec.Struct, frozen=True, tag="text"):
    """The next piece of an answer's text."""

    text: str


class StreamEnd(msgspec.Struct, frozen=True, tag="end"):
    """The last event of a stream that went well: the answer as `chat` would have given it."""

    answer: ChatAnswer


StreamEvent = TextDelta | StreamEnd


class Embeddings(msgspec.Struct, frozen=True):
    """Vectors of some texts: float32 of shape (texts, dimensions), each of length 1.

    A text with nothing to embed has the zero vector, which is as near to one text as to another.
    """

    vectors: NDArray[np.float32]
    model: str
    dimensions: int
    tokens: int


class ChatModel(Protocol):
    """A chat model. Every method may raise any `ModelError`."""

    @property
    def name(self) -> str:
        """The model's name at its provider; settings may call it by another."""
        ...

    @property
    def thinks(self) -> bool:
        """Whether it thinks before it answers, as far as was told or seen: then answers need room for that."""
        ...

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        """Answer `request`, or raise; never later than its deadline."""
        ...

    def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Yield the answer's text as it comes, then `StreamEnd`; never later than the deadline."""
        ...

    async def count_tokens(self, prompt: Prompt) -> int:
        """Count what `prompt` would cost: exact where the provider counts, else estimated."""
        ...

    async def close(self) -> None:
        """Give back connections and threads; the model is not used after it."""
        ...


class EmbeddingModel(Protocol):
    """An embedding model. Every method may raise any `ModelError`."""

    @property
    def name(self) -> str:
        """The model's name as stored beside every vector."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of every vector, as stored beside it."""
        ...

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """Embed `texts` in order; `purpose` tells a stored text from a question about texts."""
        ...

    async def close(self) -> None:
        """Give back connections and threads; the model is not used after it."""
        ...


EmbeddingsFor = Callable[[str, str], EmbeddingModel]
"""The embedding model as it is called on behalf of a world's player; an empty player is for several or none."""


CHARACTERS_PER_TOKEN = 4


def estimated_tokens(*texts: str) -> int:
    """Estimate tokens from characters, rounding up: for providers that cannot count."""
    return sum(-(-len(text) // CHARACTERS_PER_TOKEN) for text in texts)


def unit_vectors(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale each row of (n, d) to length 1; rows without length or with NaN become zero."""
    finite = np.nan_to_num(vectors, nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(finite, axis=1, keepdims=True)
    return np.divide(finite, lengths, out=np.zeros_like(finite), where=lengths > 0, dtype=np.float32)
