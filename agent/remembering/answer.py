"""What a model is asked to keep of a talk, and how an answer becomes a keepsake."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from agent.asking.checking import is_grounded, names, plain_text, plain_words
from agent.asking.choices import minute_of_clock
from agent.memory.relationships import LONGEST_SUMMARY
from agent.models.structured import Unfit
from agent.remembering.task import Keepsake, RememberTask
from town.doings.constants import LONGEST_DESCRIPTION

LONGEST_KEEPSAKE = 500


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
