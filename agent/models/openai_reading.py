"""What servers of OpenAI's shape answer, read for what is meant: chunks and whole completions alike.

Fields may be null, missing, of another type or under another name; an answer may be a list of parts, an object, or
the arguments of a tool. Thoughts stand apart or within; they are no part of an answer.
"""

from typing import Any, cast

import msgspec

from agent.models.errors import ContentFiltered
from agent.models.event_stream import Json
from agent.models.lenient_text import TextJoiner, mended
from agent.models.port import StopReason
from agent.models.structured import is_one_object
from agent.models.thoughts import AnswerOnly

THOUGHT_FIELDS = ("reasoning", "reasoning_content", "thinking", "reasoning_details")
THOUGHT_PARTS = ("thinking", "reasoning", "thought", "redacted_thinking")
CUT = ("length", "max_tokens", "model_length", "max_length")
FILTERED = ("content_filter", "safety", "refusal", "recitation", "prohibited_content", "blocklist")
CHOICE_KEYS = frozenset({"choices", "message", "delta", "response", "content"})
"""An object with none of these is no part of an answer."""


class Tokens(msgspec.Struct, frozen=True):
    """What a server says that an answer used."""

    prompt: int
    completion: int
    cached: int
    thought: int = 0
    """Of the completion: what the model thought before it answered."""


class Reply:
    """An answer in the making: fed with objects, it gives out the text that they add."""

    def __init__(self, *, expects_object: bool) -> None:
        self.finish_reason: str | None = None
        self.tokens: Tokens | None = None
        self.saw_answer = False
        """Whether anything that came was of this API."""
        self._expects_object = expects_object
        self._joiner = TextJoiner()
        self._answer = AnswerOnly(expects_object=expects_object)
        self._arguments = ""
        self._has_thoughts = False
        self._refusal = ""

    def take(self, found: Json) -> str:
        """Read one object; return what it adds to the answer. Raises `ContentFiltered`."""
        self.tokens = tokens_of(found.get("usage")) or self.tokens
        choice = _choice(found)
        if choice is None:
            return ""
        self.saw_answer = True
        reason = choice.get("finish_reason") or choice.get("done_reason") or choice.get("stop_reason")
        if isinstance(reason, str):
            self.finish_reason = reason.lower()
        message = _message(choice)
        self._refusal += _text_of(message.get("refusal"))
        if any(_is_said(message.get(field)) for field in THOUGHT_FIELDS):
            self._has_thoughts = True
        self._arguments += _arguments_of(message)
        return self._answer.feed(self._joiner.feed(self._content(message)))

    def end(self) -> tuple[str, str]:
        """The whole answer, and what of it was not given out yet. Raises `ContentFiltered`."""
        self._answer.feed(self._joiner.end())
        text, rest = self._answer.end()
        if self._arguments.strip() and (not text.strip() or not is_one_object(text)):
            text = rest = mended(self._arguments)
        if self.finish_reason in FILTERED and not (self._expects_object and is_one_object(text)):
            raise ContentFiltered(f"The model would not answer ({self.finish_reason}).")
        if self._refusal and not text.strip():
            raise ContentFiltered(f"The model refused: {self._refusal[:300]}")
        return text, rest

    @property
    def saw_text(self) -> bool:
        """Whether any text came."""
        return bool(self._answer.raw)

    @property
    def has_thoughts(self) -> bool:
        """Whether the model thought before it answered."""
        counted = self.tokens is not None and self.tokens.thought > 0
        return self._has_thoughts or counted or self._answer.text != self._answer.raw

    @property
    def is_whole(self) -> bool:
        """Whether the answer is all there, whatever comes of what is still to come."""
        if not self._expects_object:
            return False
        text = self._answer.text
        return is_one_object(text) or (not text.strip() and is_one_object(self._arguments))

    @property
    def stop_reason(self) -> StopReason:
        """Why the answer ended."""
        return "length" if self.finish_reason in CUT else "end"

    def _content(self, message: Json) -> str:
        content = message.get("content")
        if isinstance(content, dict) and "type" not in content and content.keys() != {"text"}:
            return msgspec.json.encode(content).decode()
        if isinstance(content, list):
            parts = cast("list[Any]", content)
            self._has_thoughts = self._has_thoughts or any(_is_thought(part) for part in parts)
            return "".join(_text_of(part) for part in parts if not _is_thought(part))
        return _text_of(content)


def tokens_of(usage: Any) -> Tokens | None:
    """The tokens that a server reports, if it does."""
    if not isinstance(usage, dict):
        return None
    counts = cast("Json", usage)
    prompt = _count(counts.get("prompt_tokens", counts.get("input_tokens")))
    completion = _count(counts.get("completion_tokens", counts.get("output_tokens")))
    if prompt is None and completion is None:
        return None
    cached = _detail(counts, "prompt_tokens_details", "cached_tokens")
    thought = _detail(counts, "completion_tokens_details", "reasoning_tokens")
    return Tokens(prompt or 0, completion or 0, min(cached, prompt or 0), thought)


def _detail(counts: Json, part: str, name: str) -> int:
    details = counts.get(part)
    return (_count(cast("Json", details).get(name)) if isinstance(details, dict) else None) or 0


def _count(value: Any) -> int | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if is_number and 0 <= value < 10**9 else None


def _choice(found: Json) -> Json | None:
    """The part of an object that holds the answer: its first choice, or the object itself."""
    choices = found.get("choices")
    if isinstance(choices, list) and choices:
        first = cast("list[Any]", choices)[0]
        return cast("Json", first) if isinstance(first, dict) else None
    if "choices" in found or not CHOICE_KEYS & found.keys():
        return None
    return found


def is_of_this_api(found: Json) -> bool:
    """Whether an object is an answer, or a part of one, at all."""
    return bool(CHOICE_KEYS & found.keys()) or "usage" in found


def _message(choice: Json) -> Json:
    for key in ("delta", "message"):
        value = choice.get(key)
        if isinstance(value, dict):
            return cast("Json", value)
        if isinstance(value, str):
            return {"content": value}
    return {**choice, "content": choice.get("content", choice.get("text", choice.get("response")))}


def _text_of(value: Any) -> str:
    """The text of a string, of a part of a content, or of nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _text_of(cast("Json", value).get("text") or cast("Json", value).get("content"))
    if isinstance(value, list):
        return "".join(_text_of(part) for part in cast("list[Any]", value))
    return ""


def _is_thought(part: Any) -> bool:
    return isinstance(part, dict) and cast("Json", part).get("type") in THOUGHT_PARTS


def _is_said(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _arguments_of(message: Json) -> str:
    """What a model gives to a tool instead of answering; several tools give several objects, of which none is meant."""
    calls = message.get("tool_calls")
    functions = [
        cast("Json", call).get("function")
        for call in (cast("list[Any]", calls) if isinstance(calls, list) else [])
        if isinstance(call, dict)
    ]
    found = ""
    for function in (*functions, message.get("function_call")):
        arguments = cast("Json", function).get("arguments") if isinstance(function, dict) else None
        if isinstance(arguments, dict):
            arguments = msgspec.json.encode(arguments).decode()
        found += arguments if isinstance(arguments, str) else ""
    return found
