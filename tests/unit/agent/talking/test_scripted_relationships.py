"""What has become of two shows in scripted talk: how close they are, and a word on it when they meet again."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent.memory.relationships import Relationship
from agent.script.bank import load_bank
from agent.script.chance import Chance
from agent.talking.script.saying import say
from agent.talking.script.speaker import Scene
from agent.talking.task import SayTask
from tests.tasks import say_task
from town.minds.operations import MessageKind


def met(
    familiarity: int, warmth: int, *, relation: str | None = None, summary: str = "", number: int = 0
) -> SayTask:
    """A first word to somebody with whom one has talked."""
    relationship = Relationship(
        other="p:2", familiarity=familiarity, warmth=warmth, talks=5, summary=summary, at_ms=0
    )
    task = say_task(MessageKind.START, lines=(), operation=f"o:{number}")
    return replace(
        task,
        remembered=(),
        partner=replace(task.partner, relation=relation, feeling=None, relationship=relationship),
    )


def closeness(task: SayTask) -> str:
    return Scene(task, load_bank(), Chance("x")).closeness


@pytest.mark.parametrize(
    ("task", "close"),
    [
        (met(60, 50), "warm"),
        (met(60, -40), "cool"),
        (met(60, 0), "known"),
        (met(10, 50), "known"),
        (met(60, 50, relation="rival"), "warm"),
        (met(60, 0, relation="rival"), "cool"),
        (met(60, -60, relation="sister"), "family"),
        (met(60, 0, summary="She is my rival in all things."), "cool"),
        (met(60, 0, summary="A person of many materials."), "known"),
    ],
)
def test_closeness_follows_what_has_become_of_two(task: SayTask, close: str) -> None:
    assert closeness(task) == close


def test_strangers_remain_strangers_until_they_have_talked() -> None:
    task = met(60, 0)
    assert closeness(replace(task, partner=replace(task.partner, relationship=None))) == "stranger"


@pytest.mark.parametrize(
    ("warmth", "act"), [(60, "us_warm"), (-60, "us_cool"), (0, "us_often")], ids=["warm", "cool", "often"]
)
def test_some_openings_are_about_the_two(warmth: int, act: str) -> None:
    phrases = [phrase for said in load_bank().lines[act].values() for phrase in said]
    texts = [say(met(60, warmth, number=number)).text for number in range(60)]
    told = [text for text in texts if any(phrase.said_in(text.lower()) for phrase in phrases)]
    assert 0.1 < len(told) / len(texts) < 0.6
    others = {"us_warm", "us_cool", "us_often"} - {act}
    wrong = [p for other in others for said in load_bank().lines[other].values() for p in said]
    assert not any(phrase.said_in(text.lower()) for text in texts for phrase in wrong)
