"""What a model is asked for in a talk, and how an answer becomes something said."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from agent.asking.checking import plain_words, require_new, spoken_line
from agent.asking.choices import minute_of_clock
from agent.asking.quoting import clock_time
from agent.models.structured import Unfit
from agent.talking.promising import APART_MINUTES, in_the_way
from agent.talking.task import Saying, SayTask
from engine.texts import within
from town.days.constants import FARTHEST_PROMISE_MINUTES, MINUTES_PER_DAY
from town.days.state import Agreement
from town.doings.constants import LONGEST_DESCRIPTION
from town.minds.operations import MessageKind
from town.talk.constants import LONGEST_MESSAGE
from town.talk.state import Emotion

LONGEST_LINE = min(300, LONGEST_MESSAGE)


class PromiseAnswer(msgspec.Struct, frozen=True):
    """A meeting that a line makes or agrees to."""

    place: str
    day: int
    time: str
    about: str


class SayAnswer(msgspec.Struct, frozen=True):
    """The next line of a talk."""

    say: Annotated[str, Meta(min_length=1, max_length=LONGEST_LINE)]
    end: bool
    emotion: Emotion
    promise: PromiseAnswer | None = None


def saying_of(answer: SayAnswer, task: SayTask) -> Saying:
    """The line, once it has passed every check; raises `Unfit`."""
    line = spoken_line(answer.say, task.me.name, [task.partner.name, *(said.name for said in task.lines)])
    require_new(line, (said.text for said in task.lines))
    end = answer.end or task.kind is MessageKind.LEAVE
    return Saying(line, end, answer.emotion, _agreement(answer.promise, task))


def _agreement(promise: PromiseAnswer | None, task: SayTask) -> Agreement | None:
    """The meeting, if it is at a known place and time to come, and news; else the line stands without it.

    Raises `Unfit` if one of the two is promised elsewhere: then the line itself could not be kept.
    """
    if promise is None or promise.place not in {place.id for place in task.places}:
        return None
    moment = task.moment
    try:
        minute = (promise.day - 1) * MINUTES_PER_DAY + minute_of_clock(promise.time)
        about = within(plain_words(promise.about), LONGEST_DESCRIPTION)
    except Unfit:
        return None
    ahead = minute - ((moment.day - 1) * MINUTES_PER_DAY + moment.minute_of_day)
    if not 0 < ahead <= FARTHEST_PROMISE_MINUTES or _is_agreed(task, minute):
        return None
    _require_free(task, minute)
    return Agreement(place=promise.place, minute=minute, about=about)


def _is_agreed(task: SayTask, minute: int) -> bool:
    """Whether the two have promised each other this very hour already."""
    return any(kept.partner == task.partner.player and kept.minute == minute for kept in task.promises)


def _require_free(task: SayTask, minute: int) -> None:
    own = [promise.minute for promise in task.promises]
    for who, promised in (("The person", own), ("The other", task.partner_promised)):
        other = in_the_way(promised, minute)
        if other is not None:
            day, minute_of_day = divmod(other, MINUTES_PER_DAY)
            raise Unfit(
                f"{who} is promised elsewhere on day {day + 1} at {clock_time(minute_of_day)}; "
                f"agree on an hour at least {APART_MINUTES // 60} hours from it, or on none."
            )
