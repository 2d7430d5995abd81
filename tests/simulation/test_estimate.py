"""The estimate against the town itself: a day played through uses what the samples said."""

import asyncio

import pytest

from agent.models.gate import Chain
from agent.models.ledger import Price
from agent.scripted.voice import ScriptedVoice
from agent.voices import estimating
from agent.voices.estimating import TaskRate, expected, measured_rates
from agent.voices.tasks import DECIDE, SAY, TASKS


def test_samples_stand_for_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    sampled = asyncio.run(measured_rates("hollow", ScriptedVoice(), "en"))
    monkeypatch.setattr(estimating, "SAMPLES", 1)
    monkeypatch.setattr(estimating, "SAMPLE_MINUTES", 24 * 60)
    played = asyncio.run(measured_rates("hollow", ScriptedVoice(), "en"))
    for task in TASKS:
        assert 0.5 < sampled[task].calls / played[task].calls < 2, task
    assert sum(rate.calls for rate in sampled.values()) < 12
    assert sum(rate.input_tokens + rate.output_tokens for rate in sampled.values()) < 8_000


def test_what_is_expected_is_rate_by_hours_by_price() -> None:
    rates = {SAY: TaskRate(2, 2_000, 100), DECIDE: TaskRate(1, 500, 50)}
    chains = {SAY: Chain(("dear", "other")), DECIDE: Chain(("unpriced",))}
    (say, decide) = expected(rates, 100, chains, {"dear": Price(input=1_000_000, output=5_000_000)})
    assert (say.model, say.calls, say.input_tokens, say.output_tokens) == ("dear", 200, 200_000, 10_000)
    assert say.microdollars == 250_000
    assert (decide.calls, decide.microdollars) == (100, None)
