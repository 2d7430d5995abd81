"""Answers become values or `BadAnswer`, and nothing between the two."""

import json
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from agent.models.errors import BadAnswer, ModelFailed, TimedOut
from agent.models.partial import string_field_so_far
from agent.models.port import ChatAnswer, ChatRequest, Prompt
from agent.models.schema import answer_schema
from agent.models.structured import ask, decoded
from tests.fakes.answers import smallest
from tests.fakes.schemas import schema_complaint
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time


class Promise(Struct, frozen=True):
    place: str
    hour: int


class Walk(Struct, frozen=True, tag="walk"):
    """Go somewhere."""

    to: str


class Stay(Struct, frozen=True, tag="stay"):
    """Stay here."""

    minutes: int


class Line(Struct, frozen=True):
    say: Annotated[str, Meta(description="What is said")]
    emotion: Literal["calm", "glad"]
    score: int
    promise: Promise | None = None
    act: Walk | Stay | None = None
    words: tuple[str, ...] = ()
    end: bool = False


class Rated(Struct, frozen=True):
    score: Annotated[int, Meta(ge=1, le=10, description="How much it matters")]
    why: Annotated[str, Meta(min_length=1, max_length=80)]


lines = st.builds(Line)
# Talk around an answer: anything but what could be taken for the beginning of an object.
talk = st.text().filter(lambda text: "{" not in text and "<think" not in text)


def said(text: str, stop_reason: Literal["end", "length"] = "end") -> ChatAnswer:
    return ChatAnswer(text, 10, 10, 0, 5, stop_reason)


@st.composite
def wrapped(draw: st.DrawFn, line: Line) -> str:
    """`line` as models give it: bare, pretty, fenced, after a thought, in the midst of talk."""
    encoded = json.dumps(
        msgspec.to_builtins(line),
        indent=draw(st.sampled_from([None, 2])),
        ensure_ascii=draw(st.booleans()),
    )
    wrap = draw(st.sampled_from(["{}", "```json\n{}\n```", "<think>\n{{ }}{{</think>{}", "{}{}"]))
    encoded = wrap.format(encoded, encoded)
    return draw(talk) + encoded + draw(talk)


@given(lines.flatmap(lambda line: st.tuples(st.just(line), wrapped(line))))
def test_an_answer_is_found_in_whatever_is_around_it(case: tuple[Line, str]) -> None:
    line, text = case
    assert decoded(said(text), Line) == line


@given(lines, talk, st.booleans(), st.data())
def test_half_an_answer_is_no_answer(line: Line, before: str, inside: bool, data: st.DataObject) -> None:
    # In the second shape a whole answer stands within the half one.
    text = msgspec.json.encode({"inner": line, "say": "x"} if inside else line).decode()
    cut = data.draw(st.integers(0, len(text) - 1))
    with pytest.raises(BadAnswer):
        decoded(said(before + text[:cut], "length"), Line)


@given(lines)
def test_an_answer_inside_another_object_is_not_taken(line: Line) -> None:
    with pytest.raises(BadAnswer):
        decoded(said(msgspec.json.encode({"answer": line}).decode()), Line)


@given(lines, lines)
def test_of_two_different_answers_neither_is_taken(one: Line, other: Line) -> None:
    text = f"{msgspec.json.encode(one).decode()} or {msgspec.json.encode(other).decode()}"
    if one == other:
        assert decoded(said(text), Line) == one
    else:
        with pytest.raises(BadAnswer, match="2 different"):
            decoded(said(text), Line)


@given(st.text() | st.text('{}[]":,\\ntruefalse0123 say<think>'))
def test_any_text_is_a_value_or_a_bad_answer(text: str) -> None:
    try:
        value = decoded(said(text), Promise)
    except BadAnswer:
        return
    assert isinstance(value, Promise)


@pytest.mark.parametrize(
    ("text", "stop", "complaint"),
    [
        ("", "end", "empty"),
        (" \n", "end", "empty"),
        ("I'm sorry, but I can't help with that.", "end", "no JSON object"),
        ('{"score": 11, "why": "x"}', "end", "<= 10"),
        ('{"score": "high", "why": "x"}', "end", "int"),
        ('{"score": 3}', "end", "why"),
        ('{"score": 3, "why": ""}', "end", ">= 1"),
        ('{"score": 3, "why": "it mat', "length", "cut off"),
        ("[3]", "end", "no JSON object"),
    ],
)
def test_says_what_is_wrong(text: str, stop: Literal["end", "length"], complaint: str) -> None:
    with pytest.raises(BadAnswer, match=complaint):
        decoded(said(text, stop), Rated)


def test_numbers_spelled_as_strings_are_read() -> None:
    assert decoded(said('{"score": "7", "why": "x"}'), Rated) == Rated(7, "x")


class Talker:
    """A model that gives these answers in turn, each after `takes_ms`."""

    def __init__(self, *answers: ChatAnswer, takes_ms: int = 100) -> None:
        self.answers = list(answers)
        self.requests: list[ChatRequest] = []
        self.takes_ms = takes_ms

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        self.requests.append(request)
        await LoopClock().sleep(self.takes_ms)
        if not self.answers:
            raise ModelFailed("no more answers")
        return self.answers.pop(0)


REQUEST = ChatRequest(Prompt(("You are Ada.",), "Rate it."), max_tokens=100, deadline_ms=1000)
GOOD, BAD, CUT = said('{"score": 3, "why": "x"}'), said('Sorry, "no"!'), said('{"sc', "length")


def asked(talker: Talker) -> Rated:
    return run_in_virtual_time(ask(talker.chat, REQUEST, Rated, LoopClock()))


def test_asks_once_when_the_answer_is_good() -> None:
    talker = Talker(GOOD)
    assert asked(talker) == Rated(3, "x")
    assert talker.requests[0].schema == answer_schema(Rated)
    assert len(talker.requests) == 1


def test_asks_again_once_with_what_was_wrong_quoted() -> None:
    talker = Talker(BAD, GOOD)
    assert asked(talker) == Rated(3, "x")
    again = talker.requests[1]
    assert again.prompt.system == REQUEST.prompt.system
    assert r'"Sorry, \"no\"!"' in again.prompt.user
    assert "no JSON object" in again.prompt.user
    assert (again.deadline_ms, again.max_tokens) == (900, 100)


def test_gives_more_room_to_an_answer_that_was_cut_off() -> None:
    talker = Talker(CUT, GOOD)
    asked(talker)
    assert talker.requests[1].max_tokens == 200


def test_gives_up_after_the_second_bad_answer() -> None:
    talker = Talker(BAD, CUT, GOOD)
    with pytest.raises(BadAnswer, match="cut off"):
        asked(talker)
    assert len(talker.requests) == 2


def test_does_not_ask_again_without_time() -> None:
    talker = Talker(BAD, GOOD, takes_ms=1000)
    with pytest.raises(TimedOut):
        asked(talker)
    assert len(talker.requests) == 1


def test_a_failure_of_the_second_call_comes_out() -> None:
    with pytest.raises(ModelFailed):
        asked(Talker(BAD))


@pytest.mark.parametrize("kind", [Line, Rated, Promise])
def test_schemas_are_what_providers_accept(kind: type[Struct]) -> None:
    schema = answer_schema(kind)
    assert schema.name == kind.__name__
    assert schema_complaint(schema.schema) is None
    assert isinstance(msgspec.convert(smallest(schema.schema), kind), kind)


def test_bounds_move_into_the_description() -> None:
    properties = answer_schema(Rated).schema["properties"]
    assert properties["score"]["description"] == "How much it matters (at least 1, at most 10)"
    assert properties["why"]["description"] == "(at least 1 characters, at most 80 characters)"


class Tree(Struct):
    label: str
    children: list["Tree"]


class Mapped(Struct):
    ages: dict[str, int]


class Pair(Struct):
    both: tuple[int, str]


class Loose(Struct):
    say: str = ""


class AnyField(Struct):
    value: msgspec.Raw


@pytest.mark.parametrize("kind", [Tree, Mapped, Pair, Loose, AnyField])
def test_types_that_no_provider_can_express(kind: type[Struct]) -> None:
    with pytest.raises(TypeError):
        answer_schema(kind)


@given(st.text(), st.text(), st.booleans(), st.sampled_from([None, 1]))
def test_text_grows_as_it_is_written(say: str, other: str, ascii_only: bool, indent: int) -> None:
    body = {"inner": {"say": other}, "other": other, "say": say, "list": ["say", other]}
    text = "Here it is: " + json.dumps(body, ensure_ascii=ascii_only, indent=indent)
    before = ""
    for end in range(len(text) + 1):
        so_far = string_field_so_far(text[:end], "say")
        assert so_far.startswith(before)
        assert say.startswith(so_far)
        so_far.encode()
        before = so_far
    assert before == say


def test_text_is_that_of_the_field_and_of_no_other() -> None:
    assert string_field_so_far('{"say": {"x": "y"}, "end": "z"}', "say") == ""
    assert string_field_so_far('{"x": ["say", "y"], "say": "z', "say") == "z"
    assert string_field_so_far('{"x": "\\"say\\": \\"y\\""}', "say") == ""


@given(st.text() | st.text('{}[]":,\\u0123dsay'))
def test_text_of_anything_is_text(text: str) -> None:
    string_field_so_far(text, "say").encode()
