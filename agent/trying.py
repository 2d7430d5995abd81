"""Trying models at every task, once each, before a town depends on them."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import msgspec

from agent.asking.prompts import prompt_of
from agent.asking.settings import VoiceSettings
from agent.asking.warm_up import PATIENT
from agent.counting import Sample
from agent.models.budget import Budget, BudgetMeter
from agent.models.clock import MonotonicClock
from agent.models.errors import BadAnswer, ModelError
from agent.models.gate import Gate, GatePolicy
from agent.models.ledger import Caller, MemoryLedger
from agent.models.opening import OpenModels, open_models
from agent.models.port import ChatAnswer, ChatRequest
from agent.models.structured import ask_and_read, is_usable

WORLD = "trial"


class Tried(msgspec.Struct, frozen=True):
    """How a model did at one task. Without `kind` its answer could be used."""

    task: str
    model: str
    kind: str
    reason: str
    remedy: str
    seconds: float
    input_tokens: int
    output_tokens: int


async def tried(voice: VoiceSettings, samples: Mapping[str, Sample]) -> AsyncGenerator[Tried]:
    """Ask the first model of each task's chain one question, repaired once like any.

    A model that is still to be loaded is waited for first. Raises `Misconfigured` where one cannot be opened.
    """
    async with open_models(voice.models, MonotonicClock()) as models:
        for name in dict.fromkeys(chain.usual[0] for chain in voice.chains.values()):
            await _warmed(models, name)
        for task, chain in voice.chains.items():
            if task in samples:
                yield await _tried(voice, models, chain.usual[0], samples[task])


async def _warmed(models: OpenModels, name: str) -> None:
    """Why a model does not answer is told at each task."""
    try:
        await models.chat[name].chat(PATIENT)
    except ModelError:
        return


async def _tried(voice: VoiceSettings, models: OpenModels, name: str, sample: Sample) -> Tried:
    ability, task = sample
    ledger, clock = MemoryLedger(), MonotonicClock()
    gate = Gate(
        chat_models=models.chat,
        embedding_model=models.embedding,
        policy=GatePolicy(limits=voice.limits, prices=voice.prices, chains=voice.chains),
        ledger=ledger,
        meter=BudgetMeter(Budget()),
        clock=clock,
        unix_ms=clock.now_ms,
        chance=random.random,
    )
    caller = Caller(WORLD, "", ability.name)
    request = ChatRequest(
        prompt_of(ability, task, voice.language, voice.prompts),
        max_tokens=ability.max_tokens,
        temperature=ability.temperature,
        deadline_ms=ability.deadline_ms,
    )

    def read(answer: Any) -> Any:
        return ability.read(answer, task)

    async def chat(asked: ChatRequest) -> ChatAnswer:
        return await gate.chat(caller, asked, lambda answer: is_usable(answer, ability.answer, read))

    started_ms, error = clock.now_ms(), None
    try:
        await ask_and_read(chat, request, ability.answer, clock, read)
    except ModelError as failure:
        error = failure
    said = f" It said: {error.text[:200]!r}" if isinstance(error, BadAnswer) and error.text else ""
    return Tried(
        task=ability.name,
        model=name,
        kind=error.kind if error else "",
        reason=f"{error}{said}" if error else "",
        remedy=error.remedy if error else "",
        seconds=(clock.now_ms() - started_ms) / 1000,
        input_tokens=sum(call.input_tokens for call in ledger.calls),
        output_tokens=sum(call.output_tokens for call in ledger.calls),
    )
