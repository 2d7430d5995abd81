"""Embeddings by a model over the network: each call is in the ledger, a known text is not, a paused world makes none."""

import functools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from agent.asking.embedding import EMBED
from agent.asking.settings import VoiceSettings
from agent.memory.records import NewMemory
from agent.memory.stream import PostgresMemories, open_memory_pool
from agent.memory.upkeep import embed_stale
from agent.models.budget import Budget
from agent.models.errors import Unreachable
from agent.models.ledger import Price
from agent.models.openai_embeddings import OpenAIEmbeddingSettings
from agent.models.opening import ModelsSettings
from agent.opening import Minds, open_minds
from engine.pool import Pool
from engine.postgres import open_postgres_store
from tests.applying import apply
from tests.drafts import KeptDrafts
from tests.fakes.openai_server import FakeOpenAI
from tests.memories import memory, question
from tests.speaking import PlainMind
from town.founding import new_world
from town.owner.time import pause, resume
from town.rules import TOWN

WORLD = "w"
KEY = "sk-secret"


def settings_for(fake: FakeOpenAI, budget: Budget) -> VoiceSettings:
    return VoiceSettings(
        models=ModelsSettings(
            embedding=OpenAIEmbeddingSettings(fake.base_url, "embed", 8), api_keys={fake.base_url: KEY}
        ),
        prices={"embed": Price(input=2_000_000, output=0)},
        budget=budget,
    )


@asynccontextmanager
async def opened(database: str, settings: VoiceSettings) -> AsyncGenerator[tuple[Minds, Pool]]:
    async with open_postgres_store(database) as store, open_memory_pool(database, most_connections=3) as pool:
        await store.create_world(new_world(WORLD, "", "hollow", seed=1, owner_key_hash=b"x", rules=TOWN))
        async with open_minds(settings, store, pool, KeptDrafts(), PlainMind()) as minds:
            yield minds, pool


def of_two(name: str) -> list[NewMemory]:
    return [memory(f"{name}/1", f"{name} fed the ducks."), memory(f"{name}/2", f"{name} left.", player="p:2")]


async def embedded(pool: Pool) -> int:
    return await pool.fetchval("SELECT count(*) FROM memories WHERE embedding IS NOT NULL")


async def test_calls_are_counted_and_paid_and_known_texts_are_not(database: str) -> None:
    with FakeOpenAI(KEY) as fake:
        async with opened(database, settings_for(fake, Budget())) as (minds, pool):
            memories = PostgresMemories(pool, minds.embeddings, minds.embeddings_for)
            await memories.keep(WORLD, of_two("Ada"))
            asked = len(fake.calls)
            await memories.keep(WORLD, [memory("again", "Ada fed the ducks.")])
            assert len(fake.calls) == asked, "this text was paid for"
            assert len(await memories.retrieve(question("Who fed the ducks?"))) == 2
        rows = await pool_rows(database)
        assert {row["agent"] for row in rows} == {"", "p:1"}
        assert {(row["task"], row["model"], row["outcome"]) for row in rows} == {(EMBED, "embed", "ok")}
        said = sum(len(text.split()) for call in fake.calls for text in call.body["input"])
        assert sum(row["input_tokens"] for row in rows) == said
        assert sum(row["price_microdollars"] for row in rows) == 2 * said


async def pool_rows(database: str) -> list[asyncpg.Record]:
    """The ledger, after its books were closed."""
    connection = await asyncpg.connect(database)
    try:
        return await connection.fetch("SELECT * FROM usage_ledger")
    finally:
        await connection.close()


async def test_a_paused_world_keeps_memories_and_embeds_them_later(database: str) -> None:
    with FakeOpenAI(KEY) as fake:
        async with opened(database, settings_for(fake, Budget())) as (minds, pool):
            memories = PostgresMemories(pool, minds.embeddings, minds.embeddings_for)
            await apply(database, WORLD, pause.request())
            await memories.keep(WORLD, of_two("Ada"))
            waiting: set[str] = set()
            upkeep = functools.partial(
                embed_stale, pool, minds.embeddings, embeddings_for=minds.embeddings_for
            )
            assert await upkeep(waiting_worlds=waiting) == 2
            assert await upkeep(waiting_worlds=waiting) == 0, "it is passed over from now on"
            assert (waiting, await embedded(pool), fake.calls) == ({WORLD}, 0, [])
            await apply(database, WORLD, resume.request())
            assert await upkeep() == 2
            assert await embedded(pool) == 2


async def test_at_the_budget_memory_goes_on_without_vectors(database: str) -> None:
    with FakeOpenAI(KEY) as fake:
        async with opened(database, settings_for(fake, Budget(tokens=100))) as (minds, pool):
            memories = PostgresMemories(pool, minds.embeddings, minds.embeddings_for)
            await memories.keep(WORLD, of_two("Ada"))
            assert len(await memories.retrieve(question("Who fed the ducks?"))) == 1
            assert (fake.calls, await embedded(pool)) == ([], 0)


async def test_a_model_that_is_away_is_no_loss_of_memory(database: str) -> None:
    with FakeOpenAI(KEY) as fake:
        settings = settings_for(fake, Budget())
    async with opened(database, settings) as (minds, pool):
        memories = PostgresMemories(pool, minds.embeddings, minds.embeddings_for)
        await memories.keep(WORLD, of_two("Ada"))
        assert await embedded(pool) == 0
        with pytest.raises(Unreachable):
            await embed_stale(pool, minds.embeddings, embeddings_for=minds.embeddings_for)
