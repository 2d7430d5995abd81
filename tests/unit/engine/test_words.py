"""Words: what stands for a text, and texts put back in their places."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.inputs import Authority, Inputs, Rejected
from engine.keys import new_author_key
from engine.words import Spoken, Words, ids_in, said, with_texts

KEY = b"k" * 32
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [
        '{"words":"',
        '{"words":"' + "0" * 32 + '","length":1,"digest":"' + "0" * 32 + '"}',
        '\\"{"words":"',
        "\\",
    ]
)
JSON = st.recursive(
    TEXTS | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.lists(TEXTS.filter(bool), max_size=4))
def test_texts_stand_in_the_places_of_their_words_and_nowhere_else(rest: Any, texts: list[str]) -> None:
    spoken = [said(KEY, "p:1", text, str(number)) for number, text in enumerate(texts)]
    body = msgspec.Raw(msgspec.json.encode({"a": rest, "b": [each.words for each in spoken], "c": rest}))
    assert ids_in([body]) == {each.words.id for each in spoken}
    known = {each.words.id: each.text for each in spoken[:-1]}
    expected = {"a": rest, "b": [known.get(each.words.id, "") for each in spoken], "c": rest}
    assert msgspec.json.decode(with_texts(body, known)) == expected
    if not spoken:
        assert bytes(with_texts(body, {})) == bytes(body)


@given(TEXTS.filter(bool), TEXTS.filter(bool))
def test_the_same_text_on_the_same_occasion_gives_the_same_words(text: str, other: str) -> None:
    first = said(KEY, "p:1", text, "k")
    assert said(KEY, "p:1", text, "k") == first
    assert first.words.length == len(text)
    assert (said(KEY, "p:1", other, "k").words.digest == first.words.digest) is (text == other)
    for apart in (said(KEY, "p:1", text, "l"), said(new_author_key(), "p:1", text, "k")):
        assert apart.words.id != first.words.id
        assert apart.words.digest != first.words.digest, "equal texts do not show"


def test_words_carry_others_and_not_their_author() -> None:
    spoken = said(KEY, "p:1", "Hi", "k", carries=("p:3", "p:1", "p:2", "p:3"))
    assert (spoken.carries, spoken.authors) == (("p:2", "p:3"), ("p:1", "p:2", "p:3"))


def _cleaned(text: str) -> str:
    if "!" in text:
        raise Rejected("nobody shouts")
    return text.strip()


World = list[Words]
inputs: Inputs[World] = Inputs()


@inputs(Authority.SUBJECT, subject="who")
def say(
    world: World,
    now: int,
    *,
    who: str,
    text: Annotated[Words, Spoken(most_characters=9, clean=_cleaned)],
    loud: bool = False,
) -> int:
    """Say something."""
    world.append(text)
    return text.length


def test_an_input_is_a_text_on_the_wire_and_words_in_the_log() -> None:
    arguments = say.decode(b'{"who": "p:1", "text": " Hello "}')
    request, (spoken,) = say.said(arguments, lambda name, text: said(KEY, "p:1", text, f"k {name}"))
    assert (spoken.text, spoken.words) == ("Hello", said(KEY, "p:1", "Hello", "k text").words)
    assert request == say.request(who="p:1", text=spoken.words)
    world: World = []
    assert say.apply(world, 0, say.decode_kept(request.args)) == 5
    assert world == [spoken.words]
    with pytest.raises(Rejected, match="text"):
        say.decode(request.args)
    with pytest.raises(Rejected, match="text"):
        say.decode_kept(b'{"who": "p:1", "text": "Hello"}')


@pytest.mark.parametrize("text", ["", "0123456789", 7, None])
def test_a_text_has_its_limits_on_the_wire(text: object) -> None:
    with pytest.raises(Rejected, match="text"):
        say.decode(msgspec.json.encode({"who": "p:1", "text": text}))


def test_a_text_that_cannot_be_said_is_rejected_where_it_is_submitted() -> None:
    with pytest.raises(Rejected, match="shouts"):
        say.said(say.decode(b'{"who": "p:1", "text": "Hey!"}'), lambda _, text: said(KEY, "p:1", text, "k"))
    with pytest.raises(Rejected, match="9 characters"):
        say.cleaned("text", "0123456789")


def test_words_are_declared_with_how_they_are_said() -> None:
    def wrong(world: World, now: int, *, who: str, text: Words) -> None:
        """No limits."""

    with pytest.raises(AssertionError, match="Annotated"):
        inputs(Authority.SUBJECT, subject="who")(wrong)
