"""Answers as values: decode what a model said into a type, repair it once, or raise `BadAnswer`.

Nothing is guessed: an object that was cut off is not closed, an object inside a broken one is not
taken for the answer, and of two different answers neither is chosen.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import msgspec

from agent.models.clock import CallClock
from agent.models.errors import BadAnswer, TimedOut
from agent.models.port import ChatAnswer, ChatRequest, Prompt
from agent.models.schema import answer_schema

T = TypeVar("T", bound=msgspec.Struct)
R = TypeVar("R")

THOUGHT = re.compile(r"<think>.*?</think>|<thinking>.*?</thinking>", re.DOTALL)
OBJECT_START = re.compile(r'\{(?=\s*["}])')
QUOTED_IN_REASK = 600  # characters of the bad answer shown back to the model


class Unfit(ValueError):
    """An answer of the right shape that cannot be used; the message tells the model why."""


async def ask(
    chat: Callable[[ChatRequest], Awaitable[ChatAnswer]],
    request: ChatRequest,
    kind: type[T],
    clock: CallClock,
) -> T:
    """Ask for a `kind`, and once more with the error when the answer is not one.

    Both calls share the request's deadline. Raises `BadAnswer` after the second bad answer, and
    any `ModelError` that `chat` raises.
    """
    return await ask_and_read(chat, request, kind, clock, lambda value: value)


async def ask_and_read(
    chat: Callable[[ChatRequest], Awaitable[ChatAnswer]],
    request: ChatRequest,
    kind: type[T],
    clock: CallClock,
    read: Callable[[T], R],
) -> R:
    """As `ask`, and give what `read` makes of the answer; what it calls `Unfit` is a bad answer."""
    deadline_ms = clock.now_ms() + request.deadline_ms
    asked = msgspec.structs.replace(request, schema=answer_schema(kind))
    answer = await chat(asked)
    try:
        return _read(answer, kind, read)
    except BadAnswer as bad:
        remaining_ms = deadline_ms - clock.now_ms()
        if remaining_ms <= 0:
            raise TimedOut("The answer was bad and no time was left to ask again.") from bad
        second = await chat(_asked_again(asked, answer, str(bad), remaining_ms))
    return _read(second, kind, read)


def _read(answer: ChatAnswer, kind: type[T], read: Callable[[T], R]) -> R:
    try:
        return read(decoded(answer, kind))
    except Unfit as unfit:
        raise BadAnswer(str(unfit), answer.text) from unfit


def decoded(answer: ChatAnswer, kind: type[T]) -> T:
    """Find the one `kind` that `answer` holds, in whatever it is wrapped; else `BadAnswer`."""
    found: list[T] = []
    errors: list[str] = []
    for candidate in objects_in(answer.text):
        try:
            value = _decoded_object(candidate, kind)
        except msgspec.DecodeError as error:
            errors.append(str(error))
        else:
            if value not in found:
                found.append(value)
    if len(found) == 1:
        return found[0]
    raise BadAnswer(_complaint(answer, len(found), errors), answer.text)


def objects_in(text: str) -> Iterator[str]:
    """Yield the outermost JSON objects in `text`, whatever stands around them.

    Stops at an object that is never closed: what is inside it is part of a half answer.
    """
    text = THOUGHT.sub("", text)
    start = OBJECT_START.search(text)
    while start:
        end = _object_end(text, start.start())
        if end is None:
            return
        yield text[start.start() : end]
        start = OBJECT_START.search(text, end)


def _object_end(text: str, start: int) -> int | None:
    """The index after the brace that closes the one at `start`, or None."""
    depth, in_string, index = 0, False, start
    while index < len(text):
        character = text[index]
        if in_string:
            if character == "\\":
                index += 1
            in_string = character != '"'
        elif character == '"':
            in_string = True
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return index + 1
        index += 1
    return None


def _decoded_object(candidate: str, kind: type[T]) -> T:
    """Decode strictly, else with strings read as the numbers or flags they spell."""
    encoded = candidate.encode(errors="replace")
    try:
        return msgspec.json.decode(encoded, type=kind)
    except msgspec.DecodeError:
        return msgspec.json.decode(encoded, type=kind, strict=False)


def _complaint(answer: ChatAnswer, found: int, errors: list[str]) -> str:
    if not answer.text.strip():
        return "The answer was empty."
    if found > 1:
        return f"The answer held {found} different objects; give one."
    if answer.stop_reason == "length":
        return "The answer was cut off before its end; be shorter."
    if errors:
        return f"The object does not fit the schema: {errors[-1]}."
    return "The answer held no JSON object."


def _asked_again(request: ChatRequest, answer: ChatAnswer, complaint: str, remaining_ms: int) -> ChatRequest:
    """The same question with the bad answer, quoted, and what was wrong with it."""
    quoted = msgspec.json.encode(answer.text[:QUOTED_IN_REASK].encode(errors="replace").decode())
    user = (
        f"{request.prompt.user}\n\n"
        f"An earlier answer to this was: {quoted.decode()}\n"
        f"It cannot be used. {complaint}\n"
        "Answer again with one JSON object that fits the schema and nothing around it."
    )
    cut_off = answer.stop_reason == "length"
    return msgspec.structs.replace(
        request,
        prompt=Prompt(system=request.prompt.system, user=user),
        max_tokens=request.max_tokens * (2 if cut_off else 1),
        deadline_ms=remaining_ms,
    )
