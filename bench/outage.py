"""A town of 25 whose model goes down for ten minutes and comes back, then fails one call in five in each known way:
`python -m bench.outage`.

Worker, voice, gate and rules are the real ones, and so is the protocol: calls go over HTTP to a fake of a server with
an API of OpenAI's shape. Time is simulated, but for answers on their way; so twenty minutes of a town take less than
one. The town begins twice at eight, since people who sleep have nothing to say. Reach: nobody waits for over 60 s,
nothing false in memory, 60 ticks a second.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import aclosing, contextmanager
from typing import Any

import msgspec
import structlog

from agent.models.openai_compatible import OpenAICompatibleChat, OpenAISettings
from agent.models.port import ChatAnswer, ChatRequest, Prompt, StreamEvent
from tests.fakes.openai_faults import API_KEY, OPENAI_FAULTS
from tests.fakes.openai_server import FakeOpenAI, Fault, Hang, Respond
from tests.fakes.replies import Replies
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time
from tests.outage import Account, OutageTown, Phase
from town.people.templates import load_template

TEMPLATE, SEED = "everbrook", 1
WELL, HANGING, FAILING, BACK = (
    Phase("all is well", 300),
    Phase("down: answers nothing", 300),
    Phase("down: answers 502", 300),
    Phase("back", 300),
)
OUTAGE = (WELL, HANGING, FAILING, BACK)
MORNING = Phase("another town, all is well", 120)
WAYS = [Phase(f"20 %: {way}", 90) for way in OPENAI_FAULTS]
FAULTS = (MORNING, *WAYS)
GONE = Respond(502, "<html>Bad Gateway</html>", "text/html")
FAILING_SHARE = 0.2
SHORTEST_ANSWER_MS, LONGEST_ANSWER_MS = 300, 3_000
GRACE_S = 0.2
"""Real time after which a call without an answer is taken for one that will have none."""


class Courier:
    """A chat model that takes its time, and knows of calls whose answers are on their way."""

    def __init__(self, model: OpenAICompatibleChat) -> None:
        self.name = model.name
        self._model = model
        self._chance = random.Random(SEED)
        self._sent_s: dict[int, float] = {}
        self._calls = 0

    @property
    def thinks(self) -> bool:
        """See `ChatModel`."""
        return self._model.thinks

    def pends(self) -> bool:
        """Whether an answer is on its way."""
        return any(time.monotonic() - sent_s < GRACE_S for sent_s in self._sent_s.values())

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        """See `ChatModel`."""
        slower = await self._after_a_while(request)
        with self._under_way():
            return await self._model.chat(slower)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[StreamEvent]:
        """See `ChatModel`."""
        slower = await self._after_a_while(request)
        with self._under_way():
            async with aclosing(self._model.stream(slower)) as events:
                async for event in events:
                    yield event

    async def count_tokens(self, prompt: Prompt) -> int:
        """See `ChatModel`."""
        return await self._model.count_tokens(prompt)

    async def close(self) -> None:
        """See `ChatModel`."""
        await self._model.close()

    async def _after_a_while(self, request: ChatRequest) -> ChatRequest:
        span_ms = self._chance.randrange(SHORTEST_ANSWER_MS, LONGEST_ANSWER_MS)
        await LoopClock().sleep(min(span_ms, request.deadline_ms))
        return msgspec.structs.replace(request, deadline_ms=max(0, request.deadline_ms - span_ms))

    @contextmanager
    def _under_way(self) -> Generator[None]:
        self._calls += 1
        call = self._calls
        self._sent_s[call] = time.monotonic()
        try:
            yield
        finally:
            del self._sent_s[call]


class Trial:
    """What the fake server does, by phase."""

    def __init__(self) -> None:
        self.phase = WELL
        self.replies = Replies(SEED, tuple(person.name for person in load_template(TEMPLATE).people))
        self._chance = random.Random(SEED)

    def begin(self, phase: Phase) -> None:
        """From now on it goes by this phase."""
        self.phase = phase

    def course(self, body: dict[str, Any]) -> Fault | dict[str, Any]:
        """What becomes of a call."""
        if self.phase is HANGING:
            return Hang()
        if self.phase is FAILING:
            return GONE
        if self.phase in WAYS and self._chance.random() < FAILING_SHARE:
            return list(OPENAI_FAULTS.values())[WAYS.index(self.phase)]
        kind = body.get("response_format", {}).get("json_schema", {}).get("name", "")
        return {"content": self.replies.good(kind, str(body["messages"])) or "{}"}


def main() -> None:
    """Print the tables."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    print("| phase | s | longest wait, s | by the model, % | lines | memories | ticks/s |")
    print("|---|---|---|---|---|---|---|")
    checks = [_live(phases) for phases in (OUTAGE, FAULTS)]
    print()
    for check in checks:
        print(check)


def _live(phases: Sequence[Phase]) -> str:
    """Print a row for each phase; returns what was found false."""
    trial = Trial()
    began = time.perf_counter()
    with FakeOpenAI(API_KEY) as fake:
        fake.course = trial.course
        settings = OpenAISettings(fake.base_url, "chat")
        courier = Courier(OpenAICompatibleChat(settings, api_key=API_KEY, clock=LoopClock()))
        town = OutageTown(TEMPLATE, SEED, courier)
        accounts = run_in_virtual_time(town.live(phases, trial.begin), courier.pends)
    for phase, account in zip(phases, accounts, strict=True):
        print(_row(phase, account), flush=True)
    false = town.false_texts(trial.replies.good_texts)
    return (
        f"{len(town.memories.everybodys())} memories, {len(town.store.said)} lines, {len(town.store.done)} deeds checked: "
        f"{len(false)} false{''.join(f'; {text!r}' for text in false[:5])}. "
        f"{len(town.said_by_rules())} goodbyes left to the rules. "
        f"{sum(phase.seconds for phase in phases) / 60:.0f} min of a town in {time.perf_counter() - began:.0f} s."
    )


def _row(phase: Phase, account: Account) -> str:
    by_model_percent = 100 * account.by_model / max(1, account.questions)
    return (
        f"| {phase.name} | {phase.seconds} | {account.longest_wait_ms / 1000:.1f} | {by_model_percent:.0f} "
        f"| {account.messages} | {account.memories} | {account.ticks / phase.seconds:.1f} |"
    )


if __name__ == "__main__":
    main()
