"""What a model is asked to answer, one struct a task, and how an answer becomes what the task wants."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.models.structured import Unfit
from agent.tasks import DecideTask, Emotion, Keepsake, RememberTask, Saying, SayTask
from agent.voices.checking import names, plain_text, plain_words, require_new, spoken_line
from agent.voices.quoting import person_can_talk, places_told
from town.constants import LONGEST_DESCRIPTION, LONGEST_MESSAGE, MINUTES_PER_DAY
from town.decisions import ChosenActivity, Decision, GoOn, GoTo, Replan, Stay, TalkTo
from town.operations import MessageKind

LONGEST_LINE = min(300, LONGEST_MESSAGE)
LONGEST_KEEPSAKE = 500
LONGEST_EMOJI = 16


class SayAnswer(msgspec.Struct, frozen=True):
    """The next line of a talk."""

    say: Annotated[str, Meta(min_length=1, max_length=LONGEST_LINE)]
    end: bool
    emotion: Emotion


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


class RememberAnswer(msgspec.Struct, frozen=True):
    """What is kept of a talk."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_KEEPSAKE)]


def saying_of(answer: SayAnswer, task: SayTask) -> Saying:
    """The line, once it has passed every check; raises `Unfit`."""
    line = spoken_line(answer.say, task.me.name, [task.partner.name, *(said.name for said in task.lines)])
    require_new(line, (said.text for said in task.lines))
    return Saying(line, answer.end or task.kind is MessageKind.LEAVE, answer.emotion)


def keepsake_of(answer: RememberAnswer, task: RememberTask) -> Keepsake:
    """The memory, once it has passed every check; raises `Unfit`."""
    text = plain_text(answer.text)
    if not names(text, task.partner.name):
        raise Unfit("It does not name the other person.")
    return Keepsake(text)


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
