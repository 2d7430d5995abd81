"""Turns are fair, limits hold, breakers and budgets do as they say, whatever comes."""

import asyncio
import contextlib
import itertools
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from agent.models.breaker import (
    Breaker,
    BreakerPolicy,
    Closed,
    Open,
    Probing,
    admitted,
    after_failure,
    after_nothing,
    after_success,
)
from agent.models.budget import DAY_MS, Amount, Budget, BudgetMeter, Reservation, exceeds
from agent.models.errors import TimedOut
from agent.models.ledger import Price, Usage, cost_microdollars, dearest_microdollars
from agent.models.limits import URGENT_IN_A_ROW, ConcurrencyLimit, FairQueue
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time

WORLDS = ("ada", "bob", "cid")


class FairQueueMachine(RuleBasedStateMachine):
    """Every entry is taken within a bound that is known when it is put, whatever comes later."""

    def __init__(self) -> None:
        super().__init__()
        self.queue: FairQueue[int] = FairQueue()
        self.numbers = itertools.count()
        self.waiting: dict[int, tuple[str, bool]] = {}
        self.takings_left: dict[int, int] = {}

    @rule(world=st.sampled_from(WORLDS), urgent=st.booleans())
    def put(self, world: str, urgent: bool) -> None:
        number = next(self.numbers)
        before_it = sum(key == (world, urgent) for key in self.waiting.values())
        turns = (before_it + 1) * len(WORLDS)
        self.takings_left[number] = turns * (2 if urgent else URGENT_IN_A_ROW + 1)
        self.waiting[number] = (world, urgent)
        self.queue.put(number, world, urgent=urgent)

    @precondition(lambda self: self.waiting)
    @rule()
    def take(self) -> None:
        number = self.queue.take()
        world, urgent = self.waiting.pop(number)
        del self.takings_left[number]
        same = [other for other, key in self.waiting.items() if key == (world, urgent)]
        assert all(number < other for other in same)
        for other in self.takings_left:
            self.takings_left[other] -= 1

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def discard(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.waiting)))
        world, urgent = self.waiting.pop(number)
        del self.takings_left[number]
        self.queue.discard(number, world, urgent=urgent)
        self.queue.discard(number, world, urgent=urgent)

    @invariant()
    def none_waits_beyond_its_bound(self) -> None:
        assert all(left > 0 for left in self.takings_left.values())
        assert bool(self.queue) == bool(self.waiting)


TestFairQueue = FairQueueMachine.TestCase


def test_nothing_to_take() -> None:
    with pytest.raises(LookupError):
        FairQueue[int]().take()


def test_one_who_waits_goes_before_all_that_do_not() -> None:
    queue: FairQueue[str] = FairQueue()
    for number in range(9):
        queue.put(f"background {number}", "ada", urgent=False)
    queue.put("person", "ada", urgent=True)
    assert queue.take() == "person"


def test_people_who_wait_do_not_starve_the_rest() -> None:
    queue: FairQueue[str] = FairQueue()
    queue.put("background", "ada", urgent=False)
    for _ in range(50):
        queue.put("person", "bob", urgent=True)
    taken = [queue.take() for _ in range(URGENT_IN_A_ROW + 1)]
    assert taken == ["person"] * URGENT_IN_A_ROW + ["background"]


def test_a_busy_world_does_not_delay_a_quiet_one() -> None:
    queue: FairQueue[str] = FairQueue()
    for _ in range(50):
        queue.put("busy", "ada", urgent=False)
    queue.put("quiet", "bob", urgent=False)
    assert [queue.take(), queue.take()] == ["busy", "quiet"]


calls = st.lists(
    st.tuples(
        st.sampled_from(WORLDS),
        st.booleans(),
        st.integers(0, 50),  # starts at
        st.integers(0, 20),  # takes
        st.integers(1, 40),  # waits at most
        st.none() | st.integers(0, 60),  # is cancelled at
    ),
    max_size=25,
)


@given(calls, st.integers(1, 3))
def test_a_limit_is_never_passed_and_every_slot_comes_back(
    plan: list[tuple[str, bool, int, int, int, int | None]], limit: int
) -> None:
    async def simulate() -> None:
        slots = ConcurrencyLimit(limit, LoopClock())
        held = 0

        async def call(world: str, urgent: bool, starts_ms: int, takes_ms: int, waits_ms: int) -> None:
            nonlocal held
            await LoopClock().sleep(starts_ms)
            try:
                async with slots.slot(world, urgent=urgent, span_ms=waits_ms):
                    held += 1
                    assert held <= limit
                    try:
                        await LoopClock().sleep(takes_ms)
                    finally:
                        held -= 1
            except TimedOut:
                assert LoopClock().now_ms() == starts_ms + waits_ms

        tasks: list[asyncio.Task[None]] = []
        for world, urgent, starts_ms, takes_ms, waits_ms, cancelled_ms in plan:
            task = asyncio.create_task(call(world, urgent, starts_ms, takes_ms, waits_ms))
            tasks.append(task)
            if cancelled_ms is not None:
                asyncio.get_running_loop().call_later(cancelled_ms / 1000, task.cancel)
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ends)
        # All slots are free again: so many can be held at once without a wait.
        assert held == 0
        async with asyncio.timeout(0.001), contextlib.AsyncExitStack() as all_slots:
            for _ in range(limit):
                await all_slots.enter_async_context(slots.slot("ada", urgent=False, span_ms=1))

    run_in_virtual_time(simulate())


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        ConcurrencyLimit(0, LoopClock())


POLICY = BreakerPolicy(failures=3, rest_ms=100, longest_rest_ms=500)
ends = st.sampled_from(["success", "failure", "nothing"])


class BreakerMachine(RuleBasedStateMachine):
    """Calls begin and end in any order; the breaker admits none it should not."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker: Breaker = Closed()
        self.now_ms = 0
        self.under_way: list[bool] = []  # whether each is the probe

    @rule(span_ms=st.integers(0, 200))
    def wait(self, span_ms: int) -> None:
        self.now_ms += span_ms

    @rule()
    def call(self) -> None:
        after = admitted(self.breaker, self.now_ms)
        if after is not None:
            self.under_way.append(isinstance(after, Probing))
            self.breaker = after

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), end=ends)
    def end(self, data: st.DataObject, end: str) -> None:
        index = data.draw(st.integers(0, len(self.under_way) - 1))
        was_probe = self.under_way.pop(index)
        before = self.breaker
        if end == "success":
            self.breaker = after_success(before, was_probe=was_probe)
            assert isinstance(self.breaker, Closed) or not was_probe
        elif end == "failure":
            self.breaker = after_failure(before, self.now_ms, POLICY, was_probe=was_probe)
            if was_probe:
                assert isinstance(self.breaker, Open)
                assert POLICY.rest_ms < self.breaker.rest_ms <= POLICY.longest_rest_ms
        else:
            self.breaker = after_nothing(before, self.now_ms, was_probe=was_probe)
        if isinstance(before, Open):
            assert self.breaker == before

    @invariant()
    def one_probe_while_probing_and_none_else(self) -> None:
        assert sum(self.under_way) == isinstance(self.breaker, Probing)

    @invariant()
    def never_shut_for_good(self) -> None:
        later_ms = self.now_ms + POLICY.longest_rest_ms
        assert isinstance(self.breaker, Probing) or admitted(self.breaker, later_ms) is not None


TestBreaker = BreakerMachine.TestCase


def test_opens_after_so_many_failures_in_a_row() -> None:
    breaker: Breaker = Closed()
    for _ in range(2):
        breaker = after_failure(breaker, 0, POLICY, was_probe=False)
    breaker = after_success(breaker, was_probe=False)
    for _ in range(3):
        assert isinstance(breaker, Closed)
        breaker = after_failure(breaker, 0, POLICY, was_probe=False)
    assert admitted(breaker, 99) is None
    assert admitted(breaker, 100) == Probing(100)


amounts = st.builds(Amount, st.integers(0, 500), st.integers(0, 500))
limits = st.none() | st.integers(0, 2000)


class BudgetMachine(RuleBasedStateMachine):
    """However many calls run at once, a day's spending stays within its budget."""

    def __init__(self) -> None:
        super().__init__()
        self.now_ms = 0
        self.under_way: list[Reservation] = []
        self.spent: defaultdict[int, Amount] = defaultdict(Amount)

    @initialize(microdollars=limits, tokens=limits)
    def begin(self, microdollars: int | None, tokens: int | None) -> None:
        self.budget = Budget(microdollars, tokens)
        self.meter = BudgetMeter(self.budget)

    @rule(most=amounts)
    def reserve(self, most: Amount) -> None:
        reservation = self.meter.reserve("ada", self.now_ms, most)
        if reservation is not None:
            self.under_way.append(reservation)
        elif self.budget == Budget():
            raise AssertionError("without limits there is always room")

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), part=st.floats(0, 1))
    def settle(self, data: st.DataObject, part: float) -> None:
        index = data.draw(st.integers(0, len(self.under_way) - 1))
        reservation = self.under_way.pop(index)
        most = reservation.amount
        actual = Amount(int(most.microdollars * part), int(most.tokens * part))
        self.meter.settle(reservation, actual)
        self.spent[reservation.day] += actual

    @rule()
    def next_day(self) -> None:
        self.now_ms += DAY_MS

    @invariant()
    def never_over_budget(self) -> None:
        assert all(not exceeds(self.budget, spent) for spent in self.spent.values())
        today = self.now_ms // DAY_MS
        assert self.meter.spent("ada", self.now_ms) == self.spent[today]
        assert self.meter.spent("bob", self.now_ms) == Amount()


TestBudget = BudgetMachine.TestCase


def test_reservations_of_nothing_are_settled_each() -> None:
    meter = BudgetMeter(Budget(tokens=5))
    held = [meter.reserve("ada", 0, Amount()) for _ in range(2)]
    for reservation in held:
        assert reservation is not None
        meter.settle(reservation, Amount())
    assert meter.state("ada", 0) == "ok"


def test_states_of_a_budget() -> None:
    meter = BudgetMeter(Budget(microdollars=100), spent={("ada", 0): Amount(79, 10**9)})
    assert meter.state("ada", 5) == "ok"
    held = meter.reserve("ada", 5, Amount(1, 0))
    assert held is not None
    assert meter.state("ada", 5) == "near"
    meter.settle(held, Amount())
    assert meter.state("ada", 5) == "ok"
    meter.set_budget("ada", Budget(microdollars=79))
    assert meter.state("ada", 5) == "exhausted"
    assert meter.reserve("ada", 5, Amount()) is None
    assert meter.state("ada", DAY_MS) == "ok"


def usage_of_parts(fresh: int, cached: int, written: int, output: int) -> Usage:
    return Usage(fresh + cached + written, output, cached, written)


usages = st.builds(usage_of_parts, *[st.integers(0, 10**6)] * 4)
prices = st.builds(
    Price,
    *[st.integers(0, 10**8)] * 2,
    cached_input=st.none() | st.integers(0, 10**8),
    cache_write=st.none() | st.integers(0, 10**8),
)


@given(prices, usages)
def test_no_call_costs_more_than_its_bound(price: Price, usage: Usage) -> None:
    assert 0 <= cost_microdollars(price, usage) <= dearest_microdollars(price, usage)


def test_cost_of_a_call() -> None:
    price = Price(input=1_000_000, output=5_000_000, cached_input=100_000, cache_write=1_250_000)
    usage = Usage(input_tokens=1000, output_tokens=10, cached_tokens=800, cache_write_tokens=100)
    assert cost_microdollars(price, usage) == 100 + 80 + 125 + 50
    assert cost_microdollars(Price(1, 1), Usage(1, 0)) == 1
