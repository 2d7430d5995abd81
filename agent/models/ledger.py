"""A record of every call to a model: who asked, what it cost, how it went."""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from agent.models.port import ChatAnswer, Embeddings

TOKENS_PER_PRICE = 1_000_000  # prices are given for a million tokens


class Price(msgspec.Struct, frozen=True):
    """A model's price in micro-dollars for a million tokens: 0.25 dollars are 250,000.

    Without prices of their own, cached tokens cost as much as any others.
    """

    input: int
    output: int
    cached_input: int | None = None
    cache_write: int | None = None


class Usage(msgspec.Struct, frozen=True):
    """Tokens of one call; cached and cache-written ones are among the input tokens."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0


class Caller(msgspec.Struct, frozen=True):
    """For whom a call is made. `urgent` means that a person waits for it."""

    world: str
    agent: str
    task: str
    urgent: bool = False


class CallRecord(msgspec.Struct, frozen=True):
    """One attempt to call a model. `at_ms` is Unix time; `outcome` "ok" or an error's `kind`."""

    at_ms: int
    world: str
    agent: str
    task: str
    model: str
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    latency_ms: int
    outcome: str
    price_microdollars: int


class Totals(msgspec.Struct, frozen=True):
    """Sums over call records."""

    calls: int = 0
    failures: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    price_microdollars: int = 0


class Ledger(Protocol):
    """Where call records are kept."""

    async def record(self, call: CallRecord) -> None:
        """Keep `call`."""
        ...

    async def totals(self, world: str, since_ms: int) -> Mapping[tuple[str, str], Totals]:
        """Sum a world's calls since a Unix time, by (task, model)."""
        ...

    async def latest(self, world: str, agent: str, limit: int) -> list[CallRecord]:
        """The last calls made for one agent, newest first."""
        ...


class MemoryLedger:
    """A ledger that lasts as long as the process."""

    def __init__(self) -> None:
        self.calls: list[CallRecord] = []
        """Oldest first."""

    async def record(self, call: CallRecord) -> None:
        """Keep `call`."""
        self.calls.append(call)

    async def totals(self, world: str, since_ms: int) -> Mapping[tuple[str, str], Totals]:
        """Sum a world's calls since a Unix time, by (task, model)."""
        sums: dict[tuple[str, str], Totals] = {}
        for call in self.calls:
            if call.world == world and call.at_ms >= since_ms:
                key = (call.task, call.model)
                sums[key] = with_call(sums.get(key, Totals()), call)
        return sums

    async def latest(self, world: str, agent: str, limit: int) -> list[CallRecord]:
        """The last calls made for one agent, newest first."""
        calls = [call for call in self.calls if (call.world, call.agent) == (world, agent)]
        return calls[::-1][:limit]


def with_call(totals: Totals, call: CallRecord) -> Totals:
    """Return `totals` with `call` added."""
    return Totals(
        calls=totals.calls + 1,
        failures=totals.failures + (call.outcome != "ok"),
        input_tokens=totals.input_tokens + call.input_tokens,
        output_tokens=totals.output_tokens + call.output_tokens,
        cached_tokens=totals.cached_tokens + call.cached_tokens,
        price_microdollars=totals.price_microdollars + call.price_microdollars,
    )


def usage_of(result: ChatAnswer | Embeddings) -> Usage:
    """What a call that went well used up."""
    if isinstance(result, Embeddings):
        return Usage(input_tokens=result.tokens)
    return Usage(
        input_tokens=result.input_tokens,
        output_tokens=result.output_tokens,
        cached_tokens=result.cached_tokens,
        cache_write_tokens=result.cache_write_tokens,
    )


def cost_microdollars(price: Price, usage: Usage) -> int:
    """What `usage` costs, rounded up once over all its parts."""
    fresh = usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens
    cached = price.input if price.cached_input is None else price.cached_input
    written = price.input if price.cache_write is None else price.cache_write
    total = (
        fresh * price.input
        + usage.cached_tokens * cached
        + usage.cache_write_tokens * written
        + usage.output_tokens * price.output
    )
    return -(-total // TOKENS_PER_PRICE)


def dearest_microdollars(price: Price, usage: Usage) -> int:
    """A bound on what a call of that size can cost, however its input is counted."""
    dearest_input = max(price.input, price.cached_input or 0, price.cache_write or 0)
    total = usage.input_tokens * dearest_input + usage.output_tokens * price.output
    return -(-total // TOKENS_PER_PRICE)
