"""The gate in simulated time: outages, hangs, retries, budgets, pauses and streams."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.models.breaker import BreakerPolicy
from agent.models.budget import Amount, Budget, BudgetMeter
from agent.models.course import ModelLimits
from agent.models.errors import (
    BrokenStream,
    BudgetExhausted,
    CallsPaused,
    ContentFiltered,
    Misconfigured,
    ModelError,
    ModelFailed,
    ModelResting,
    QuotaExceeded,
    Throttled,
    TimedOut,
    Unreachable,
)
from agent.models.gate import Chain, Gate, GatePolicy
from agent.models.ledger import Caller, CallRecord, MemoryLedger, Price, Totals, with_call
from agent.models.port import ChatRequest, Prompt, StreamEnd
from tests.effort import tries
from tests.fakes.draining import drain
from tests.fakes.models import HANG_MS, Behaviour, ToldEmbeddings, ToldModel
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time

ADA = Caller(world="w1", agent="ada", task="talk")
REQUEST = ChatRequest(Prompt(("You are Ada.",), "Hello?"), max_tokens=50, deadline_ms=30_000)
LIMITS = ModelLimits(
    concurrency=4,
    attempts=3,
    attempt_deadline_ms=10_000,
    first_delay_ms=400,
    breaker=BreakerPolicy(failures=5, rest_ms=5_000, longest_rest_ms=60_000),
)
UNLIMITED = Budget()
PRICE = Price(input=1_000_000, output=2_000_000)
MINUTE_MS = 60_000


class Rig:
    """A gate over told models, in the order of their chain."""

    def __init__(
        self,
        *behaviours: Behaviour,
        budget: Budget = UNLIMITED,
        embeddings: ToldEmbeddings | None = None,
        limits: ModelLimits = LIMITS,
        seed: int = 1,
    ) -> None:
        self.models = [ToldModel(f"m{number}", told) for number, told in enumerate(behaviours)]
        names = tuple(model.name for model in self.models)
        self.ledger = MemoryLedger()
        self.meter = BudgetMeter(budget)
        self.gate = Gate(
            chat_models={model.name: model for model in self.models},
            embedding_model=embeddings or ToldEmbeddings(),
            policy=GatePolicy(
                default_chain=Chain(names, near=names[1:]),
                limits=dict.fromkeys(names, limits),
                prices=dict.fromkeys(names, PRICE),
            ),
            ledger=self.ledger,
            meter=self.meter,
            clock=LoopClock(),
            unix_ms=lambda: LoopClock().now_ms(),
            chance=random.Random(seed).random,
        )

    async def outcomes(self) -> list[str]:
        calls = await self.ledger.latest(ADA.world, ADA.agent, 10**6)
        return [call.outcome for call in calls[::-1]]


def in_rig(rig: Rig, play: Callable[[Rig], Awaitable[None]]) -> None:
    async def played() -> None:
        await play(rig)

    run_in_virtual_time(played())


def takes(span_ms: int) -> Behaviour:
    return lambda _: span_ms


def fails(error: ModelError, *, times: int = 10**9) -> Behaviour:
    left = iter([error] * min(times, 10**4))
    return lambda _: next(left, 100)


def test_records_a_call() -> None:
    async def play(rig: Rig) -> None:
        answer = await rig.gate.chat(ADA, REQUEST)
        assert answer.text == "m0 speaks"
        assert await rig.ledger.latest("w1", "ada", 5) == [
            CallRecord(0, "w1", "ada", "talk", "m0", 100, 50, 0, 300, "ok", 200)
        ]
        totals = await rig.ledger.totals("w1", 0)
        assert totals == {("talk", "m0"): Totals(1, 0, 100, 50, 0, 200)}
        assert await rig.ledger.totals("w1", 1) == {}
        assert rig.meter.spent("w1", 0) == Amount(200, 150)

    in_rig(Rig(takes(300)), play)


def test_retries_what_may_pass_and_waits_as_long_as_it_is_told() -> None:
    async def play(rig: Rig) -> None:
        await rig.gate.chat(ADA, REQUEST)
        assert await rig.outcomes() == ["throttled", "ok"]
        assert 2_020 <= rig.models[0].called_at_ms[1] <= 2_420

    in_rig(Rig(fails(Throttled("slow down", retry_after_ms=2_000), times=1)), play)


@pytest.mark.parametrize("error", [Misconfigured("no"), QuotaExceeded("no"), ContentFiltered("no")], ids=type)
def test_does_not_retry_what_cannot_pass(error: ModelError) -> None:
    async def play(rig: Rig) -> None:
        assert (await rig.gate.chat(ADA, REQUEST)).text == "m1 speaks"
        assert await rig.outcomes() == [error.kind, "ok"]

    in_rig(Rig(fails(error), takes(100)), play)


def test_a_model_that_hangs_leaves_time_for_the_next() -> None:
    async def play(rig: Rig) -> None:
        assert (await rig.gate.chat(ADA, REQUEST)).text == "m1 speaks"
        assert LoopClock().now_ms() < REQUEST.deadline_ms
        calls = await rig.ledger.latest("w1", "ada", 10)
        hung = [call for call in calls if call.outcome == "timed_out"]
        assert all(call.input_tokens > 0 for call in hung)

    limits = msgspec.structs.replace(LIMITS, attempts=1)
    in_rig(Rig(takes(HANG_MS), takes(100), limits=limits), play)


def test_tells_the_cause_when_every_model_fails_or_rests() -> None:
    async def play(rig: Rig) -> None:
        with pytest.raises(Unreachable, match="no server"):
            await rig.gate.chat(ADA, REQUEST)
        with pytest.raises(Unreachable):
            await rig.gate.chat(ADA, REQUEST)
        with pytest.raises(ModelResting):
            await rig.gate.chat(ADA, REQUEST)

    in_rig(Rig(fails(Unreachable("no server"))), play)


def test_ten_minutes_of_outage() -> None:
    down, up = 2 * MINUTE_MS, 12 * MINUTE_MS

    def behaviour(now_ms: int) -> ModelError | int:
        return HANG_MS if down <= now_ms < up else 200

    async def play(rig: Rig) -> None:
        lasted: list[int] = []
        voices: list[tuple[int, str]] = []

        async def call() -> None:
            begun_ms = LoopClock().now_ms()
            answer = await rig.gate.chat(ADA, REQUEST)
            lasted.append(LoopClock().now_ms() - begun_ms)
            voices.append((begun_ms, answer.text))

        calls: list[asyncio.Task[None]] = []
        for _ in range(15 * 60):
            calls.append(asyncio.create_task(call()))
            await LoopClock().sleep(1_000)
        await asyncio.gather(*calls)
        assert max(lasted) <= REQUEST.deadline_ms
        wasted = [at_ms for at_ms in rig.models[0].called_at_ms if down <= at_ms < up]
        assert len(wasted) < 40
        assert all(text == "m0 speaks" for at_ms, text in voices if at_ms < down - 1_000)
        back_ms = up + LIMITS.breaker.longest_rest_ms + LIMITS.attempt_deadline_ms
        assert all(text == "m0 speaks" for at_ms, text in voices if at_ms > back_ms)
        assert sorted(lasted)[len(lasted) // 2] < 1_000

    in_rig(Rig(behaviour, takes(300)), play)


FAULTS: list[ModelError | int] = [
    Throttled("t", 500),
    QuotaExceeded("q"),
    TimedOut("o"),
    ModelFailed("f"),
    ContentFiltered("c"),
    BrokenStream("b"),
    Misconfigured("m"),
    HANG_MS,
]


@given(st.integers(0, 2**32), st.integers(1, 4), st.booleans())
@settings(max_examples=tries(60))
def test_whatever_fails_every_call_ends_in_time_and_all_is_given_back(
    seed: int, concurrency: int, streamed: bool
) -> None:
    chance = random.Random(seed)

    def behaviour(_: int) -> ModelError | int:
        return chance.choice(FAULTS) if chance.random() < 0.2 else chance.randrange(2_000)

    async def one(rig: Rig, number: int) -> str:
        await LoopClock().sleep(chance.randrange(60_000))
        begun_ms = LoopClock().now_ms()
        caller = Caller(f"w{number % 3}", "ada", "talk", urgent=number % 5 == 0)
        outcome = "ok"
        try:
            if streamed:
                await drain(rig.gate.stream(caller, REQUEST))
            else:
                await rig.gate.chat(caller, REQUEST)
        except ModelError as error:
            outcome = error.kind
        assert LoopClock().now_ms() - begun_ms <= REQUEST.deadline_ms
        return outcome

    async def play(rig: Rig) -> None:
        outcomes = Counter(await asyncio.gather(*(one(rig, number) for number in range(60))))
        assert outcomes["ok"] >= 30
        spent = Amount()
        for number in range(3):
            recorded = (await rig.ledger.totals(f"w{number}", 0)).values()
            tokens = sum(total.input_tokens + total.output_tokens for total in recorded)
            assert rig.meter.spent(f"w{number}", 0).tokens == tokens
            spent += rig.meter.spent(f"w{number}", 0)
            assert rig.meter.state(f"w{number}", 0) in ("ok", "near")
        made = sum(len(model.called_at_ms) for model in rig.models)
        records = [len(await rig.ledger.latest(f"w{number}", "ada", 10**6)) for number in range(3)]
        assert sum(records) == made
        assert all(model.most_under_way <= concurrency for model in rig.models)
        assert all(model.under_way == 0 for model in rig.models)

    limits = msgspec.structs.replace(LIMITS, concurrency=concurrency)
    budget = Budget(microdollars=10**7, tokens=10**7)
    in_rig(Rig(behaviour, behaviour, takes(100), budget=budget, limits=limits, seed=seed), play)


def test_near_the_budget_cheaper_models_answer_and_at_it_none() -> None:
    async def play(rig: Rig) -> None:
        voices: list[str] = []
        while rig.gate.state("w1") != "exhausted" and len(voices) < 18:
            voices.append((await rig.gate.chat(ADA, REQUEST)).text)
        with pytest.raises(BudgetExhausted, match="raise the budget"):
            await rig.gate.chat(ADA, REQUEST)
        assert voices[0] == "m0 speaks"
        assert voices[-1] == "m1 speaks"
        assert rig.meter.spent("w1", 0).tokens <= 3_000
        assert (await rig.gate.chat(Caller("w2", "bob", "talk"), REQUEST)).text == "m0 speaks"

    in_rig(Rig(takes(100), takes(100), budget=Budget(tokens=3_000)), play)


def test_calls_at_once_do_not_overrun_the_budget() -> None:
    async def play(rig: Rig) -> None:
        calls = [rig.gate.chat(ADA, REQUEST) for _ in range(50)]
        ends = await asyncio.gather(*calls, return_exceptions=True)
        assert sum(isinstance(end, BudgetExhausted) for end in ends) > 10
        assert 1_000 < rig.meter.spent("w1", 0).tokens <= 3_000

    limits = msgspec.structs.replace(LIMITS, concurrency=50)
    in_rig(Rig(takes(100), budget=Budget(tokens=3_000), limits=limits), play)


def test_a_pause_stops_new_calls_and_waiting_ones_at_once() -> None:
    async def play(rig: Rig) -> None:
        first, waiting = (asyncio.create_task(rig.gate.chat(ADA, REQUEST)) for _ in range(2))
        await LoopClock().sleep(50)
        rig.gate.pause("w1")
        assert (await first).text == "m0 speaks"
        for call in (waiting, rig.gate.chat(ADA, REQUEST), rig.gate.embed(ADA, ["x"])):
            with pytest.raises(CallsPaused):
                await call
        rig.gate.resume("w1")
        assert (await rig.gate.chat(ADA, REQUEST)).text

    in_rig(Rig(takes(100), limits=msgspec.structs.replace(LIMITS, concurrency=1)), play)


def test_a_person_who_waits_goes_first() -> None:
    async def play(rig: Rig) -> None:
        order: list[str] = []

        async def call(caller: Caller) -> None:
            await rig.gate.chat(caller, REQUEST)
            order.append(caller.agent)

        callers = [Caller("w1", f"agent {number}", "plan") for number in range(3)]
        callers.append(Caller("w1", "person", "talk", urgent=True))
        await asyncio.gather(*(call(caller) for caller in callers))
        assert order == ["agent 0", "person", "agent 1", "agent 2"]

    in_rig(Rig(takes(100), limits=msgspec.structs.replace(LIMITS, concurrency=1)), play)


def test_a_stream_falls_back_before_its_first_text() -> None:
    async def play(rig: Rig) -> None:
        events = await drain(rig.gate.stream(ADA, REQUEST))
        assert isinstance(events[-1], StreamEnd)
        assert events[-1].answer.text == "m1 speaks"
        assert await rig.outcomes() == ["model_failed"] * 3 + ["ok"]

    in_rig(Rig(fails(ModelFailed("down")), takes(100)), play)


def test_a_stream_that_breaks_after_its_first_text_is_not_begun_again() -> None:
    async def play(rig: Rig) -> None:
        rig.models[0].fails_after_text = BrokenStream("gone")
        with pytest.raises(BrokenStream):
            await drain(rig.gate.stream(ADA, REQUEST))
        assert await rig.outcomes() == ["broken_stream"]
        assert rig.meter.spent("w1", 0).tokens > 0

    in_rig(Rig(takes(100), takes(100)), play)


def test_a_stream_that_is_left_gives_its_turn_back() -> None:
    async def play(rig: Rig) -> None:
        for _ in range(3):
            async with aclosing(rig.gate.stream(ADA, REQUEST)) as events:
                await anext(events)
        assert await rig.outcomes() == ["cancelled"] * 3
        assert (await rig.gate.chat(ADA, REQUEST)).text

    in_rig(Rig(takes(100), limits=msgspec.structs.replace(LIMITS, concurrency=1)), play)


def test_embeds_with_retries_and_in_the_ledger() -> None:
    async def play(rig: Rig) -> None:
        embeddings = await rig.gate.embed(ADA, ["a", "b"])
        assert embeddings.vectors.shape == (2, 4)
        assert await rig.outcomes() == ["throttled", "ok"]
        assert rig.meter.spent("w1", 0).tokens == 20

    in_rig(Rig(takes(1), embeddings=ToldEmbeddings(Throttled("t"))), play)


@pytest.mark.parametrize("chain", [Chain(()), Chain(("m7",)), Chain(("m0",), near=("m7",))])
def test_chains_of_models_that_are_not_there(chain: Chain) -> None:
    with pytest.raises(Misconfigured, match=r"at least one|the models are: m0"):
        Gate(
            chat_models={"m0": ToldModel("m0", takes(1))},
            embedding_model=ToldEmbeddings(),
            policy=GatePolicy(Chain(("m0",)), chains={"talk": chain}),
            ledger=MemoryLedger(),
            meter=BudgetMeter(Budget()),
            clock=LoopClock(),
            unix_ms=int,
            chance=float,
        )


def test_totals_count_failures() -> None:
    failed = CallRecord(0, "w", "a", "t", "m", 3, 0, 0, 5, "timed_out", 1)
    assert with_call(Totals(1, 0, 1, 1, 0, 1), failed) == Totals(2, 1, 4, 1, 0, 2)
