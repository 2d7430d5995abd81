"""A declaration of slow work fits the inputs that report it, or the rules are not composed."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from engine.inputs import Authority
from examples.singing.rules import COMPOSING, SINGING, ComposeSong, Song
from town.ids import OperationId, PlayerId
from town.minds.operations import PLANNING, PlannedDay
from town.parts import Part, registry
from town.rules import PARTS, TOWN, rules_of
from town.slow_work import LONGEST_REASON, SlowRequest, misdeclared
from town.world import World

REQUEST = ComposeSong(operation=OperationId("o:1"), player=PlayerId("p:1"), about="rain", minute_of_day=60)


class LoudSong(Song, frozen=True):
    """A song, and one field more."""

    loud: bool


class WithoutPlayer(SlowRequest, frozen=True, kw_only=True, tag="composeSong"):
    """Lacks what its reports repeat."""


LOUD_SONGS = registry()


@LOUD_SONGS(Authority.OPERATION)
def finish_song(
    world: World,
    now: int,
    *,
    operation: OperationId,
    player: PlayerId,
    title: str,
    lines: list[str],
    loud: bool,
) -> None:
    """Takes the field."""


def test_all_slow_work_of_the_town_fits() -> None:
    declared = [work for part in PARTS for work in part.operations]
    assert len(declared) == len({work.kind for work in declared}) == 4
    assert not [complaint for work in declared if (complaint := misdeclared(work, TOWN.inputs))]


def test_a_field_added_to_an_answer_is_added_to_its_report_and_nowhere_else() -> None:
    louder = replace(SINGING, operations=(replace(COMPOSING, answer=LoudSong),))
    with pytest.raises(AssertionError, match=r"finishSong takes .* and is given .*'loud'"):
        rules_of("loud", (*PARTS, louder))
    inputs = {**SINGING.inputs, **LOUD_SONGS.by_name}
    rules = rules_of("loud", (*PARTS, replace(louder, inputs=inputs)))
    report = louder.operations[0].done(REQUEST, LoudSong("Rain", ("It rains.",), True))
    assert rules.inputs["finishSong"].decode(report.args)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"report": "sing"}, "reported by sing, which is no input"),
        ({"failure": "sing"}, "reported by sing, which is no input"),
        ({"request": WithoutPlayer}, "its request has no"),
        ({"repeats": ("about",)}, "finishSong takes"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, object], complaint: str) -> None:
    part = Part(name="bad", inputs=SINGING.inputs, operations=(replace(COMPOSING, **changes),))
    with pytest.raises(AssertionError, match=complaint):
        rules_of("bad", (*PARTS, part))


def test_a_failure_names_the_work_and_keeps_its_reason_short() -> None:
    arguments = msgspec.json.decode(COMPOSING.failed(REQUEST, "x" * 2_000).args)
    assert arguments == {"operation": "o:1", "player": "p:1", "reason": "x" * LONGEST_REASON}


def test_what_a_report_repeats_comes_from_the_request() -> None:
    assert PLANNING.repeats == ("from_minute",)
    assert PLANNING.answer is PlannedDay
