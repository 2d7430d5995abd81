"""What of a line may be shown while a model still writes it."""

from __future__ import annotations

import regex

from agent.asking.checking import QUOTES, require_new, spoken_words
from agent.models.partial import string_field_so_far
from agent.models.structured import Unfit
from agent.models.thoughts import without_thoughts
from agent.talking.task import SayTask
from engine.texts import UNSPACED, within
from town.talk.constants import LONGEST_MESSAGE

WRITTEN = regex.compile(rf"{UNSPACED}\p{{M}}*|(?:(?!{UNSPACED})\S)+", regex.V1)
"""What is shown at once: all between two blanks, or one letter of a script that parts no words."""
WORDS_HELD_BACK = 6
"""As many as all but the longest phrases of `out_of_play.txt` need to be known."""


def line_so_far(answer: str, task: SayTask) -> str:
    """What may be shown of the line in an answer up to now; empty while that is nothing."""
    answer = without_thoughts(answer)
    written = string_field_so_far(answer, "say")
    words = written.split()
    if not words or _may_open_more_than_speech(words):
        return ""
    try:
        line = spoken_words(written, task.me.name, _others(task))
        require_new(line, (said.text for said in task.lines))
    except Unfit:
        return ""
    return within(line[: _end_of_shown(line)].rstrip(), LONGEST_MESSAGE)


def _end_of_shown(line: str) -> int:
    """Where the last words begin that are held back, in a script that parts no words the last letters; the last word
    of all may yet grow."""
    ends = [found.end() for found in WRITTEN.finditer(line)]
    return ends[-1 - WORDS_HELD_BACK] if len(ends) > WORDS_HELD_BACK else 0


def _may_open_more_than_speech(words: list[str]) -> bool:
    """Whether a mark's other end decides what the words are: quoted whole, or the start of a stage direction."""
    return words[0][0] in QUOTES or any(mark in word for word in words for mark in "*_")


def _others(task: SayTask) -> list[str]:
    return [task.partner.name, *(said.name for said in task.lines)]
