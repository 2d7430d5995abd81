"""A patient call to each model at the start and after time-outs, so that one which takes minutes to load gets loaded."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager

import structlog

from agent.asking.model_health import Health
from agent.models.clock import CallClock
from agent.models.errors import ModelError, StillLoading
from agent.models.port import ChatModel, ChatRequest, Prompt
from agent.models.warming import PATIENCE_MS, WarmUps
from engine.supervision import Keepers

log: structlog.stdlib.BoundLogger = structlog.get_logger("voice")

FIRST_LOOK_S = 3.0
"""A model that is loaded answers a word by then; the town does not wait for others."""
ASKS_AGAIN_MS = 2_000
PATIENT = ChatRequest(
    Prompt(("You are asked whether you are there.",), "Answer with one word: yes."),
    max_tokens=16,
    temperature=0.0,
    deadline_ms=PATIENCE_MS,
)
"""Bedrock and others refuse fewer tokens than a few; this costs next to nothing."""


class PatientCalls:
    """Waits for models to be loaded, and tells `health` what came of it."""

    def __init__(self, models: Mapping[str, ChatModel], health: Health, clock: CallClock) -> None:
        self.warm_ups = WarmUps(clock, self._begin)
        self._models = models
        self._health = health
        self._clock = clock
        self._calls: Keepers[str] = Keepers()
        self._ended = {name: asyncio.Event() for name in models}
        self._answered: Callable[[str], None] = _nothing

    @asynccontextmanager
    async def made(self, answered: Callable[[str], None]) -> AsyncGenerator[None]:
        """Ask each model a word, and whenever one seems cold in the block; `answered` is told of each that answers."""
        self._answered = answered
        try:
            for name in self._models:
                self.warm_ups.start(name)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FIRST_LOOK_S):
                    for ended in self._ended.values():
                        await ended.wait()
            yield
        finally:
            await self._calls.close()

    def _begin(self, model: str) -> None:
        self._health.warming = True
        if model not in self._calls:
            self._calls.start(model, f"warming up {model}", lambda: self._call(model))

    async def _call(self, model: str) -> None:
        error = await self._waited(model)
        if error is None:
            self._answered(model)
            self.warm_ups.answered(model)
            log.info("the model answers", model=model)
        elif self.warm_ups.is_warming(model):
            self.warm_ups.failed(model)
            self._health.failed("", error)
            log.warning(
                "the model does not answer; the scripted voice stands in until it does",
                model=model,
                kind=error.kind,
                reason=str(error)[:500],
            )
        self._health.warming = any(map(self.warm_ups.is_warming, self._models))
        self._ended[model].set()

    async def _waited(self, model: str) -> ModelError | None:
        """None once the model has answered; a server that says it is loading is asked again and again."""
        until_ms = self._clock.now_ms() + PATIENCE_MS
        while True:
            try:
                await self._models[model].chat(PATIENT)
            except ModelError as error:
                if not isinstance(error, StillLoading) or self._clock.now_ms() >= until_ms:
                    return error
            else:
                return None
            await self._clock.sleep(ASKS_AGAIN_MS)


def _nothing(_model: str) -> None:
    pass
