"""The minds of a worker, opened from settings."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import msgspec

from agent.asking.ability import Mind, WordlessMind
from agent.asking.answers_cache import PostgresAnswersCache
from agent.asking.bookkeeping import Books, kept
from agent.asking.embedding import EMBED, CountedEmbeddings
from agent.asking.model_health import Health
from agent.asking.model_mind import ModelMind, Speaking
from agent.asking.pausing import PauseWatch, is_paused
from agent.asking.pens import Drafts
from agent.asking.settings import SCRIPTED, VoiceSettings
from agent.asking.warm_up import PatientCalls
from agent.memory.embedding_cache import CachedEmbeddings
from agent.models.clock import MonotonicClock
from agent.models.gate import Gate, GatePolicy
from agent.models.ledger import Caller
from agent.models.opening import OpenModels, open_models
from agent.models.port import EmbeddingModel, EmbeddingsFor
from agent.models.warming import Warming
from engine.pool import Pool
from engine.store import Store
from town.languages import has_phrases
from town.settings import Speech, lower_limit

MindOf = Callable[[str, Speech], Mind]
"""The mind that answers in a world, given by the world's id and what it chose for itself."""


class Minds(msgspec.Struct, frozen=True):
    """Who answers in each world, and what turns its memories into vectors."""

    mind_of: MindOf
    embeddings: EmbeddingModel
    embeddings_for: EmbeddingsFor
    """The same model, as it is called on somebody's behalf."""


@asynccontextmanager
async def open_minds(
    settings: VoiceSettings,
    store: Store,
    pool: Pool,
    drafts: Drafts,
    otherwise: Mind,
) -> AsyncGenerator[Minds]:
    """A mind for each world; the other takes over what has no model, and wherever one fails.

    The pool's connections must know vectors. Raises `agent.models.errors.Misconfigured`, which says what to change.
    """
    health = Health()
    books = Books(
        pool,
        voice=settings.name,
        language=settings.language,
        budget=settings.budget,
        health=health,
        unix_ms=_unix_ms,
    )
    async with open_models(settings.models, MonotonicClock()) as models:
        patient = PatientCalls(models.chat, health, MonotonicClock())
        answers = PostgresAnswersCache(pool)
        await answers.forget_old()
        gate = _gate(settings, models, books, patient.warm_ups)
        speaking = Speaking(
            gate=gate,
            ledger=books.ledger,
            answers=answers,
            pauses=PauseWatch(functools.partial(is_paused, store), gate),
            health=health,
            clock=MonotonicClock(),
            unix_ms=_unix_ms,
            language=settings.language,
            prompts=settings.prompts,
            models={task: chain.usual for task, chain in settings.chains.items()},
            otherwise=otherwise,
            drafts=drafts,
        )
        async with patient.made(gate.forget_failures), kept(books):
            yield Minds(
                functools.partial(_mind_of, settings, speaking, books),
                models.embedding,
                _embeddings_for(settings, models.embedding, speaking, pool),
            )


def _mind_of(settings: VoiceSettings, speaking: Speaking, books: Books, world: str, speech: Speech) -> Mind:
    """The world's own choice, within what the worker may do and spend."""
    budget = msgspec.structs.replace(
        settings.budget,
        microdollars=lower_limit(settings.budget.microdollars, speech.daily_microdollars),
        tokens=lower_limit(settings.budget.tokens, speech.daily_tokens),
    )
    books.meter.set_budget(world, budget)
    language = speech.language or settings.language
    otherwise = speaking.otherwise if has_phrases(language) else WordlessMind(speaking.otherwise)
    if speech.voice == SCRIPTED or not settings.chains:
        return otherwise
    return ModelMind(world, msgspec.structs.replace(speaking, language=language, otherwise=otherwise))


def _embeddings_for(
    settings: VoiceSettings, model: EmbeddingModel, speaking: Speaking, pool: Pool
) -> EmbeddingsFor:
    """A model in this process costs nothing and answers faster than a look-up; any other is counted and cached."""
    if settings.models.embedding is None:
        return lambda _world, _player: model

    def counted(world: str, player: str) -> EmbeddingModel:
        caller = Caller(world, player, EMBED)
        return CachedEmbeddings(pool, CountedEmbeddings(model, speaking.gate, speaking.pauses, caller))

    return counted


def _gate(settings: VoiceSettings, models: OpenModels, books: Books, warming: Warming) -> Gate:
    return Gate(
        chat_models=models.chat,
        embedding_model=models.embedding,
        policy=GatePolicy(
            chains=settings.chains,
            limits=settings.limits,
            prices=settings.prices,
        ),
        ledger=books.ledger,
        meter=books.meter,
        clock=MonotonicClock(),
        unix_ms=_unix_ms,
        chance=random.random,
        warming=warming,
    )


def _unix_ms() -> int:
    return time.time_ns() // 1_000_000
