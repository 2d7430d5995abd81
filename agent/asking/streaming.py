"""A call to a model whose answer is told while it comes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing

from msgspec.structs import replace

from agent.models.clock import CallClock
from agent.models.errors import ModelError
from agent.models.gate import Fits, Gate
from agent.models.ledger import Caller
from agent.models.port import ChatAnswer, ChatRequest, StreamEnd, TextDelta


async def streamed(
    gate: Gate,
    caller: Caller,
    request: ChatRequest,
    clock: CallClock,
    written: Callable[[str], None],
    fits: Fits | None = None,
) -> ChatAnswer:
    """As `gate.chat`, and tell `written` all of the answer's text each time there is more of it.

    A stream that breaks is asked again in one piece, in what is left of the deadline, after an empty text was told.
    """
    deadline_ms, text = clock.now_ms() + request.deadline_ms, ""
    answer: ChatAnswer | None = None
    written(text)
    try:
        async with aclosing(gate.stream(caller, request, fits)) as events:
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
        return await gate.chat(caller, replace(request, deadline_ms=remaining_ms), fits)
    assert answer is not None, "a stream ends with its answer"
    return answer
