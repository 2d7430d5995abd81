"""Chat models behind an HTTP API of OpenAI's shape: Ollama, vLLM, LM Studio, llama.cpp, OpenAI and their like.

Source: OpenAI API reference, "Chat Completions"; for what servers do beside it, docs/VOICES.md.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Literal

import httpx
import msgspec

from agent.models.clock import CallClock, MonotonicClock
from agent.models.dialect import Dialect, Speaking, Structure, plain_schema, with_schema_in_words
from agent.models.errors import (
    BrokenStream,
    ContentFiltered,
    ModelError,
    ModelFailed,
    NoSuchModel,
    NotThisApi,
    NoValidJson,
    TimedOut,
)
from agent.models.event_stream import EventStreamReader, Json, Junk
from agent.models.lenient_text import carried, mended
from agent.models.openai_errors import named_body, not_an_answer
from agent.models.openai_http import OpenAIServer
from agent.models.openai_reading import Reply, is_of_this_api
from agent.models.port import (
    AnswerSchema,
    ChatAnswer,
    ChatRequest,
    Prompt,
    StreamEnd,
    StreamEvent,
    TextDelta,
    Thinking,
    estimated_tokens,
)
from agent.models.structured import is_one_object

STRUCTURES: tuple[Structure, ...] = ("schema", "plain schema", "object", "prompt")
TEMPLATE_OFF = {"chat_template_kwargs": {"enable_thinking": False, "thinking": False}}
THINKING_OFF: tuple[dict[str, Any], ...] = (
    {"reasoning_effort": "none", **TEMPLATE_OFF},
    {"reasoning_effort": "none"},
    TEMPLATE_OFF,
    {"reasoning_effort": "minimal"},
    {"reasoning_effort": "low"},
)
"""How servers are asked not to think: by effort (OpenAI, Ollama, Groq), by template (vLLM, llama.cpp, SGLang)."""
PATH = "/chat/completions"


class OpenAISettings(msgspec.Struct, frozen=True, tag="openai"):
    """One chat model behind `base_url`, which usually ends in /v1.

    `structure` is how an answer's schema is sent; "auto" tries the ways in this order, and what
    the server refuses is not tried again. `thinking` is whether the model may think before it answers.
    """

    base_url: str
    model: str
    structure: Literal["auto", "schema", "plain schema", "object", "prompt"] = "auto"
    connections: int = 16
    connect_timeout_ms: int = 3_000
    thinking: Thinking = "off"


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
        dialect = Dialect(
            structures=STRUCTURES if settings.structure == "auto" else (settings.structure,),
            thinking=THINKING_OFF if settings.thinking == "off" else (),
            thinks=settings.thinking == "on",
        )
        self._speaking = Speaking(dialect, self._model)
        self._is_the_api = False
        self._no_json_in_a_row = 0

    @property
    def name(self) -> str:
        """The model's name at its server."""
        return self._model

    @property
    def thinks(self) -> bool:
        """See `ChatModel`."""
        return self._speaking.dialect.thinks

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        """Answer `request` through /chat/completions."""
        started_ms = self._server.clock.now_ms()

        async def attempt(dialect: Dialect) -> tuple[Reply, str]:
            reply = Reply(expects_object=request.schema is not None)
            async with aclosing(
                self._pieces(request, dialect, reply, started_ms, dialect.whole_by_stream)
            ) as all_:
                async for _piece in all_:
                    pass
            return reply, reply.end()[0]

        try:
            reply, text = await self._speaking.speak(attempt, has_schema=request.schema is not None)
        except NoSuchModel as error:
            raise await self._server.with_known_models(error) from error
        except NoValidJson as error:
            return self._all_the_same(error, request, started_ms)
        return self._answer(text, reply, request, started_ms)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Stream an answer through /chat/completions."""
        started_ms = self._server.clock.now_ms()

        async def attempt(dialect: Dialect) -> tuple[Reply, AsyncGenerator[str], str | None]:
            reply = Reply(expects_object=request.schema is not None)
            pieces = self._pieces(request, dialect, reply, started_ms, True)
            return reply, pieces, await anext(pieces, None)

        try:
            reply, pieces, first = await self._speaking.speak(attempt, has_schema=request.schema is not None)
        except NoSuchModel as error:
            raise await self._server.with_known_models(error) from error
        except NoValidJson as error:
            answer = self._all_the_same(error, request, started_ms)
            yield TextDelta(answer.text)
            yield StreamEnd(answer)
            return
        async with aclosing(pieces):
            if first:
                yield TextDelta(first)
            async for piece in pieces:
                yield TextDelta(piece)
        text, rest = reply.end()
        if rest:
            yield TextDelta(rest)
        yield StreamEnd(self._answer(text, reply, request, started_ms))

    async def count_tokens(self, prompt: Prompt) -> int:
        """Estimated: this API cannot count."""
        return estimated_tokens(*prompt.system, prompt.user)

    async def close(self) -> None:
        """Close every connection."""
        await self._server.close()

    async def _pieces(
        self, request: ChatRequest, dialect: Dialect, reply: Reply, started_ms: int, streamed: bool
    ) -> AsyncGenerator[str]:
        """Ask in a dialect, feed `reply` with what comes, and yield the text that can be given out."""
        server = self._server
        deadline_ms = started_ms + request.deadline_ms
        body = _chat_body(self._model, request, dialect, streamed)
        async with server.answered(PATH, body, deadline_ms - server.clock.now_ms()) as response:
            reader = EventStreamReader()
            try:
                async with aclosing(server.pieces(response, deadline_ms)) as pieces:
                    async for piece in pieces:
                        for found in reader.feed(piece):
                            if text := self._took(found, reply, response):
                                yield text
                        if reader.too_long:
                            raise BrokenStream(f"{server.base_url} sends without an end.")
                for found in reader.end():
                    if text := self._took(found, reply, response):
                        yield text
                await self._require_an_end(reply, reader, response)
            except ModelError as error:
                if reply.is_whole:
                    return  # what breaks after a whole answer harms nobody
                if reply.saw_text and not isinstance(error, TimedOut | ContentFiltered):
                    raise BrokenStream(f"The stream broke off: {error}") from error
                raise

    def _took(self, found: Json | Junk, reply: Reply, response: httpx.Response) -> str:
        """Feed one object to the reply. Raises what it says is wrong."""
        if isinstance(found, Junk):
            raise BrokenStream(f"The stream holds what is no chunk of an answer: {found.text[:100]!r}.")
        error = named_body(found, response, self._server.base_url)
        if error is not None:
            raise error
        self._is_the_api |= is_of_this_api(found)
        return reply.take(found)

    async def _require_an_end(
        self, reply: Reply, reader: EventStreamReader, response: httpx.Response
    ) -> None:
        """Raise unless an answer came and was seen to end."""
        base_url = self._server.base_url
        if not reply.saw_answer:
            if self._is_the_api:
                raise ModelFailed(f"{base_url} answered without a choice.")
            text = mended(carried(reader.excerpt))
            error = not_an_answer(response, text, base_url, is_the_api=False)
            if isinstance(error, NotThisApi) and await self._server.known_models():
                raise not_an_answer(response, text, base_url, is_the_api=True)
            raise error
        if reader.is_events and reply.finish_reason is None and not reader.is_done and not reply.is_whole:
            raise BrokenStream(f"The stream of {base_url} ended before the answer.")

    def _all_the_same(self, error: NoValidJson, request: ChatRequest, started_ms: int) -> ChatAnswer:
        """What the model wrote, where its server took it for no JSON and sent it along; else raises `error`."""
        self._no_json_in_a_row += 1
        if self._no_json_in_a_row > 1:
            self._speaking.simplify()
        reply = Reply(expects_object=True)
        reply.take({"content": error.written})
        text = reply.end()[0]
        if not is_one_object(text):
            raise error
        return self._answer(text, reply, request, started_ms)

    def _answer(self, text: str, reply: Reply, request: ChatRequest, started_ms: int) -> ChatAnswer:
        """The answer, its tokens estimated where the server does not report them."""
        self._no_json_in_a_row *= not text.strip()
        if reply.has_thoughts:
            self._speaking.saw_thoughts()
            if not text.strip() and reply.stop_reason == "end":
                # Some servers take the whole answer of a model that does not think for a thought.
                self._speaking.leave_thinking_alone()
        prompt, tokens = request.prompt, reply.tokens
        return ChatAnswer(
            text=text,
            input_tokens=tokens.prompt if tokens else estimated_tokens(*prompt.system, prompt.user),
            output_tokens=tokens.completion if tokens else estimated_tokens(text),
            cached_tokens=tokens.cached if tokens else 0,
            latency_ms=self._server.clock.now_ms() - started_ms,
            stop_reason=reply.stop_reason,
        )


def _chat_body(model: str, request: ChatRequest, dialect: Dialect, streamed: bool) -> dict[str, Any]:
    prompt, schema = request.prompt, request.schema
    if schema and dialect.structure not in ("schema", "plain schema"):
        prompt = with_schema_in_words(prompt, schema)
    body: dict[str, Any] = {"model": model, "messages": _messages(prompt)}
    body[dialect.max_tokens_field] = request.max_tokens
    if dialect.sends_temperature:
        body["temperature"] = request.temperature
    if dialect.thinking:
        body |= dialect.thinking[0]
    if schema and dialect.structure in ("schema", "plain schema"):
        body["response_format"] = _response_format(schema, is_plain=dialect.structure == "plain schema")
    if schema and dialect.structure == "object":
        body["response_format"] = {"type": "json_object"}
    if streamed:
        body["stream"] = True
        if dialect.counts_streams:
            body["stream_options"] = {"include_usage": True}
    return body


def _messages(prompt: Prompt) -> list[dict[str, str]]:
    """One system message: many servers take no second one."""
    system = "\n\n".join(text for text in prompt.system if text.strip())
    user = {"role": "user", "content": prompt.user}
    return [{"role": "system", "content": system}, user] if system else [user]


def _response_format(schema: AnswerSchema, *, is_plain: bool) -> dict[str, Any]:
    named: dict[str, Any] = {"name": schema.name, "schema": schema.schema, "strict": True}
    if is_plain:
        named = {"name": schema.name, "schema": plain_schema(schema.schema)}
    return {"type": "json_schema", "json_schema": named}
