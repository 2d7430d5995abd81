"""What a model is asked about the next deed, flat, and how an answer becomes a decision."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.asking.checking import plain_words
from agent.asking.choices import emoji_or, one_of
from agent.asking.quoting import person_can_talk
from agent.deciding.quoting import places_told
from agent.deciding.task import DecideTask
from town.days.constants import MINUTES_PER_DAY
from town.doings.constants import LONGEST_DESCRIPTION
from town.ids import PlayerId
from town.minds.decisions import ChosenActivity, Decision, GoTo, Stay, TalkTo


class DecideAnswer(msgspec.Struct, frozen=True):
    """What to do next, flat, so that small models can give it too."""

    kind: Literal["go", "stay", "talk"]
    place: str
    person: str
    activity: Annotated[str, Meta(max_length=LONGEST_DESCRIPTION)]
    emoji: str
    minutes: Annotated[int, Meta(ge=1, le=MINUTES_PER_DAY)]
    asleep: bool = False


def decision_of(answer: DecideAnswer, task: DecideTask) -> Decision:
    """The decision, if it is about people and places that are there; raises `Unfit`."""
    request = task.request
    if answer.kind == "talk":
        return TalkTo(one_to_talk_to(answer.person, task))
    chosen = ChosenActivity(
        description=plain_words(answer.activity),
        emoji=emoji_or(answer.emoji, request.habit.emoji if request.habit else "💭"),
        duration_ms=answer.minutes * request.town_day_ms // MINUTES_PER_DAY,
        asleep=answer.asleep,
    )
    if answer.kind == "stay":
        return Stay(chosen)
    return GoTo(one_of(answer.place, [place.id for place in places_told(task)], "place"), chosen)


def one_to_talk_to(chosen: str, task: DecideTask) -> PlayerId:
    """Whom one means to talk with, if they are there and free; raises `Unfit`."""
    request = task.request
    allowed = [person.player for person in request.nearby if request.may_invite and person_can_talk(person)]
    return one_of(chosen, allowed, "person")
