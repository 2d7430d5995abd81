"""A line while a model still writes it: how it is read as it comes, and how much of it may be shown.

What is shown has passed the checks of a whole line (`agent.voices.checking`), made on all that is written so far, of
which the last words are held back: a phrase that is refused is seen to its end before its beginning is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing

from msgspec.structs import replace

from agent.models.clock import CallClock
from agent.models.errors import ModelError
from agent.models.gate import Gate
from agent.models.ledger import Caller
from agent.models.partial import string_field_so_far
from agent.models.port import ChatAnswer, ChatRequest, StreamEnd, TextDelta
from agent.models.structured import THOUGHT, Unfit
from agent.tasks import SayTask
from agent.voices.checking import QUOTES, require_new, spoken_words
from town.constants import LONGEST_MESSAGE

WORDS_HELD_BACK = 6
"""As many as all but the longest phrases of `out_of_play.txt` need to be known."""


async def streamed(
    gate: Gate, caller: Caller, request: ChatRequest, clock: CallClock, written: Callable[[str], None]
) -> ChatAnswer:
    """As `gate.chat`, and tell `written` all of the answer's text each time there is more of it.

    A stream that breaks is asked again in one piece, in what is left of the deadline, after an empty text was told.
    """
    deadline_ms, text = clock.now_ms() + request.deadline_ms, ""
    answer: ChatAnswer | None = None
    written(text)
    try:
        async with aclosing(gate.stream(caller, request)) as events:
            async for event in events:
                match event:
                    case TextDelta():
                        text += event.text
                        written(text)
                    case StreamEnd():
                        answer = event.answer
    except ModelError as error:
        remaining_ms = deadline_ms - clock.now_ms()
        if not text or not error.retryable or remaining_ms <= 0:
            raise
        written("")
        return await gate.chat(caller, replace(request, deadline_ms=remaining_ms))
    assert answer is not None, "a stream ends with its answer"
    return answer


def line_so_far(answer: str, task: SayTask) -> str:
    """What may be shown of the line in an answer up to now; empty while that is nothing."""
    answer = THOUGHT.sub("", answer)
    words = string_field_so_far(answer, "say").split()
    if not words or "<think" in answer or _may_open_more_than_speech(words):
        return ""
    try:
        line = spoken_words(" ".join(words), task.me.name, _others(task))
        require_new(line, (said.text for said in task.lines))
    except Unfit:
        return ""
    return " ".join(line.split()[:-WORDS_HELD_BACK])[:LONGEST_MESSAGE]


def _may_open_more_than_speech(words: list[str]) -> bool:
    """Whether a mark's other end decides what the words are: quoted whole, or the start of a stage direction."""
    return words[0][0] in QUOTES or any(mark in word for word in words for mark in "*_")


def _others(task: SayTask) -> list[str]:
    return [task.partner.name, *(said.name for said in task.lines)]
