"""Appointments are heard where place, hour and day are said, and nowhere else; days keep room for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.memory.relationships import MOST_FAMILIARITY, MOST_WARMTH, after_talk, at_founding
from agent.script.appointments import appointment_in, place_in
from town.minds.operations import KnownPlace

DAY = 1440
PLACES = tuple(
    KnownPlace(id=id_, name=name, kind=kind, distance_tiles=1, activities=())
    for id_, name, kind in [
        ("library", "Otter Library", "library"),
        ("cafe", "Kettle Café", "cafe"),
        ("home-mill", "The Old Mill", "home"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "An amnesty party at the library at seven in the evening on the second!",
            ("library", DAY + 19 * 60),
        ),
        ("Tomorrow at ten, at the café, then.", ("cafe", 3 * DAY + 10 * 60)),
        ("Be at the Kettle Cafe today at 7:30.", ("cafe", 2 * DAY + 7 * 60 + 30)),
        ("At the library at half past three on day 4.", ("library", 3 * DAY + 15 * 60 + 30)),
        ("A party at the library at noon.", None),
        ("A party on the second at noon.", None),
        ("A party at the library on the second.", None),
        ("At the library at 99 on the second.", None),
        ("At the old mill at noon on the second.", None),
    ],
)
def test_what_is_an_appointment(text: str, expected: tuple[str, int] | None) -> None:
    found = appointment_in(text, 3, PLACES)
    assert (found and (found.place, found.minute)) == expected


@given(st.text())
def test_nothing_that_is_said_breaks_the_ears(text: str) -> None:
    appointment_in(text, 1, PLACES)
    place_in(text, PLACES)


@given(st.lists(st.tuples(st.lists(st.text(max_size=40) | st.just("thank you, dear")), st.integers(-99, 99))))
def test_relationships_stay_within_their_bounds(talks: list[tuple[list[str], int]]) -> None:
    relationship = at_founding("p:2", None)
    for number, (heard, warmth) in enumerate(talks, 1):
        before = relationship
        relationship = after_talk(before, heard=heard, warmth=warmth, summary="", at_ms=number)
        assert before.familiarity <= relationship.familiarity <= MOST_FAMILIARITY
        assert abs(relationship.warmth) <= MOST_WARMTH
        assert relationship.talks == number


def test_kind_words_warm_and_unkind_ones_cool() -> None:
    stranger = at_founding("p:2", None)
    kind = after_talk(stranger, heard=["Thank you, how lovely!"], warmth=0, summary="", at_ms=1)
    unkind = after_talk(stranger, heard=["You stupid liar."], warmth=0, summary="", at_ms=1)
    assert unkind.warmth < 0 < kind.warmth
