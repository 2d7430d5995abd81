"""The stores that keep the protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from engine.memory_store import MemoryStore
from engine.postgres import open_postgres_store
from engine.store import Store


@pytest.fixture(params=["memory", "postgres"])
def address(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("database") if request.param == "postgres" else None


@pytest.fixture
async def store(address: str | None) -> AsyncIterator[Store]:
    if address is None:
        yield MemoryStore(most_waiting_inputs=20)
        return
    async with open_postgres_store(address, most_waiting_inputs=20) as opened:
        yield opened
