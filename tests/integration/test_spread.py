"""Word goes round a living town, and each who was told can be followed back through memories to where it began."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from agent.memory.stream import open_memory_pool
from agent.script.topics import headline
from bench.hearsay import Hearing, News, broken_chains, chain_of, hearings_of
from bench.living import LivingTown
from bench.spread import density, live_until, what_was_told
from engine.pool import Pool
from town.world import World

EVENING = 20 * 60


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    async with open_memory_pool(database) as opened:
        yield opened


def all_news(world: World) -> list[News]:
    """What each is the first to know."""
    return [
        News(text, player, re.compile(re.escape(headline(text).rstrip(".")), re.IGNORECASE))
        for player, person in world.people.items()
        for text in person.news
    ]


async def test_word_goes_round_and_can_be_followed_back(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=1)
    world = town.game.world
    await live_until(town, EVENING)
    memories = await what_was_told(town)
    assert density(world, memories) > density(world, [])
    retold: list[tuple[News, Hearing]] = []
    for news in all_news(world):
        heard = hearings_of(news, memories)
        assert broken_chains(news, heard) == []
        for hearing in (hearing for hearings in heard.values() for hearing in hearings):
            chain = chain_of(news, hearing, heard)
            assert chain is not None
            retold += [(news, told) for told in chain[:-1]]
    assert retold, "nobody has passed anything on"
    news, hearing = retold[0]
    forgotten = [memory for memory in memories if memory.player != hearing.source]
    assert hearing in broken_chains(news, hearings_of(news, forgotten))
