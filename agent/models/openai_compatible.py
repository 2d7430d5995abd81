"""Models behind an HTTP API of OpenAI's shape: Ollama, vLLM, LM Studio, llama.cpp, OpenAI.

Source: OpenAI API reference, "Chat Completions" and "Embeddings".
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Any, Literal, TypeVar

import msgspec
import numpy as np

from agent.models.clock import CallClock, MonotonicClock
from agent.models.dialect import Dialect, Structure, speak, with_schema_in_words
from agent.models.errors import (
    BrokenStream,
    ContentFiltered,
    Misconfigured,
    ModelFailed,
)
from agent.models.openai_errors import UnknownModel
from agent.models.openai_http import OpenAIServer
from agent.models.port import (
    AnswerSchema,
    ChatAnswer,
    ChatRequest,
    Embeddings,
    Prompt,
    Purpose,
    StopReason,
    StreamEnd,
    StreamEvent,
    TextDelta,
    estimated_tokens,
    unit_vectors,
)

T = TypeVar("T")

STRUCTURES: tuple[Structure, ...] = ("schema", "object", "prompt")
EMBEDDING_DEADLINE_MS = 20_000
TEXTS_PER_CALL = 64


class OpenAISettings(msgspec.Struct, frozen=True, tag="openai"):
    """One chat model behind `base_url`, which usually ends in /v1.

    `structure` is how an answer's schema is sent; "auto" tries the ways in this order, and what
    the server refuses is not tried again.
    """

    base_url: str
    model: str
    structure: Literal["auto", "schema", "object", "prompt"] = "auto"
    connections: int = 16
    connect_timeout_ms: int = 3_000


class OpenAIEmbeddingSettings(msgspec.Struct, frozen=True, tag="openai"):
    """One embedding model behind `base_url`.

    `asks_dimensions` sends the number along, for models that can give several.
    """

    base_url: str
    model: str
    dimensions: int
    asks_dimensions: bool = False
    connections: int = 4
    connect_timeout_ms: int = 3_000


class _CachedTokens(msgspec.Struct):
    cached_tokens: int | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _CachedTokens | None = None


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None


class _ChunkChoice(msgspec.Struct):
    delta: _Message
    finish_reason: str | None = None


class _Chunk(msgspec.Struct):
    choices: list[_ChunkChoice] = []
    usage: _Usage | None = None
    error: Any = None


class _Vector(msgspec.Struct):
    index: int
    embedding: list[float]


class _Vectors(msgspec.Struct):
    data: list[_Vector]
    usage: _Usage | None = None


class OpenAICompatibleChat:
    """A `ChatModel` behind an API of OpenAI's shape."""

    def __init__(
        self,
        settings: OpenAISettings,
        *,
        api_key: str | None = None,
        clock: CallClock | None = None,
    ) -> None:
        self._model = settings.model
        self._server = OpenAIServer(
            settings.base_url,
            api_key=api_key,
            connections=settings.connections,
            connect_timeout_ms=settings.connect_timeout_ms,
            clock=clock or MonotonicClock(),
        )
        self._dialect = Dialect(
            structures=STRUCTURES if settings.structure == "auto" else (settings.structure,)
        )

    @property
    def name(self) -> str:
        """The model's name at its server."""
        return self._model

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        """Answer `request` through /chat/completions."""
        clock = self._server.clock
        started_ms = clock.now_ms()

        async def attempt(dialect: Dialect) -> _Completion:
            body = _chat_body(self._model, request, dialect)
            span_ms = started_ms + request.deadline_ms - clock.now_ms()
            return await self._server.post("/chat/completions", body, _Completion, span_ms)

        completion = await self._speak(attempt)
        if not completion.choices:
            raise ModelFailed(f"{self._server.base_url} answered without a choice.")
        choice = completion.choices[0]
        if choice.message.refusal:
            raise ContentFiltered(f"The model refused: {choice.message.refusal}")
        text, stop_reason = choice.message.content or "", _stop_reason(choice.finish_reason)
        latency_ms = clock.now_ms() - started_ms
        return _answer(text, completion.usage, stop_reason, latency_ms, request.prompt)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Stream an answer through /chat/completions."""
        clock = self._server.clock
        started_ms = clock.now_ms()

        async def attempt(dialect: Dialect) -> tuple[AsyncGenerator[str, None], str | None]:
            body = _chat_body(self._model, request, dialect)
            body["stream"] = True
            if dialect.counts_streams:
                body["stream_options"] = {"include_usage": True}
            span_ms = started_ms + request.deadline_ms - clock.now_ms()
            lines = self._server.lines("/chat/completions", body, span_ms)
            return lines, await anext(lines, None)

        lines, first = await self._speak(attempt)
        text, finish_reason, usage = "", None, None
        async with aclosing(lines):
            async for chunk in _chunks(first, lines):
                usage = chunk.usage or usage
                for choice in chunk.choices[:1]:
                    finish_reason = choice.finish_reason or finish_reason
                    piece = _piece(choice.delta)
                    if piece:
                        text += piece
                        yield TextDelta(piece)
        if finish_reason is None:
            raise BrokenStream(f"The stream of {self._server.base_url} ended before the answer.")
        stop_reason = _stop_reason(finish_reason)
        latency_ms = clock.now_ms() - started_ms
        yield StreamEnd(_answer(text, usage, stop_reason, latency_ms, request.prompt))

    async def count_tokens(self, prompt: Prompt) -> int:
        """Estimated: this API cannot count."""
        return estimated_tokens(*prompt.system, prompt.user)

    async def close(self) -> None:
        """Close every connection."""
        await self._server.close()

    async def _speak(self, attempt: Callable[[Dialect], Awaitable[T]]) -> T:
        """Make `attempt` in the richest dialect that the server accepts, and keep to it."""
        try:
            result, self._dialect = await speak(self._dialect, self._model, attempt)
        except UnknownModel as error:
            raise await self._server.with_known_models(error) from error
        return result


class OpenAICompatibleEmbeddings:
    """An `EmbeddingModel` behind an API of OpenAI's shape."""

    def __init__(
        self,
        settings: OpenAIEmbeddingSettings,
        *,
        api_key: str | None = None,
        clock: CallClock | None = None,
    ) -> None:
        self._settings = settings
        self._server = OpenAIServer(
            settings.base_url,
            api_key=api_key,
            connections=settings.connections,
            connect_timeout_ms=settings.connect_timeout_ms,
            clock=clock or MonotonicClock(),
        )

    @property
    def name(self) -> str:
        """The model's name at its server."""
        return self._settings.model

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        return self._settings.dimensions

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """Embed `texts`; this API makes no difference between purposes."""
        filled = [place for place, text in enumerate(texts) if text.strip()]
        matrix = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        tokens = 0
        for start in range(0, len(filled), TEXTS_PER_CALL):
            part = filled[start : start + TEXTS_PER_CALL]
            vectors = await self._batch([texts[place] for place in part])
            tokens += vectors.usage.prompt_tokens if vectors.usage else 0
            matrix[part] = [vector.embedding for vector in vectors.data]
        return Embeddings(unit_vectors(matrix), self.name, self.dimensions, tokens)

    async def close(self) -> None:
        """Close every connection."""
        await self._server.close()

    async def _batch(self, texts: list[str]) -> _Vectors:
        """One call: a vector for each of `texts`, in their order and of the right length."""
        body: dict[str, Any] = {"model": self.name, "input": texts, "encoding_format": "float"}
        if self._settings.asks_dimensions:
            body["dimensions"] = self.dimensions
        try:
            vectors = await self._server.post("/embeddings", body, _Vectors, EMBEDDING_DEADLINE_MS)
        except UnknownModel as error:
            raise await self._server.with_known_models(error) from error
        vectors.data.sort(key=lambda vector: vector.index)
        if [vector.index for vector in vectors.data] != list(range(len(texts))):
            raise ModelFailed(f"{self.name} gave {len(vectors.data)} vectors for {len(texts)} texts.")
        lengths = {len(vector.embedding) for vector in vectors.data}
        if lengths != {self.dimensions}:
            raise Misconfigured(
                f"{self.name} gives vectors of {sorted(lengths)} dimensions, not the "
                f"{self.dimensions} of the settings; set dimensions to what it gives."
            )
        return vectors


def _chat_body(model: str, request: ChatRequest, dialect: Dialect) -> dict[str, Any]:
    prompt, schema = request.prompt, request.schema
    if schema and dialect.structure != "schema":
        prompt = with_schema_in_words(prompt, schema)
    body: dict[str, Any] = {"model": model, "messages": _messages(prompt)}
    body[dialect.max_tokens_field] = request.max_tokens
    if dialect.sends_temperature:
        body["temperature"] = request.temperature
    if schema and dialect.structure == "schema":
        body["response_format"] = _response_format(schema)
    if schema and dialect.structure == "object":
        body["response_format"] = {"type": "json_object"}
    return body


def _messages(prompt: Prompt) -> list[dict[str, str]]:
    """One system message: many servers take no second one."""
    system = "\n\n".join(text for text in prompt.system if text.strip())
    user = {"role": "user", "content": prompt.user}
    return [{"role": "system", "content": system}, user] if system else [user]


def _response_format(schema: AnswerSchema) -> dict[str, Any]:
    named = {"name": schema.name, "schema": schema.schema, "strict": True}
    return {"type": "json_schema", "json_schema": named}


async def _chunks(first: str | None, lines: AsyncIterator[str]) -> AsyncGenerator[_Chunk, None]:
    """The chunks in a stream of server-sent events, up to its end mark."""
    line = first
    while line is not None:
        if line.startswith("data:"):
            data = line.removeprefix("data:").strip()
            if data == "[DONE]":
                return
            yield _chunk(data)
        line = await anext(lines, None)


def _chunk(data: str) -> _Chunk:
    try:
        chunk = msgspec.json.decode(data, type=_Chunk)
    except msgspec.DecodeError as error:
        raise BrokenStream(f"The stream holds what is no chunk of an answer: {error}") from error
    if chunk.error is not None:
        raise BrokenStream(f"The server failed in the middle of its stream: {chunk.error}")
    return chunk


def _piece(delta: _Message) -> str:
    if delta.refusal:
        raise ContentFiltered(f"The model refused: {delta.refusal}")
    return delta.content or ""


def _stop_reason(said: str | None) -> StopReason:
    match said:
        case "length":
            return "length"
        case "content_filter":
            raise ContentFiltered("The model would not answer (content_filter).")
        case _:
            return "end"


def _answer(
    text: str, usage: _Usage | None, stop_reason: StopReason, latency_ms: int, prompt: Prompt
) -> ChatAnswer:
    """The answer, its tokens estimated where the server does not report them."""
    counted = usage or _Usage(
        prompt_tokens=estimated_tokens(*prompt.system, prompt.user),
        completion_tokens=estimated_tokens(text),
    )
    details = counted.prompt_tokens_details
    return ChatAnswer(
        text=text,
        input_tokens=counted.prompt_tokens,
        output_tokens=counted.completion_tokens,
        cached_tokens=(details.cached_tokens or 0) if details else 0,
        latency_ms=latency_ms,
        stop_reason=stop_reason,
    )
