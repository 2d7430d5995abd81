"""Whatever a model's server sends, with whatever status, and wherever the line is cut: the scripted voice answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.deciding.ability import DECIDE
from agent.models.clock import MonotonicClock
from agent.models.course import ModelLimits
from agent.models.openai_compatible import OpenAICompatibleChat, OpenAISettings
from agent.talking.ability import SAY
from tests.answers import ASKED
from tests.fakes.manners import HARMLESS
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.raw_http import Raw
from tests.speaking import SCRIPTED_DEED, SCRIPTED_LINE, Stage
from tests.tasks import decide_task, say_task

LIMITS = ModelLimits(attempts=2, attempt_deadline_ms=2_000, first_delay_ms=1)
PARTS = [
    b"data: ",
    b"\n\n",
    b"\r",
    b"{",
    b"}",
    b'{"choices": [{"delta": {"content": ',
    b'"x"}}]}',
    b"null",
    b"[DONE]",
    b'{"error": ',
    b'"<think>"',
    b"\xef\xbb\xbf",
    b"\\ud83d",
    b'"tool_calls": [null]',
    b"event: error\n",
    b"[" * 3_000,
    b'{"choices":' * 3_000,
]
KINDS = [
    "",
    "application/json",
    "text/event-stream",
    "text/html; charset=klingon",
    "text/plain; charset=utf-16",
]
HEADERS: list[dict[str, str]] = [
    {},
    {"Content-Encoding": "gzip"},
    {"Content-Encoding": "br, zstd"},
    {"Location": "http://[::1"},
    {"Location": "//"},
    {"Retry-After": "NaN"},
    {"Retry-After": "9" * 400},
    {"Set-Cookie": "=\x01"},
]
broken = st.lists(st.sampled_from(PARTS) | st.binary(max_size=20), max_size=12)
raws = st.builds(
    Raw,
    chunks=broken.map(tuple),
    kind=st.sampled_from(KINDS),
    status=st.sampled_from([200, 200, 200, 204, 304, 307, 400, 404, 429, 500, 599]) | st.integers(200, 599),
    headers=st.sampled_from(HEADERS),
    is_cut=st.booleans(),
)


@st.composite
def spoilt(draw: st.DrawFn) -> Raw:
    """A good answer with something in it that does not belong there, or without its end."""
    manner = draw(st.sampled_from(sorted(HARMLESS)))
    raw = HARMLESS[manner]({"stream": draw(st.booleans())}, ASKED["say"].text)
    data = b"".join(raw.chunks)
    at = draw(st.integers(0, len(data)))
    put = draw(st.sampled_from(PARTS) | st.binary(max_size=20))
    rest = data[at + draw(st.integers(0, 20)) :] if draw(st.booleans()) else b""
    return msgspec.structs.replace(raw, chunks=(data[:at], put, rest), is_cut=draw(st.booleans()))


@pytest.fixture(scope="module")
def server() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as fake:
        yield fake


@given(sent=raws | spoilt())
def test_whatever_is_sent_somebody_answers(server: FakeOpenAI, sent: Raw) -> None:
    async def play() -> None:
        server.manners = lambda _body, _text: sent
        model = OpenAICompatibleChat(OpenAISettings(server.base_url, "chat"))
        stage = Stage({"chat": model}, MonotonicClock(), limits=LIMITS, deadline_ms=4_000)
        try:
            line = await stage.mind().ask(SAY, say_task())
            assert line.text == SCRIPTED_LINE or "<" not in line.text
            deed = await stage.mind().ask(DECIDE, decide_task())
            assert deed == SCRIPTED_DEED or deed
        finally:
            await model.close()

    asyncio.run(play())
