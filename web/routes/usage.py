"""What a world's minds have cost, and how far it is in its budget."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from engine.clock import Pace
from records.usage import BY_SCRIPT, FROM_CACHE, FailingTask
from town.languages import has_phrases
from town.settings import Settings, Speech, lower_limit
from web.reading import load_readable
from web.services import Services
from web.usage import DAY_MS, UsageReader, UsageRow, VoiceRow

Days = Annotated[int, QueryParameter(ge=1, le=366, description="UTC days to tell of, with today.")]

SCRIPTED = "scripted"
"""The voice that asks no model."""


BudgetState = Literal["unlimited", "ok", "near", "exhausted"]
VoiceState = Literal["speaking", "standingIn", "warmingUp", "budgetSpent", "paused", "resting"]


class UsageSums(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What some calls used up. `calls` counts every attempt, `failures` those without an answer."""

    calls: int
    failures: int
    bad_answers: int
    """Of the failures: answers that came and could not be used."""
    usable_share: float
    """The part of the models' answers, 0 to 1, that could be used; 1 where none came."""
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    """Of the input tokens: read from the provider's cache."""
    microdollars: int
    mean_latency_ms: int
    answers_from_cache: int
    """Questions that had been answered before, and so cost nothing."""
    stood_in: int
    """Questions that the scripted voice answered instead of a model."""
    hit_rate: float
    """The part of the questions, 0 to 1, that came from the answers cache."""


class UsagePart(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The sums of one day, task and model."""

    day: str
    task: str
    model: str
    """`cache` and `scripted` where no model was asked."""
    calls: int
    failures: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    microdollars: int


class WorldBudget(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the world may spend in a UTC day; null is no limit."""

    microdollars: int | None
    tokens: int | None
    state: BudgetState
    """`near`: cheaper models speak; `exhausted`: the scripted voice does."""


class SpeakingVoice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who speaks for the people of this world."""

    name: str
    """The voice that is meant to speak."""
    chosen_by: Literal["world", "worker"]
    speaks: str | None
    """Who really speaks just now: `name`, or `scripted` in its stead; null while the world's time stands still."""
    language: str
    wordless: bool
    """Who speaks just now has no words in the language: people live on, and say nothing."""
    state: VoiceState
    """`standingIn`: the model fails, and the scripted voice speaks until it is back. `warmingUp`: the model is being
    loaded, which may take minutes."""
    reason: str
    """The kind of failure, such as `unreachable` or `bad_answer`; the worker's log says more."""
    remedy: str
    """What can be done about it."""
    failing: tuple[FailingTask, ...]
    """The tasks for which the scripted voice stands in while the model speaks for others."""


class WorldUsage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A world's usage of models."""

    voice: SpeakingVoice | None
    """Null while no worker runs."""
    budget: WorldBudget | None
    today: UsageSums
    total: UsageSums
    """Of the days asked for."""
    parts: tuple[UsagePart, ...]


@get("/api/worlds/{world_id:str}/usage")
async def read_usage(
    services: NamedDependency[Services], world_id: FromPath[str], days: Days = 7
) -> WorldUsage:
    """Calls, tokens and money by day, task and model, newest day first; voice and budget as they are now."""
    speech, pace = await _speech_and_pace(services, world_id)
    today = time.time_ns() // 1_000_000 // DAY_MS
    rows = await services.usage.rows(world_id, today - days + 1)
    voice = await services.usage.voice()
    spent_today = [row for row in rows if row.day == today]
    budget = await _budget(services.usage, world_id, voice, speech, spent_today) if voice else None
    return WorldUsage(
        voice=speaking_voice(voice, speech, pace, budget) if voice and budget else None,
        budget=budget,
        today=sums(spent_today),
        total=sums(rows),
        parts=tuple(part_of(row) for row in rows),
    )


def sums(rows: Sequence[UsageRow]) -> UsageSums:
    """The rows added up, with what no model was asked for told apart."""
    asked = [row for row in rows if row.model not in (BY_SCRIPT, FROM_CACHE)]
    calls, failures = sum(row.calls for row in asked), sum(row.failures for row in asked)
    bad_answers = sum(row.bad_answers for row in asked)
    known = sum(row.calls for row in rows if row.model == FROM_CACHE)
    stood_in = sum(row.calls for row in rows if row.model == BY_SCRIPT)
    questions = known + stood_in + calls - failures
    return UsageSums(
        calls=calls,
        failures=failures,
        bad_answers=bad_answers,
        usable_share=usable_share(calls, failures, bad_answers),
        input_tokens=sum(row.input_tokens for row in asked),
        output_tokens=sum(row.output_tokens for row in asked),
        cached_tokens=sum(row.cached_tokens for row in asked),
        microdollars=sum(row.price_microdollars for row in asked),
        mean_latency_ms=sum(row.latency_ms for row in asked) // max(calls, 1),
        answers_from_cache=known,
        stood_in=stood_in,
        hit_rate=round(known / questions, 4) if questions else 0.0,
    )


def usable_share(calls: int, failures: int, bad_answers: int) -> float:
    """The part of the answers that could be used; 1 where none came."""
    answers = calls - failures + bad_answers
    return round(1 - bad_answers / answers, 4) if answers else 1.0


def budget_state(
    limits: Sequence[tuple[int, int | None]], near_percent: int, *, refused: bool
) -> BudgetState:
    """How far spending has come in the budget: `limits` pairs what is used with its limit. `refused`: what is
    left has been too little for a call."""
    set_limits = [(used, limit) for used, limit in limits if limit is not None]
    if not set_limits:
        return "unlimited"
    near = any(100 * used >= near_percent * limit for used, limit in set_limits)
    if refused or any(used >= limit for used, limit in set_limits):
        return "exhausted"
    return "near" if near else "ok"


async def _speech_and_pace(services: Services, world_id: str) -> tuple[Speech, Pace]:
    """What a world chose for its speech, and whether its time goes on, as of its last commit."""
    loaded = await load_readable(services, world_id, ["settings", "clock"])
    bodies = {entity.kind: entity.body for entity in loaded.entities}
    speech = msgspec.json.decode(bodies["settings"], type=Settings).speech
    return speech, msgspec.json.decode(bodies["clock"], type=Pace) if "clock" in bodies else Pace()


async def _budget(
    usage: UsageReader, world_id: str, voice: VoiceRow, speech: Speech, spent_today: Sequence[UsageRow]
) -> WorldBudget:
    today_ms = time.time_ns() // 1_000_000 // DAY_MS * DAY_MS
    since_ms = max(today_ms, round(voice.started_at.timestamp() * 1000))
    microdollars = lower_limit(voice.budget_microdollars, speech.daily_microdollars)
    tokens = lower_limit(voice.budget_tokens, speech.daily_tokens)
    limits = [
        (sum(row.price_microdollars for row in spent_today), microdollars),
        (sum(row.input_tokens + row.output_tokens for row in spent_today), tokens),
    ]
    refused = await usage.was_refused(world_id, since_ms)
    state = budget_state(limits, voice.budget_near_percent, refused=refused)
    return WorldBudget(microdollars=microdollars, tokens=tokens, state=state)


def speaking_voice(voice: VoiceRow, speech: Speech, pace: Pace, budget: WorldBudget) -> SpeakingVoice:
    """Who speaks in a world: its own choice if it made one, unless time, budget or the model forbids."""
    name, condition = speech.voice or voice.voice, voice.condition
    state: VoiceState = "speaking"
    if pace.paused:
        state = "resting" if pace.resting else "paused"
    elif name != SCRIPTED and budget.state == "exhausted":
        state = "budgetSpent"
    elif name != SCRIPTED and condition.warming:
        state = "warmingUp"
    elif name != SCRIPTED and condition.reason:
        state = "standingIn"
    speaks = None if pace.paused else name if state == "speaking" else SCRIPTED
    language = speech.language or voice.language
    return SpeakingVoice(
        name=name,
        chosen_by="world" if speech.voice else "worker",
        speaks=speaks,
        language=language,
        wordless=speaks == SCRIPTED and not has_phrases(language),
        state=state,
        reason=condition.reason if state == "standingIn" else "",
        remedy=condition.remedy if state == "standingIn" else "",
        failing=condition.failing if state == "speaking" and name != SCRIPTED else (),
    )


def part_of(row: UsageRow) -> UsagePart:
    """The row as it is told."""
    return UsagePart(
        day=str(datetime.date(1970, 1, 1) + datetime.timedelta(days=row.day)),
        task=row.task,
        model=row.model,
        calls=row.calls,
        failures=row.failures,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        cached_tokens=row.cached_tokens,
        microdollars=row.price_microdollars,
    )


USAGE = Router("/", route_handlers=[read_usage], tags=["usage"])
