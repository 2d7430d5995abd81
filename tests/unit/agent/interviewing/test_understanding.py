"""A question is understood from its words: of whom and of which time it speaks."""

import pytest
from msgspec.structs import replace

from agent.interviewing.composer import NO_IDEA, answer
from agent.interviewing.understanding import understood
from tests.tasks import GORO, MARIT, interviewed

NAMES = {"p:2": GORO, "p:3": "Anouk Engelsen"}
NOW = 4 * 1440 + 10 * 60 + 30
"""At 10:30 on the fifth day."""


@pytest.mark.parametrize(
    ("text", "about", "minute", "words"),
    [
        ("Where do you live?", None, None, ""),
        ("On a usual day, where are you at 15:00?", None, 15 * 60, ""),
        (f"When did you last talk with {GORO}?", "p:2", None, ""),
        ("Did you talk with Goro yesterday?", "p:2", 3 * 1440, ""),
        ("Where were you yesterday at 9:00, and what did you do there?", None, 3 * 1440 + 9 * 60, ""),
        ("Where will you be in the hour from 11:00?", None, 4 * 1440 + 11 * 60, ""),
        ("What will you be doing in the hour from 1:00?", None, 5 * 1440 + 60, ""),
        (
            "You are asked to help with something on day 6 at 14:00. Can you come?",
            None,
            5 * 1440 + 14 * 60,
            "",
        ),
        (
            "Somebody says to you: “Goro sings at 9:00.” Is that new to you?",
            None,
            None,
            "Goro sings at 9:00.",
        ),
    ],
)
def test_of_whom_and_of_when(text: str, about: str | None, minute: int | None, words: str) -> None:
    question = understood(text, NAMES, NOW)
    assert (question.about, question.minute, question.words) == (about, minute, words)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Where do you live?", "I live at"),
        ("Tell me, please: where do you work?", "I work at"),
        (f"When are you to meet {GORO}, as you agreed?", "We meet on day"),
        ("Is there a moon?", NO_IDEA),
        ("", NO_IDEA),
    ],
)
def test_the_words_alone_say_what_is_answered(text: str, named: str) -> None:
    task = interviewed()
    others = {player: name for player, name in task.names.items() if name != MARIT}
    assert named in answer(replace(task, question=understood(text, others, task.minute)))
