"""The tables of the evaluation: means of people, and differences of the same people."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bench.interviewing.questions import Asked, Kind
from bench.interviewing.tables import (
    Answered,
    Lived,
    all_kinds,
    difference,
    estimate,
    loss,
    per_person,
    print_tables,
)
from bench.interviewing.topics import Topic


def life(condition: str, scores: dict[str, list[int]]) -> Lived:
    answered = [
        Answered(
            Asked(player=player, kind=kind, topic=Topic.HOME, text="Where do you live?", truth=None),
            "",
            score,
        )
        for player, of_one in scores.items()
        for kind in Kind
        for score in of_one
    ]
    return Lived(condition=condition, seed=1, answered=answered, memories={"plan": 1})


WHOLE = life("whole", {"p:1": [1, 1, 1, 1], "p:3": [0, 1], "p:5": [1]})
FORGETFUL = life("no memory", {"p:1": [0], "p:3": [0, -1], "p:5": [0, 0]})


def test_each_person_counts_once() -> None:
    scores = per_person([WHOLE, FORGETFUL], "whole", Kind.MEMORY)
    assert scores == {(1, "p:1"): 1.0, (1, "p:3"): 0.5, (1, "p:5"): 1.0}
    assert estimate(scores).mean == pytest.approx(2.5 / 3)
    assert all_kinds([WHOLE, FORGETFUL], "whole") == scores


def test_a_topic_weighs_the_same_however_often_it_is_asked_about() -> None:
    home = life("whole", {"p:1": [1, 1, 1, 1]})
    asked = [replace(a, asked=replace(a.asked, topic=Topic.WORK), score=0) for a in home.answered[:1]]
    both = replace(home, answered=[*home.answered, *asked])
    assert per_person([both], "whole", asked[0].asked.kind) == {(1, "p:1"): 0.5}
    assert per_person([both], "whole", asked[0].asked.kind, Topic.HOME) == {(1, "p:1"): 1.0}


def test_people_who_are_not_the_same_may_be_compared() -> None:
    told = difference({(1, "p:1"): 1.0, (1, "p:3"): 1.0}, {(1, "p:5"): 0.0, (2, "p:1"): 0.0, (2, "p:3"): 0.0})
    assert told.mean == told.low == told.high == 1.0
    unsure = difference({(1, "p:1"): 1.0, (1, "p:3"): -1.0}, {(1, "p:5"): 0.0})
    assert unsure.low < unsure.mean == 0.0 < unsure.high


def test_an_interval_holds_its_mean_and_is_the_same_each_time() -> None:
    scores = {(1, f"p:{number}"): (number % 3 - 1) / 2 for number in range(20)}
    found = estimate(scores)
    assert found.low < found.mean < found.high
    assert found == estimate(scores)


def test_a_loss_is_that_of_the_same_people() -> None:
    lives = [WHOLE, FORGETFUL]
    lost = loss(per_person(lives, "whole", Kind.PLANS), per_person(lives, "no memory", Kind.PLANS))
    assert lost.mean == lost.low == lost.high == 1.0


def test_what_is_beyond_doubt_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    print_tables([WHOLE, FORGETFUL])
    printed = capsys.readouterr().out
    assert "| memory | **1.00 [1.00, 1.00]** |" in printed
    assert "| plan | 1 | 1 |" in printed
