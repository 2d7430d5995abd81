"""The estimate: what a day of a town asks of models stays within bounds, and what is expected follows from it."""

import asyncio

from agent.models.gate import Chain
from agent.models.ledger import Price
from agent.models.openai_compatible import OpenAIEmbeddingSettings
from agent.models.opening import ModelsSettings
from agent.scripted.mind import ScriptedMind
from agent.scripted.voice import ScriptedVoice
from agent.voices.estimating import TaskRate, expected, measured_rates
from agent.voices.settings import VoiceSettings
from agent.voices.tasks import DECIDE, EMBED, PLAN, QUESTION, SAY, TASKS
from everbrook.estimates import estimate_table

MOST_CALLS, MOST_TOKENS = 12, 8_000
"""For each agent and calendar hour, all tasks and all embeddings asked of a model."""


def test_all_tasks_of_a_day_are_counted_and_within_bounds() -> None:
    rates = asyncio.run(measured_rates("hollow", ScriptedVoice(), ScriptedMind(), "en"))
    assert rates.keys() == {*TASKS, EMBED}
    for task in (SAY, DECIDE, PLAN, QUESTION, EMBED):
        assert rates[task].calls > 0, task
    assert 1 / 24 <= rates[PLAN].calls < 0.3, "a day is planned once, and anew now and then"
    assert sum(rate.calls for rate in rates.values()) <= MOST_CALLS
    assert sum(rate.input_tokens + rate.output_tokens for rate in rates.values()) <= MOST_TOKENS


def test_what_is_expected_is_rate_by_hours_by_price() -> None:
    rates = {SAY: TaskRate(2, 2_000, 100), DECIDE: TaskRate(1, 500, 50)}
    chains = {SAY: Chain(("dear", "other")), DECIDE: Chain(("unpriced",))}
    (say, decide) = expected(rates, 100, chains, {"dear": Price(input=1_000_000, output=5_000_000)})
    assert (say.model, say.calls, say.input_tokens, say.output_tokens) == ("dear", 200, 200_000, 10_000)
    assert say.microdollars == 250_000
    assert (decide.calls, decide.microdollars) == (100, None)


def test_the_table_counts_vectors_in_where_a_model_makes_them() -> None:
    rates: dict[str, TaskRate] = {task: TaskRate(1, 1_000, 0) for task in (*TASKS, EMBED)}
    prices = {"chat": Price(input=1_000_000, output=0), "embed": Price(input=100_000, output=0)}
    voice = VoiceSettings(name="openai", chains=dict.fromkeys(TASKS, Chain(("chat",))), prices=prices)
    here = estimate_table("hollow", 8, 24, rates, voice)
    assert f"{len(TASKS):.1f} calls, {len(TASKS) * 1_000:,} tokens" in here
    assert "made on this machine" in here
    models = ModelsSettings(embedding=OpenAIEmbeddingSettings("http://x/v1", "embed", 8))
    remote = estimate_table(
        "hollow", 8, 24, rates, VoiceSettings(models=models, chains=voice.chains, prices=prices)
    )
    assert f"{len(TASKS) + 1:.1f} calls, {(len(TASKS) + 1) * 1_000:,} tokens" in remote
    (whole,) = (line for line in remote.splitlines() if line.startswith("in all"))
    assert whole.split()[-1] == f"{8 * 24 * (len(TASKS) + 0.1) / 1_000:.2f}"
