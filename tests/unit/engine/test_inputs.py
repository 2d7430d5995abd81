from __future__ import annotations

from typing import Annotated, Any

import msgspec
import pytest

from engine.inputs import Authority, Inputs, Rejected, Request, camel_case, decode_request

World = list[str]
Small = Annotated[int, msgspec.Meta(ge=0, le=9)]


@pytest.fixture
def inputs() -> Inputs[World]:
    made: Inputs[World] = Inputs()

    @made(Authority.SUBJECT, subject="sender")
    def say_twice(world: World, now: int, *, sender: str, how_loud: Small = 3, to: str | None = None) -> int:  # pyright: ignore[reportUnusedFunction]  # the decorator takes it
        """Say something twice.

        And nothing else.
        """
        world.extend([f"{sender} {how_loud} {to} at {now}"] * 2)
        return len(world)

    return made


def applied(inputs: Inputs[World], name: str, args: bytes) -> tuple[World, Any]:
    declared, arguments = decode_request(inputs.by_name, name, args)
    world: World = []
    return world, declared.apply(world, 70, arguments)


def test_an_input_is_its_functions_keyword_parameters(inputs: Inputs[World]) -> None:
    declared = inputs.by_name["sayTwice"]
    assert (declared.name, declared.authority, declared.subject) == ("sayTwice", Authority.SUBJECT, "sender")
    assert declared.description == "Say something twice."
    assert applied(inputs, "sayTwice", b'{"sender": "p:1", "howLoud": 9}') == (["p:1 9 None at 70"] * 2, 2)
    assert applied(inputs, "sayTwice", b'{"sender": "p:1", "to": "p:2"}') == (["p:1 3 p:2 at 70"] * 2, 2)


def test_its_schema_says_what_it_takes(inputs: Inputs[World]) -> None:
    schema = msgspec.json.schema(inputs.by_name["sayTwice"].arguments)["$defs"]["SayTwice"]
    assert schema["required"] == ["sender"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["howLoud"] == {"type": "integer", "minimum": 0, "maximum": 9, "default": 3}


def test_a_typed_request_decodes_to_itself(inputs: Inputs[World]) -> None:
    declared = inputs.by_name["sayTwice"]
    request = declared.request(sender="p:1", how_loud=2)
    assert (request.name, msgspec.json.decode(request.args)) == (
        "sayTwice",
        {"sender": "p:1", "howLoud": 2, "to": None},
    )
    assert msgspec.json.decode(msgspec.json.encode(request), type=Request) == request


@pytest.mark.parametrize(
    "args",
    [
        b"{}",
        b"[]",
        b"null",
        b"nonsense",
        b'{"sender": 1}',
        b'{"sender": "p:1", "howLoud": 10}',
        b'{"sender": "p:1", "howLoud": 1.5}',
        b'{"sender": "p:1", "howLoud": true}',
        b'{"sender": "p:1", "how_loud": 1}',
        b'{"sender": "p:1", "extra": 1}',
        b'{"sender": "\xff"}',
        b'{"to": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_other_arguments_are_rejected_by_name(inputs: Inputs[World], args: bytes) -> None:
    with pytest.raises(Rejected, match="sayTwice: "):
        decode_request(inputs.by_name, "sayTwice", args)


def test_an_unknown_input_is_rejected_with_those_there_are(inputs: Inputs[World]) -> None:
    with pytest.raises(Rejected, match="sayTwice"):
        decode_request(inputs.by_name, "say_twice", b"{}")


def test_two_inputs_of_one_name_are_a_mistake(inputs: Inputs[World]) -> None:
    with pytest.raises(AssertionError, match="twice"):

        @inputs(Authority.ANYONE)
        def say_twice(world: World, now: int) -> None:  # pyright: ignore[reportUnusedFunction]  # the decorator takes it
            """Again."""


def test_a_subject_must_be_an_argument(inputs: Inputs[World]) -> None:
    with pytest.raises(AssertionError):

        @inputs(Authority.SUBJECT, subject="nobody")
        def shout(world: World, now: int) -> None:  # pyright: ignore[reportUnusedFunction]  # the decorator takes it
            """Shout."""


def test_names_on_the_wire_are_in_camel_case() -> None:
    assert [camel_case(n) for n in ("move_to", "join", "a_b_c")] == ["moveTo", "join", "aBC"]
