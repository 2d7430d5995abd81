"""The estimate: what a day of a town asks of models stays within bounds, and what is expected follows from it."""

import asyncio

from agent.asking.embedding import EMBED
from agent.asking.settings import VoiceSettings
from agent.deciding.ability import DECIDE
from agent.estimating import TaskRate, expected, measured_rates
from agent.models.gate import Chain
from agent.models.ledger import Price
from agent.models.openai_embeddings import OpenAIEmbeddingSettings
from agent.models.opening import ModelsSettings
from agent.planning.ability import PLAN
from agent.reflecting.ability import QUESTION
from agent.talking.ability import SAY
from everbrook.estimates import estimate_table
from tests.speaking import ABILITIES
from town.rules import TOWN

MOST_CALLS, MOST_TOKENS = 12, 8_000
"""For each agent and calendar hour, all tasks and all embeddings asked of a model."""


def test_all_tasks_of_a_day_are_counted_and_within_bounds() -> None:
    rates = asyncio.run(measured_rates("hollow", "en", TOWN))
    assert rates.keys() == {*ABILITIES, EMBED}
    for task in (SAY.name, DECIDE.name, PLAN.name, QUESTION.name, EMBED):
        assert rates[task].calls > 0, task
    assert 1 / 24 <= rates[PLAN.name].calls < 0.3, "a day is planned once, and anew now and then"
    assert sum(rate.calls for rate in rates.values()) <= MOST_CALLS
    assert sum(rate.input_tokens + rate.output_tokens for rate in rates.values()) <= MOST_TOKENS


def test_what_is_expected_is_rate_by_hours_by_price() -> None:
    rates = {SAY.name: TaskRate(2, 2_000, 100), DECIDE.name: TaskRate(1, 500, 50)}
    chains = {SAY.name: Chain(("dear", "other")), DECIDE.name: Chain(("unpriced",))}
    (say, decide) = expected(rates, 100, chains, {"dear": Price(input=1_000_000, output=5_000_000)})
    assert (say.model, say.calls, say.input_tokens, say.output_tokens) == ("dear", 200, 200_000, 10_000)
    assert say.microdollars == 250_000
    assert (decide.calls, decide.microdollars) == (100, None)


def test_the_table_counts_vectors_in_where_a_model_makes_them() -> None:
    rates: dict[str, TaskRate] = {task: TaskRate(1, 1_000, 0) for task in (*ABILITIES, EMBED)}
    prices = {"chat": Price(input=1_000_000, output=0), "embed": Price(input=100_000, output=0)}
    voice = VoiceSettings(name="openai", chains=dict.fromkeys(ABILITIES, Chain(("chat",))), prices=prices)
    here = estimate_table("hollow", 8, 24, rates, voice)
    assert f"{len(ABILITIES):.1f} calls, {len(ABILITIES) * 1_000:,} tokens" in here
    assert "made on this machine" in here
    models = ModelsSettings(embedding=OpenAIEmbeddingSettings("http://x/v1", "embed", 8))
    remote = estimate_table(
        "hollow", 8, 24, rates, VoiceSettings(models=models, chains=voice.chains, prices=prices)
    )
    assert f"{len(ABILITIES) + 1:.1f} calls, {(len(ABILITIES) + 1) * 1_000:,} tokens" in remote
    (whole,) = (line for line in remote.splitlines() if line.startswith("in all"))
    assert whole.split()[-1] == f"{8 * 24 * (len(ABILITIES) + 0.1) / 1_000:.2f}"
