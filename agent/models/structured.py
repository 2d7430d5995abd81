"""Answers as values: decode what a model said into a type, repair it once, or raise `BadAnswer`.

Nothing is guessed: an object that was cut off is not closed, an object inside a broken one is not
taken for the answer, and of two different answers neither is chosen.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar, cast

import msgspec

from agent.models.clock import CallClock
from agent.models.errors import BadAnswer, TimedOut
from agent.models.lenient_text import mended
from agent.models.port import ChatAnswer, ChatRequest, Prompt
from agent.models.relaxed_json import NotJson, relaxed_value
from agent.models.schema import answer_schema
from agent.models.thoughts import without_thoughts

T = TypeVar("T", bound=msgspec.Struct)
R = TypeVar("R")

OBJECT_START = re.compile(r'\{(?=\s*["}])')
LOOSE_START = re.compile(r"\{(?=\s*(?:[\"'\u201c\u201d\u201e\u00ab}]|//|/\*|[A-Za-z_]\w*\s*:))")
FENCED = re.compile(r"\s*(?:```\s*\w*\s*)?(\{.*\})\s*(?:```)?\s*\Z", re.DOTALL)
ARGUMENTS = ("arguments", "parameters", "input", "function")
"""Where a tool's call holds what was asked for."""
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


def is_usable(answer: ChatAnswer, kind: type[T], read: Callable[[T], object]) -> bool:
    """Whether `ask_and_read` would take the answer."""
    try:
        _read(answer, kind, read)
    except BadAnswer:
        return False
    return True


def is_one_object(text: str) -> bool:
    """Whether `text` is one whole JSON object, but for a fence around it: then nothing of it is still to come."""
    fenced = FENCED.match(text)
    return fenced is not None and _object_end(fenced[1], 0) == len(fenced[1])


def _read(answer: ChatAnswer, kind: type[T], read: Callable[[T], R]) -> R:
    try:
        return read(decoded(answer, kind))
    except Unfit as unfit:
        raise BadAnswer(str(unfit), answer.text) from unfit


def decoded(answer: ChatAnswer, kind: type[T]) -> T:
    """Find the one `kind` that `answer` holds, in whatever it is wrapped; else `BadAnswer`."""
    text = without_thoughts(mended(answer.text))
    if answer.stop_reason == "length" and not is_one_object(_first_object(text)):
        # What was cut off after some words may have been a thought all along, with a draft of the answer in it.
        raise BadAnswer(_complaint(answer, 0, []), answer.text)
    for read in (_strictly, _loosely):
        found, errors = _found(text, kind, read)
        if found:
            break
    if len(found) == 1:
        return found[0]
    raise BadAnswer(_complaint(answer, len(found), errors), answer.text)


def _first_object(text: str) -> str:
    """The beginning of a text up to the end of the object that it begins with; empty if it begins otherwise."""
    start = len(text) - len(re.sub(r"\A\s*(?:```\s*\w*\s*)?", "", text))
    end = _object_end(text, start) if text[start : start + 1] == "{" else None
    return text[start:end] if end else ""


def _found(text: str, kind: type[T], read: Callable[[str, type[T]], T]) -> tuple[list[T], list[str]]:
    """The different values of a `kind` among the objects in `text`, and why others are none."""
    found: list[T] = []
    errors: list[str] = []
    for candidate in _candidates(text, LOOSE_START if read is _loosely else OBJECT_START):
        try:
            value = read(candidate, kind)
        except (msgspec.DecodeError, NotJson, RecursionError) as error:
            errors.append(str(error))
        else:
            if value not in found:
                found.append(value)
    return found, errors


def objects_in(text: str) -> Iterator[str]:
    """Yield the outermost JSON objects in `text`, whatever stands around them.

    Stops at an object that is never closed: what is inside it is part of a half answer.
    """
    return _candidates(without_thoughts(text), OBJECT_START)


def _candidates(text: str, begins: re.Pattern[str]) -> Iterator[str]:
    start = begins.search(text)
    while start:
        end = _object_end(text, start.start())
        if end is None:
            return
        yield text[start.start() : end]
        start = begins.search(text, end)


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


def _strictly(candidate: str, kind: type[T]) -> T:
    """Decode as JSON, else with strings read as the numbers or flags they spell, else what a tool's call holds."""
    encoded = candidate.encode(errors="replace")
    try:
        return msgspec.json.decode(encoded, type=kind)
    except msgspec.DecodeError:
        pass
    try:
        return msgspec.json.decode(encoded, type=kind, strict=False)
    except msgspec.ValidationError:
        inner = _called_with(msgspec.json.decode(encoded), kind)
        if inner is None:
            raise
        return msgspec.convert(inner, kind, strict=False)


def _loosely(candidate: str, kind: type[T]) -> T:
    """Decode what is JSON but for its quotes, commas and words."""
    value = relaxed_value(candidate)
    inner = _called_with(value, kind)
    return msgspec.convert(value if inner is None else inner, kind, strict=False)


def _called_with(value: Any, kind: type[msgspec.Struct]) -> Any | None:
    """What stands in a call of a tool, or under the schema's own name; None where there is neither."""
    if not isinstance(value, dict):
        return None
    fields = cast("dict[str, Any]", value)
    keys = [kind.__name__] if len(fields) == 1 else []
    if "name" in fields or fields.get("type") == "function":
        keys += ARGUMENTS
    inner = next((fields[key] for key in keys if key in fields), None)
    if isinstance(inner, str):
        return relaxed_value(inner)
    return _called_with(inner, kind) or inner


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
