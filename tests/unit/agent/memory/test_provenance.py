"""Whose words a text holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.memory.provenance import Piece, authors_in, carried, common_words, in_own_words, words_of

ADA = Piece("Have you heard? The cobalt walrus sings at the mill.", ("p:1",))
BO = Piece("Shall I tell you what I want? To sleep until noon.", ("p:2",))


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("According to Ada, and who'd doubt it. The COBALT walrus sings!", ("p:1",)),
        ("I would love to see a walrus.", ("p:1",)),
        ("A party at noon?", ("p:2",)),
        ("Have you heard what I want?", ()),
        ("The cobalt of noon.", ("p:1", "p:2")),
        ("", ()),
    ],
)
def test_a_word_that_one_has_from_nobody_else_carries_its_author(text: str, authors: tuple[str, ...]) -> None:
    assert carried(text, [ADA, BO]) == authors


def test_what_one_knows_oneself_carries_nobody_unless_it_is_quoted() -> None:
    known = "I dream of a cobalt walrus."
    assert carried("My walrus, cobalt.", [ADA], known) == ()
    assert carried("So the cobalt walrus sings.", [ADA], known) == ("p:1",)


def test_what_several_have_said_carries_none_of_them_by_a_word() -> None:
    assert carried("A walrus!", [ADA, Piece("Walrus?", ("p:2",))]) == ()
    assert carried("A walrus!", [ADA, Piece("I said: cobalt walrus", ("p:1", "p:2"))]) == ("p:1",)


@given(st.text(), st.text())
def test_a_quotation_carries_its_author(before: str, after: str) -> None:
    assert carried(f"{before} {ADA.text} {after}", [ADA]) == ("p:1",)


@pytest.mark.parametrize(
    ("deed", "own"),
    [
        ("is at the cobalt walrus party", "is at the walrus party"),
        ("feeds the walrus", "feeds the walrus"),
        ("hears how the cobalt walrus sings at the mill", "hears how the sings at the mill"),
        ("goes to the mill", "goes to the mill"),
        ("says “the Cobalt Walrus”", "says “the Walrus”"),
    ],
)
def test_a_deed_is_named_by_one_word_of_anybodys(deed: str, own: str) -> None:
    assert in_own_words(deed, [ADA]) == own


@given(st.text(), st.lists(st.text(), max_size=3))
def test_a_deed_in_own_words_quotes_nothing(deed: str, said: list[str]) -> None:
    pieces = [ADA, *(Piece(text, ("p:1",)) for text in said)]
    own = in_own_words(f"{deed} cobalt walrus {deed}", pieces)
    assert "cobalt walrus" not in own
    assert in_own_words(deed, []) == deed


def test_common_words_are_those_of_all_languages() -> None:
    assert {"have", "heard", "nicht", "the"} <= common_words()
    assert not {"cobalt", "walrus"} & common_words()
    assert words_of("It's Bo\u2019s x-ray: NAÏVE") == ["it's", "bo's", "x-ray", "naïve"]
    assert authors_in([ADA, BO, ADA]) == ("p:1", "p:2")
