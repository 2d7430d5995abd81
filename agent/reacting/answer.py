"""What a model is asked about something noticed, and how an answer becomes a decision."""

from __future__ import annotations

from typing import Literal

import msgspec

from agent.asking.checking import plain_words
from agent.deciding.answer import one_to_talk_to
from agent.deciding.task import DecideTask
from town.minds.decisions import Decision, GoOn, Replan, TalkTo


class ReactAnswer(msgspec.Struct, frozen=True):
    """What to do about something noticed."""

    kind: Literal["go_on", "talk", "replan"]
    person: str
    because: str


def reaction_of(answer: ReactAnswer, task: DecideTask) -> Decision:
    """The reaction, if it is about somebody who is there and has a reason; raises `Unfit`.

    What was noticed stands for the reason: planning looks at that, not at what is said of it here.
    """
    match answer.kind:
        case "go_on":
            return GoOn()
        case "talk":
            return TalkTo(one_to_talk_to(answer.person, task))
        case "replan":
            plain_words(answer.because)
            assert task.noticed is not None, "a reaction is to something noticed"
            return Replan(because=task.noticed.id)
