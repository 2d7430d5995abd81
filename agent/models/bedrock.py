"""Chat models of Amazon Bedrock, through Converse and ConverseStream.

Source: API reference of the Amazon Bedrock runtime, operations Converse, ConverseStream and
CountTokens.
"""

from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import Future
from typing import Any, Literal, TypeVar

import msgspec

from agent.models.bedrock_client import BedrockClient
from agent.models.bedrock_profiles import Profile, base_model, inference_profile
from agent.models.dialect import Dialect, Speaking, Structure, with_schema_in_words
from agent.models.errors import (
    BrokenStream,
    ContentFiltered,
    Misconfigured,
    ModelFailed,
    PromptTooLong,
)
from agent.models.port import (
    AnswerSchema,
    ChatAnswer,
    ChatRequest,
    Prompt,
    StopReason,
    StreamEnd,
    StreamEvent,
    TextDelta,
    estimated_tokens,
)

T = TypeVar("T")

STRUCTURES: tuple[Structure, ...] = ("schema", "tool", "prompt")
CACHE_POINT = {"cachePoint": {"type": "default"}}
COUNT_DEADLINE_MS = 5_000


class BedrockChatSettings(msgspec.Struct, frozen=True, tag="bedrock"):
    """One chat model of Bedrock.

    `model` is a model's id, an inference profile's id or an ARN; `profile` puts the prefix of a
    cross-region inference profile before a model's id. `structure` is how an answer's schema is
    sent; "auto" tries the ways in this order, and what the model refuses is not tried again.
    """

    model: str
    profile: Profile = "auto"
    structure: Literal["auto", "schema", "tool", "prompt"] = "auto"
    caches_prompts: bool = True


class _Usage(msgspec.Struct, rename="camel"):
    input_tokens: int
    output_tokens: int
    cache_read_input_tokens: int = 0
    cache_write_input_tokens: int = 0


class _ToolUse(msgspec.Struct):
    input: Any


class _Block(msgspec.Struct, rename="camel"):
    text: str | None = None
    tool_use: _ToolUse | None = None


class _Message(msgspec.Struct):
    content: list[_Block]


class _Output(msgspec.Struct):
    message: _Message


class _Converse(msgspec.Struct, rename="camel"):
    output: _Output
    stop_reason: str
    usage: _Usage


class _ToolDelta(msgspec.Struct):
    input: str


class _Delta(msgspec.Struct, rename="camel"):
    text: str | None = None
    tool_use: _ToolDelta | None = None


class _BlockDelta(msgspec.Struct):
    delta: _Delta


class _Stop(msgspec.Struct, rename="camel"):
    stop_reason: str


class _Metadata(msgspec.Struct):
    usage: _Usage


class _Event(msgspec.Struct, rename="camel"):
    content_block_delta: _BlockDelta | None = None
    message_stop: _Stop | None = None
    metadata: _Metadata | None = None


class _Reading:
    """One blocking read of a stream; `done` says when no thread is in it any more."""

    def __init__(self, iterator: Iterator[Any]) -> None:
        self._iterator = iterator
        self.done: Future[None] = Future()

    def next(self) -> Any:
        """The stream's next event, or None at its end."""
        try:
            return next(self._iterator, None)
        finally:
            self.done.set_result(None)


class BedrockChat:
    """A `ChatModel` on Bedrock."""

    def __init__(self, client: BedrockClient, settings: BedrockChatSettings) -> None:
        self._client = client
        self._model = settings.model
        self._invoked = inference_profile(settings.model, client.region, settings.profile)
        dialect = Dialect(
            structures=STRUCTURES if settings.structure == "auto" else (settings.structure,),
            caches_prompts=settings.caches_prompts,
        )
        self._speaking = Speaking(dialect, self._model)

    @property
    def name(self) -> str:
        """The model's id, without the prefix of an inference profile."""
        return base_model(self._model)

    @property
    def thinks(self) -> bool:
        """See `ChatModel`."""
        return self._speaking.dialect.thinks

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        """Answer `request` through Converse."""
        started_ms = self._client.now_ms()
        response, _ = await self._in_dialect("converse", request, started_ms)
        answer = _read(response, _Converse)
        stop_reason = _stop_reason(answer.stop_reason)
        blocks = answer.output.message.content
        tools = [msgspec.json.encode(block.tool_use.input) for block in blocks if block.tool_use]
        texts = [block.text for block in blocks if block.text]
        text = tools[0].decode() if tools else "".join(texts)
        return _answer(text, answer.usage, stop_reason, self._client.now_ms() - started_ms)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Stream an answer through ConverseStream."""
        started_ms = self._client.now_ms()
        response, dialect = await self._in_dialect("converse_stream", request, started_ms)
        by_tool = request.schema is not None and dialect.structure == "tool"
        text, stop, usage = "", None, None
        async for event in self._events(response["stream"], started_ms + request.deadline_ms):
            if event.content_block_delta:
                delta = event.content_block_delta.delta
                # A model that is told to use a tool may chat before it does.
                piece = (delta.tool_use.input if delta.tool_use else "") if by_tool else delta.text
                if piece:
                    text += piece
                    yield TextDelta(piece)
            stop = event.message_stop or stop
            usage = event.metadata.usage if event.metadata else usage
        if stop is None or usage is None:
            raise BrokenStream("Bedrock's stream ended before the answer did.")
        stop_reason = _stop_reason(stop.stop_reason)
        latency_ms = self._client.now_ms() - started_ms
        yield StreamEnd(_answer(text, usage, stop_reason, latency_ms))

    async def count_tokens(self, prompt: Prompt) -> int:
        """Count by CountTokens; estimated for models that it does not know."""
        parameters = _converse_parameters(prompt, Dialect(structures=("prompt",)))
        try:
            counted = await self._client.call(
                "count_tokens",
                COUNT_DEADLINE_MS,
                modelId=self.name,
                input={"converse": parameters},
            )
        except Misconfigured:
            return estimated_tokens(*prompt.system, prompt.user)
        return int(counted["inputTokens"])

    async def close(self) -> None:
        """Nothing is held here; the client is closed by who made it."""

    async def _in_dialect(
        self, operation: str, request: ChatRequest, started_ms: int
    ) -> tuple[dict[str, Any], Dialect]:
        """Call in the richest dialect that the model accepts, and keep to it."""

        async def attempt(dialect: Dialect) -> dict[str, Any]:
            span_ms = started_ms + request.deadline_ms - self._client.now_ms()
            parameters = _chat_parameters(request, dialect)
            return await self._client.call(operation, span_ms, modelId=self._invoked, **parameters)

        response = await self._speaking.speak(attempt, has_schema=request.schema is not None)
        return response, self._speaking.dialect

    async def _events(self, stream: Any, deadline_ms: int) -> AsyncGenerator[_Event, None]:
        """The stream's events, each awaited in a thread; closed when the reader goes."""
        iterator: Iterator[Any] = iter(stream)
        reading = _Reading(iter(()))
        reading.next()
        try:
            while True:
                reading = _Reading(iterator)
                span_ms = deadline_ms - self._client.now_ms()
                event = await self._client.run(reading.next, span_ms, "stream")
                if event is None:
                    return
                yield _read(event, _Event)
        finally:
            # Not at once: closing under a thread that reads would wait for it.
            reading.done.add_done_callback(lambda _: stream.close())


def _chat_parameters(request: ChatRequest, dialect: Dialect) -> dict[str, Any]:
    """The body of Converse and ConverseStream."""
    prompt, schema = request.prompt, request.schema
    if schema and dialect.structure == "prompt":
        prompt = with_schema_in_words(prompt, schema)
    parameters = _converse_parameters(prompt, dialect)
    inference: dict[str, Any] = {"maxTokens": request.max_tokens}
    if dialect.sends_temperature:
        inference["temperature"] = request.temperature
    parameters["inferenceConfig"] = inference
    if schema and dialect.structure == "schema":
        parameters["outputConfig"] = _output_config(schema)
    if schema and dialect.structure == "tool":
        parameters["toolConfig"] = _tool_config(schema)
    return parameters


def _converse_parameters(prompt: Prompt, dialect: Dialect) -> dict[str, Any]:
    system: list[dict[str, Any]] = [{"text": text} for text in prompt.system if text.strip()]
    if system and dialect.caches_prompts:
        system.append(CACHE_POINT)
    parameters: dict[str, Any] = {
        "messages": [{"role": "user", "content": [{"text": prompt.user}]}],
    }
    return {**parameters, "system": system} if system else parameters


def _output_config(schema: AnswerSchema) -> dict[str, Any]:
    encoded = msgspec.json.encode(schema.schema).decode()
    structure = {"jsonSchema": {"name": schema.name, "schema": encoded}}
    return {"textFormat": {"type": "json_schema", "structure": structure}}


def _tool_config(schema: AnswerSchema) -> dict[str, Any]:
    tool = {
        "name": schema.name,
        "description": "Give the answer through this tool.",
        "inputSchema": {"json": schema.schema},
    }
    # With a single tool "any" forces it as "tool" would, and more models know it.
    return {"tools": [{"toolSpec": tool}], "toolChoice": {"any": {}}}


def _read(wire: dict[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(wire, kind)
    except msgspec.ValidationError as error:
        raise ModelFailed(f"Bedrock's answer is not of its documented shape: {error}") from error


def _stop_reason(said: str) -> StopReason:
    match said:
        case "end_turn" | "tool_use" | "stop_sequence":
            return "end"
        case "max_tokens":
            return "length"
        case "model_context_window_exceeded":
            raise PromptTooLong("Prompt and answer exceed the model's context window.")
        case "guardrail_intervened" | "content_filtered" | "refusal":
            raise ContentFiltered(f"The model would not answer ({said}).")
        case _:
            raise ModelFailed(f"The model stopped without an answer ({said}).")


def _answer(text: str, usage: _Usage, stop_reason: StopReason, latency_ms: int) -> ChatAnswer:
    cached, written = usage.cache_read_input_tokens, usage.cache_write_input_tokens
    return ChatAnswer(
        text=text,
        # Bedrock counts cached tokens apart; the port counts them among the input.
        input_tokens=usage.input_tokens + cached + written,
        output_tokens=usage.output_tokens,
        cached_tokens=cached,
        latency_ms=latency_ms,
        stop_reason=stop_reason,
        cache_write_tokens=written,
    )
