"""What a model is asked to answer, one struct a task, and how an answer becomes what the task wants."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.models.structured import Unfit
from agent.promising import APART_MINUTES, in_the_way
from agent.relationships import LONGEST_SUMMARY
from agent.tasks import DecideTask, Keepsake, RememberTask, Saying, SayTask
from agent.voices.checking import is_grounded, names, plain_text, plain_words, require_new, spoken_line
from agent.voices.quoting import clock_time, person_can_talk, places_told
from town.constants import FARTHEST_PROMISE_MINUTES, LONGEST_DESCRIPTION, LONGEST_MESSAGE, MINUTES_PER_DAY
from town.decisions import ChosenActivity, Decision, GoOn, GoTo, Replan, Stay, TalkTo
from town.entities import Agreement, Emotion
from town.operations import MessageKind

LONGEST_LINE = min(300, LONGEST_MESSAGE)
LONGEST_KEEPSAKE = 500
LONGEST_EMOJI = 16

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})\Z")


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


class DecideAnswer(msgspec.Struct, frozen=True):
    """What to do next, flat, so that small models can give it too."""

    kind: Literal["go", "stay", "talk"]
    place: str
    person: str
    activity: Annotated[str, Meta(max_length=LONGEST_DESCRIPTION)]
    emoji: str
    minutes: Annotated[int, Meta(ge=1, le=MINUTES_PER_DAY)]


class ReactAnswer(msgspec.Struct, frozen=True):
    """What to do about something noticed."""

    kind: Literal["go_on", "talk", "replan"]
    person: str
    because: str


class ReplanAnswer(msgspec.Struct, frozen=True):
    """Something still to come today, told of in a talk, that changes the rest of the day."""

    because: str
    time: str


class RememberAnswer(msgspec.Struct, frozen=True):
    """What is kept of a talk."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_KEEPSAKE)]
    warmth: Annotated[int, Meta(ge=-2, le=2)] = 0
    summary: Annotated[str, Meta(max_length=LONGEST_SUMMARY)] = ""
    replan: ReplanAnswer | None = None


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
        about = plain_words(promise.about)[:LONGEST_DESCRIPTION]
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


def keepsake_of(answer: RememberAnswer, task: RememberTask) -> Keepsake:
    """The memory, once it has passed every check; raises `Unfit`."""
    text = plain_text(answer.text)
    if not names(text, task.partner.name):
        raise Unfit("It does not name the other person.")
    summary = plain_text(answer.summary) if answer.summary.strip() else ""
    return Keepsake(text, answer.warmth, summary, _reason_to_replan(answer.replan, task))


def _reason_to_replan(replan: ReplanAnswer | None, task: RememberTask) -> str | None:
    """Why the rest of the day changes, if the other told of it and it is still to come; else the memory stands
    without it."""
    if replan is None:
        return None
    try:
        because, minute = plain_words(replan.because), minute_of_clock(replan.time)
    except Unfit:
        return None
    told = [line.text for line in task.lines if line.player != task.me.player]
    is_to_come = minute > task.moment.minute_of_day
    fits = is_to_come and len(because) <= LONGEST_DESCRIPTION and is_grounded(because, told)
    return because if fits else None


def decision_of(answer: DecideAnswer, task: DecideTask) -> Decision:
    """The decision, if it is about people and places that are there; raises `Unfit`."""
    job = task.job
    if answer.kind == "talk":
        return TalkTo(_one_to_talk_to(answer.person, task))
    chosen = ChosenActivity(
        description=plain_words(answer.activity),
        emoji=emoji_or(answer.emoji, job.habit.emoji if job.habit else "💭"),
        duration_ms=answer.minutes * job.town_day_ms // MINUTES_PER_DAY,
    )
    if answer.kind == "stay":
        return Stay(chosen)
    return GoTo(one_of(answer.place, [place.id for place in places_told(task)], "place"), chosen)


def reaction_of(answer: ReactAnswer, task: DecideTask) -> Decision:
    """The reaction, if it is about somebody who is there and has a reason; raises `Unfit`."""
    match answer.kind:
        case "go_on":
            return GoOn()
        case "talk":
            return TalkTo(_one_to_talk_to(answer.person, task))
        case "replan":
            return Replan(because=plain_words(answer.because)[:LONGEST_DESCRIPTION])


def _one_to_talk_to(chosen: str, task: DecideTask) -> str:
    job = task.job
    allowed = [person.player for person in job.nearby if job.may_invite and person_can_talk(person)]
    return one_of(chosen, allowed, "person")


def minute_of_clock(text: str) -> int:
    """The minute of the day of a time as HH:MM; raises `Unfit`."""
    clock = _CLOCK.match(text.strip())
    if clock is None or int(clock[2]) > 59 or int(clock[1]) > 24:
        raise Unfit(f"{text[:20]!r} is no time; write it as HH:MM.")
    return (int(clock[1]) * 60 + int(clock[2])) % MINUTES_PER_DAY


def one_of(chosen: str, known: list[str], what: str) -> str:
    """What was chosen, if it is among what is known; raises `Unfit`."""
    if chosen not in known:
        raise Unfit(f'"{what}" must be one of: {", ".join(known) or "none; choose another kind"}.')
    return chosen


def emoji_or(text: str, otherwise: str) -> str:
    """The emoji, if it is one; a wrong one is no reason to ask again."""
    symbol = text.strip()
    fits = 0 < len(symbol) <= LONGEST_EMOJI and not symbol.isascii() and not any(map(str.isalnum, symbol))
    return symbol if fits else otherwise
