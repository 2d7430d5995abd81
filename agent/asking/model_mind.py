"""A mind that asks a language model for one world: answers known already, the gate, one repair, and the ledger.

Whenever no answer can be had or used, another mind answers.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import msgspec
import structlog

from agent.asking.ability import A, Ability, Draft, Mind, R, T, Unanswered
from agent.asking.answers_cache import AnswersCache, answer_key
from agent.asking.model_health import Health
from agent.asking.pausing import PauseWatch
from agent.asking.pens import Drafts, Pen
from agent.asking.prompts import prompt_of
from agent.asking.streaming import streamed
from agent.memory.provenance import authors_in
from agent.models.clock import CallClock
from agent.models.errors import BudgetExhausted, CallsPaused, ModelError, ModelResting
from agent.models.gate import Gate
from agent.models.ledger import Caller, CallRecord, Ledger
from agent.models.port import ChatAnswer, ChatRequest, Prompt
from agent.models.structured import Unfit, ask_and_read, is_usable
from records.usage import BY_SCRIPT, FROM_CACHE
from town.ids import OperationId, PlayerId

log: structlog.stdlib.BoundLogger = structlog.get_logger("voice")


EXPECTED = (BudgetExhausted, CallsPaused, ModelResting)
"""Ends of calls that follow from something told before; one line for each would fill the log."""


class Speaking(msgspec.Struct, frozen=True):
    """What the minds of all worlds share.

    An ability without a model in `models` is the other mind's. `unix_ms` names the moment for the ledger.
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
    otherwise: Mind
    drafts: Drafts
    prompts: tuple[Path, ...] = ()
    """Folders of prompts that come before those which ship."""


class ModelMind:
    """See `Mind`. It answers for one world; nothing a model gets wrong leaves it."""

    def __init__(self, world: str, speaking: Speaking) -> None:
        self._world = world
        self._speaking = speaking

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        """The model's answer, or the other mind's where none can be had or used."""
        if not self._speaking.models.get(ability.name) or ability.goes_without_saying(task):
            return await self._speaking.otherwise.ask(ability, task)
        async with self._pen(ability, task) as pen:
            answer = await self._answer(ability, task, pen)
            if pen is not None and ability.draft is not None:
                pen.settle(ability.draft.text(answer))
            return answer

    @asynccontextmanager
    async def _pen(self, ability: Ability[T, A, R], task: T) -> AsyncGenerator[Pen | None]:
        """What a model writes is told as a draft; what comes of it in the end replaces it."""
        if ability.draft is None:
            yield None
            return
        player, operation = PlayerId(task.me.player), OperationId(ability.draft.operation(task))
        async with self._speaking.drafts.writing(self._world, player, operation) as pen:
            yield pen

    async def _answer(self, ability: Ability[T, A, R], task: T, pen: Pen | None) -> R:
        try:
            return await self._models_answer(ability, task, pen)
        except ModelError as error:
            if not ability.stands_in:
                raise Unanswered(f"No model answered: {error.kind}, {error}") from error
            await self._tell_standing_in(ability, task, error)
            return await self._speaking.otherwise.ask(ability, task)

    async def _models_answer(self, ability: Ability[T, A, R], task: T, pen: Pen | None) -> R:
        """Raises `ModelError` where no answer can be had or used."""
        speaking = self._speaking
        prompt = prompt_of(ability, task, speaking.language, speaking.prompts)
        key = answer_key(speaking.models[ability.name], prompt, ability.answer)
        known = await self._known(key, ability, task)
        if known is not None:
            return known
        try:
            async with speaking.pauses.watched(self._world):
                answer, meaning = await self._asked(ability, task, prompt, pen)
        except ModelError as error:
            speaking.health.failed(ability.name, error)
            raise
        if speaking.health.reason:
            log.info("the model answers again")
        speaking.health.succeeded(ability.name)
        authors = authors_in(task.pieces())
        await speaking.answers.put(key, msgspec.json.encode(answer), self._world, authors)
        return meaning

    async def _known(self, key: bytes, ability: Ability[T, A, R], task: T) -> R | None:
        """The answer that was given to the same question before."""
        kept = await self._speaking.answers.get(key)
        if kept is None:
            return None
        try:
            meaning = ability.read(msgspec.json.decode(kept, type=ability.answer), task)
        except (msgspec.DecodeError, Unfit):
            return None
        await self._record(ability, task, FROM_CACHE, "ok")
        return meaning

    async def _asked(
        self, ability: Ability[T, A, R], task: T, prompt: Prompt, pen: Pen | None
    ) -> tuple[A, R]:
        """The model's answer with what it means. Raises `ModelError`, no later than the ability's deadline."""
        speaking = self._speaking
        caller = Caller(self._world, task.me.player, ability.name, ability.is_urgent(task))
        request = ChatRequest(
            prompt=prompt,
            max_tokens=ability.max_tokens,
            temperature=ability.temperature,
            deadline_ms=ability.deadline_ms,
        )

        async def chat(asked: ChatRequest) -> ChatAnswer:
            if pen is None or ability.draft is None:
                return await speaking.gate.chat(caller, asked, fits)
            written = partial(_write, pen, ability.draft, task)
            return await streamed(speaking.gate, caller, asked, speaking.clock, written, fits)

        def read(answer: A) -> tuple[A, R]:
            return answer, ability.read(answer, task)

        def fits(answer: ChatAnswer) -> bool:
            return is_usable(answer, ability.answer, read)

        return await ask_and_read(chat, request, ability.answer, speaking.clock, read)

    async def _tell_standing_in(self, ability: Ability[T, A, R], task: T, error: ModelError) -> None:
        await self._record(ability, task, BY_SCRIPT, error.kind)
        tell = log.debug if isinstance(error, EXPECTED) else log.info
        tell(
            "the scripted voice stands in",
            world=self._world,
            agent=task.me.player,
            task=ability.name,
            kind=error.kind,
            reason=str(error)[:300],
        )

    async def _record(self, ability: Ability[T, A, R], task: T, model: str, outcome: str) -> None:
        await self._speaking.ledger.record(
            CallRecord(
                at_ms=self._speaking.unix_ms(),
                world=self._world,
                agent=task.me.player,
                task=ability.name,
                model=model,
                input_tokens=0,
                output_tokens=0,
                cached_tokens=0,
                latency_ms=0,
                outcome=outcome,
                price_microdollars=0,
            )
        )


def _write(pen: Pen, draft: Draft[T, R], task: T, text: str) -> None:
    pen.write(draft.so_far(text, task))
