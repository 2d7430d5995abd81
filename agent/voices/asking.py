"""How a model is asked anything for one world: answers known already, the gate, one repair, and the ledger.

Whenever no answer can be had or used, what was given to stand in for the model answers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, TypeVar

import msgspec
import structlog

from agent.drafts import Drafts
from agent.models.clock import CallClock
from agent.models.errors import BudgetExhausted, CallsPaused, ModelError, ModelResting
from agent.models.gate import Gate
from agent.models.ledger import Caller, CallRecord, Ledger
from agent.models.port import ChatAnswer, ChatRequest, Prompt
from agent.models.structured import Unfit, ask_and_read
from agent.tasks import Voice
from agent.voices.answers_cache import AnswersCache, answer_key
from agent.voices.drafting import streamed
from agent.voices.health import Health
from agent.voices.pausing import PauseWatch
from agent.voices.tasks import TaskPolicy

log: structlog.stdlib.BoundLogger = structlog.get_logger("voice")

A = TypeVar("A", bound=msgspec.Struct)
R = TypeVar("R")

FROM_CACHE, BY_SCRIPT = "cache", "scripted"
"""Stand in the ledger where a model's name would: an answer was known already, or another voice stood in."""


EXPECTED = (BudgetExhausted, CallsPaused, ModelResting)
"""Ends of calls that follow from something told before; one line for each would fill the log."""


class Question(msgspec.Struct, Generic[A, R], frozen=True):
    """A task as it is put to a model: `read` makes of the answer what the task wants, or raises `Unfit`."""

    task: str
    agent: str
    urgent: bool
    prompt: Prompt
    kind: type[A]
    read: Callable[[A], R]
    written: Callable[[str], None] | None = None
    """Told the answer's text while it comes, if anybody wants it."""


class Speaking(msgspec.Struct, frozen=True):
    """What the voices of all worlds share.

    A task without a model in `models` is the other voice's. `unix_ms` names the moment for the ledger.
    """

    gate: Gate
    ledger: Ledger
    answers: AnswersCache
    pauses: PauseWatch
    health: Health
    clock: CallClock
    unix_ms: Callable[[], int]
    language: str
    models: Mapping[str, tuple[str, ...]]
    policies: Mapping[str, TaskPolicy]
    otherwise: Voice
    drafts: Drafts


class Asking:
    """How a model is asked for one world: known answers, the gate, one repair, the ledger."""

    def __init__(self, world: str, speaking: Speaking) -> None:
        self._world = world
        self._speaking = speaking

    async def answer(self, question: Question[A, R], otherwise: Callable[[], Awaitable[R]]) -> R:
        """The model's answer, or what `otherwise` gives where none can be had or used."""
        if not self._speaking.models.get(question.task):
            return await otherwise()
        try:
            return await self.models_answer(question)
        except ModelError as error:
            await self._stand_in(question, error)
            return await otherwise()

    async def models_answer(self, question: Question[A, R]) -> R:
        """The model's answer to a task that has a model. Raises `ModelError` where none can be had or used."""
        speaking = self._speaking
        key = answer_key(speaking.models[question.task], question.prompt, question.kind)
        known = await self._known(key, question)
        if known is not None:
            return known
        try:
            async with speaking.pauses.watched(self._world):
                answer, meaning = await self._asked(question)
        except ModelError as error:
            speaking.health.failed(error)
            raise
        if speaking.health.reason:
            log.info("the model answers again")
        speaking.health.succeeded()
        await speaking.answers.put(key, msgspec.json.encode(answer))
        return meaning

    async def _known(self, key: bytes, question: Question[A, R]) -> R | None:
        """The answer that was given to the same question before."""
        kept = await self._speaking.answers.get(key)
        if kept is None:
            return None
        try:
            meaning = question.read(msgspec.json.decode(kept, type=question.kind))
        except (msgspec.DecodeError, Unfit):
            return None
        await self._record(question, FROM_CACHE, "ok")
        return meaning

    async def _asked(self, question: Question[A, R]) -> tuple[A, R]:
        """The model's answer with what it means. Raises `ModelError`, no later than the task's deadline."""
        caller = Caller(self._world, question.agent, question.task, question.urgent)
        policy = self._speaking.policies[question.task]
        request = ChatRequest(
            prompt=question.prompt,
            max_tokens=policy.max_tokens,
            temperature=policy.temperature,
            deadline_ms=policy.deadline_ms,
        )

        async def chat(asked: ChatRequest) -> ChatAnswer:
            if question.written is None:
                return await self._speaking.gate.chat(caller, asked)
            speaking = self._speaking
            return await streamed(speaking.gate, caller, asked, speaking.clock, question.written)

        def read(answer: A) -> tuple[A, R]:
            return answer, question.read(answer)

        return await ask_and_read(chat, request, question.kind, self._speaking.clock, read)

    async def _stand_in(self, question: Question[A, R], error: ModelError) -> None:
        await self._record(question, BY_SCRIPT, error.kind)
        tell = log.debug if isinstance(error, EXPECTED) else log.info
        tell(
            "the scripted voice stands in",
            world=self._world,
            agent=question.agent,
            task=question.task,
            kind=error.kind,
            reason=str(error)[:300],
        )

    async def _record(self, question: Question[A, R], model: str, outcome: str) -> None:
        await self._speaking.ledger.record(
            CallRecord(
                at_ms=self._speaking.unix_ms(),
                world=self._world,
                agent=question.agent,
                task=question.task,
                model=model,
                input_tokens=0,
                output_tokens=0,
                cached_tokens=0,
                latency_ms=0,
                outcome=outcome,
                price_microdollars=0,
            )
        )
