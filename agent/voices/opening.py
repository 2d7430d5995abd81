"""The voices of a worker, opened from settings."""

from __future__ import annotations

import asyncio
import functools
import random
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager

import asyncpg
import msgspec
import structlog

from agent.drafts import Drafts
from agent.interviewing import Interviewee
from agent.memory.embedding_cache import CachedEmbeddings
from agent.mind import Mind
from agent.models.clock import MonotonicClock
from agent.models.errors import ModelError
from agent.models.gate import Gate, GatePolicy
from agent.models.ledger import Caller
from agent.models.opening import OpenModels, open_models
from agent.models.port import ChatModel, ChatRequest, EmbeddingModel, EmbeddingsFor, Prompt
from agent.tasks import Voice
from agent.voices.answers_cache import PostgresAnswersCache
from agent.voices.asking import Speaking
from agent.voices.bookkeeping import Books, kept
from agent.voices.embedding import CountedEmbeddings
from agent.voices.health import Health
from agent.voices.model_interviewee import ModelInterviewee
from agent.voices.model_mind import ModelMind
from agent.voices.model_voice import ModelVoice
from agent.voices.pausing import PauseWatch, is_paused
from agent.voices.settings import SCRIPTED, VoiceSettings
from agent.voices.tasks import EMBED, INTERVIEW, POLICIES
from engine.store import Store
from town.entities import Speech, lower_limit

log: structlog.stdlib.BoundLogger = structlog.get_logger("voice")

PROBE = ChatRequest(
    Prompt(("You are asked whether you are there.",), "Answer with one word: yes."),
    max_tokens=16,
    temperature=0.0,
    deadline_ms=10_000,
)
"""Bedrock and others refuse fewer tokens than a few; this costs next to nothing."""

VoiceOf = Callable[[str, Speech], Voice]
"""The voice that speaks for a world, given by the world's id and what it chose for itself."""

MindOf = Callable[[str, Speech], Mind]
"""The mind that thinks for it, given by the same."""


IntervieweeOf = Callable[[str, Speech], Interviewee | None]
"""The model that answers interviews in it, given by the same; None if there is none."""


class Minds(msgspec.Struct, frozen=True):
    """Who speaks and thinks for each world, and what turns its memories into vectors."""

    voice_of: VoiceOf
    mind_of: MindOf
    interviewee_of: IntervieweeOf
    embeddings: EmbeddingModel
    embeddings_for: EmbeddingsFor
    """The same model, as it is called on somebody's behalf."""


@asynccontextmanager
async def open_minds(
    settings: VoiceSettings,
    store: Store,
    pool: asyncpg.Pool,
    drafts: Drafts,
    otherwise: Voice,
    mind_otherwise: Mind,
) -> AsyncGenerator[Minds]:
    """A voice and a mind for each world; the other two take over tasks without a model, and wherever one fails.

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
        await _probe(models.chat, health)
        answers = PostgresAnswersCache(pool)
        await answers.forget_old()
        gate = _gate(settings, models, books)
        speaking = Speaking(
            gate=gate,
            ledger=books.ledger,
            answers=answers,
            pauses=PauseWatch(functools.partial(is_paused, store), gate),
            health=health,
            clock=MonotonicClock(),
            unix_ms=_unix_ms,
            language=settings.language,
            models={task: chain.usual for task, chain in settings.chains.items()},
            policies=POLICIES,
            otherwise=otherwise,
            drafts=drafts,
        )
        async with kept(books):
            spoken = functools.partial(_speaking_in, settings, speaking, books)
            yield Minds(
                functools.partial(_voice_of, spoken, otherwise),
                functools.partial(_mind_of, spoken, mind_otherwise),
                functools.partial(_interviewee_of, spoken),
                models.embedding,
                _embeddings_for(settings, models.embedding, speaking, pool),
            )


def _speaking_in(
    settings: VoiceSettings, speaking: Speaking, books: Books, world: str, speech: Speech
) -> Speaking | None:
    """The world's own choice, within what the worker may do and spend; None leaves all to the script."""
    budget = msgspec.structs.replace(
        settings.budget,
        microdollars=lower_limit(settings.budget.microdollars, speech.daily_microdollars),
        tokens=lower_limit(settings.budget.tokens, speech.daily_tokens),
    )
    books.meter.set_budget(world, budget)
    if speech.voice == SCRIPTED or not settings.chains:
        return None
    return msgspec.structs.replace(speaking, language=speech.language or settings.language)


def _voice_of(
    spoken: Callable[[str, Speech], Speaking | None], otherwise: Voice, world: str, speech: Speech
) -> Voice:
    speaking = spoken(world, speech)
    return ModelVoice(world, speaking) if speaking else otherwise


def _mind_of(
    spoken: Callable[[str, Speech], Speaking | None], otherwise: Mind, world: str, speech: Speech
) -> Mind:
    speaking = spoken(world, speech)
    return ModelMind(world, speaking, otherwise) if speaking else otherwise


def _interviewee_of(
    spoken: Callable[[str, Speech], Speaking | None], world: str, speech: Speech
) -> Interviewee | None:
    speaking = spoken(world, speech)
    return ModelInterviewee(world, speaking) if speaking and speaking.models.get(INTERVIEW) else None


def _embeddings_for(
    settings: VoiceSettings, model: EmbeddingModel, speaking: Speaking, pool: asyncpg.Pool
) -> EmbeddingsFor:
    """A model in this process costs nothing and answers faster than a look-up; any other is counted and cached."""
    if settings.models.embedding is None:
        return lambda _world, _player: model

    def counted(world: str, player: str) -> EmbeddingModel:
        caller = Caller(world, player, EMBED)
        return CachedEmbeddings(pool, CountedEmbeddings(model, speaking.gate, speaking.pauses, caller))

    return counted


def _gate(settings: VoiceSettings, models: OpenModels, books: Books) -> Gate:
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
    )


async def _probe(models: Mapping[str, ChatModel], health: Health) -> None:
    """Ask each model a word, and say in the log which do not answer: the town runs all the same."""
    for name, error in zip(models, await asyncio.gather(*map(_failure, models.values())), strict=True):
        if error is None:
            log.info("the model answers", model=name)
        else:
            health.failed(error)
            log.warning(
                "the model does not answer; the scripted voice stands in until it does",
                model=name,
                kind=error.kind,
                reason=str(error)[:500],
            )


async def _failure(model: ChatModel) -> ModelError | None:
    try:
        await model.chat(PROBE)
    except ModelError as error:
        return error
    return None


def _unix_ms() -> int:
    return time.time_ns() // 1_000_000
