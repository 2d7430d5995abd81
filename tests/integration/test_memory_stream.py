"""The memory stream on a real Postgres: kept once, embedded by whatever model there is, faded but never lost."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from agent.memory.embedding_cache import CachedEmbeddings
from agent.memory.records import Budget
from agent.memory.retention import Retention, count_up, excess_by_player, fade
from agent.memory.stream import PostgresMemories, open_memory_pool
from agent.memory.upkeep import embed_stale, fade_in_world
from agent.models.port import EmbeddingModel
from engine.pool import Pool
from engine.postgres import open_postgres_store
from records.memories import MemoryKind, Weights
from tests.memories import HOUR_MS, WORLD, WordVectors, memory, memory_pool, question
from town.founding import new_world
from town.rules import TOWN

VECTORS = {"bread": (1.0, 0.0, 0.0), "rolls": (0.9, 0.1, 0.0), "boats": (0.0, 1.0, 0.0)}


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    async with memory_pool(database) as opened:
        yield opened


@pytest.fixture
def model() -> WordVectors:
    return WordVectors(VECTORS, 3)


async def test_a_memory_is_kept_whole_and_once(pool: Pool, model: WordVectors) -> None:
    stream = PostgresMemories(pool, model)
    told = memory(
        "m1",
        "boats",
        kind=MemoryKind.TOLD,
        at_ms=5,
        place="dock",
        importance=9,
        source="p:2",
        evidence=("m0",),
        about=("p:2", "p:3"),
        tags=("news",),
    )
    await stream.keep(WORLD, [told])
    await stream.keep(WORLD, [memory("m1", "something else"), memory("m2", "bread", at_ms=6)])
    (first, second) = await stream.by_ids(WORLD, "p:1", ["m1", "m2", "unknown"])
    assert (first.text, first.kind, first.place, first.importance) == ("boats", MemoryKind.TOLD, "dock", 9)
    assert (first.source, first.evidence, first.about) == ("p:2", ("m0",), ("p:2", "p:3"))
    assert (first.tags, first.accessed_ms, first.archived_in) == (("news",), 5, None)
    assert (first.embedding_model, first.dimensions) == ("words", 3)
    assert 1 <= second.importance <= 10
    assert await stream.by_ids(WORLD, "p:2", ["m1"]) == []


async def test_look_ups_by_person_time_and_kind(pool: Pool, model: WordVectors) -> None:
    stream = PostgresMemories(pool, model)
    await stream.keep(
        WORLD,
        [
            memory("a", "bread", at_ms=1, about=("p:2",), importance=3),
            memory("b", "rolls", at_ms=2, about=("p:2",), kind=MemoryKind.CONVERSATION, importance=4),
            memory("c", "boats", at_ms=3, about=("p:3",), importance=5),
            memory("d", "boats", at_ms=4, about=("p:2",), player="p:3", importance=10),
        ],
    )
    assert [m.id for m in await stream.about(WORLD, "p:1", "p:2", 5)] == ["b", "a"]
    assert [m.id for m in await stream.about(WORLD, "p:1", "p:2", 5, [MemoryKind.OBSERVATION])] == ["a"]
    assert [m.id for m in await stream.latest(WORLD, "p:1", 2)] == ["c", "b"]
    assert await stream.importance_since(WORLD, "p:1", 1) == 9
    assert await stream.importance_since(WORLD, "p:1", 1, [MemoryKind.CONVERSATION]) == 4


async def test_a_budget_in_characters_is_kept(pool: Pool, model: WordVectors) -> None:
    stream = PostgresMemories(pool, model)
    await stream.keep(WORLD, [memory(f"m{n}", "bread", at_ms=n) for n in range(5)])
    found = await stream.retrieve(question("bread", budget=Budget(memories=4, characters=12)))
    assert [recalled.memory.id for recalled in found] == ["m4", "m3"]
    assert await pool.fetch("SELECT memory_id FROM memory_accesses ORDER BY memory_id") == [("m3",), ("m4",)]


async def test_only_who_remembers_touches_and_never_back_in_time(pool: Pool, model: WordVectors) -> None:
    stream = PostgresMemories(pool, model)
    await stream.keep(WORLD, [memory("m1", "bread")])
    (seen,) = await stream.find(question("bread", now_ms=7))
    (recalled,) = await stream.retrieve(question("bread", now_ms=9))
    assert (seen.memory.accessed_ms, recalled.memory.accessed_ms) == (0, 0), "as it was before the question"
    await stream.retrieve(question("bread", now_ms=8))
    (after,) = await stream.by_ids(WORLD, "p:1", ["m1"])
    assert after.accessed_ms == 9


async def test_without_the_model_memory_goes_on_and_vectors_follow(pool: Pool, model: WordVectors) -> None:
    stream = PostgresMemories(pool, model)
    model.away = True
    await stream.keep(WORLD, [memory("m1", "bread", importance=1), memory("m2", "boats", importance=8)])
    found = await stream.retrieve(question("bread"))
    assert [recalled.memory.id for recalled in found] == ["m2", "m1"]
    assert {recalled.memory.embedding_model for recalled in found} == {""}
    model.away = False
    assert await embed_stale(pool, model) == 2
    assert await embed_stale(pool, model) == 0
    (nearest, _) = await stream.retrieve(question("bread", weights=Weights(0, 0, 1)))
    assert (nearest.memory.id, nearest.relevance) == ("m1", 1.0)


async def test_a_change_of_model_never_mixes_sizes(pool: Pool, model: WordVectors) -> None:
    old = PostgresMemories(pool, model)
    await old.keep(WORLD, [memory(f"m{n}", text) for n, text in enumerate(("bread", "rolls", "boats"))])
    large = WordVectors({}, 1536, name="large")
    new = PostgresMemories(pool, large)
    only_relevance = Weights(0, 0, 1)
    before = await new.retrieve(question("boats", weights=only_relevance))
    assert {recalled.relevance for recalled in before} == {0.5}
    assert await embed_stale(pool, large, limit=2) == 2
    half = await new.retrieve(question("boats", weights=only_relevance))
    assert len(half) == 3
    assert await embed_stale(pool, large, limit=2) == 1
    assert await embed_stale(pool, large) == 0
    (nearest, *_) = await new.retrieve(question("boats", weights=only_relevance))
    assert (nearest.memory.id, nearest.memory.dimensions) == ("m2", 1536)
    same_name = WordVectors({}, 8, name="large")
    assert await embed_stale(pool, same_name) == 3, "another size of the same model is another model"


async def test_what_was_embedded_is_not_embedded_again(pool: Pool, model: WordVectors) -> None:
    cached: EmbeddingModel = CachedEmbeddings(pool, model)
    first = await cached.embed(["bread", "boats", "bread"])
    again = await cached.embed(["boats", "bread", "rolls"])
    assert model.asked == ["bread", "boats", "rolls"]
    assert (first.tokens, again.tokens) == (2, 1)
    assert (again.vectors[0] == first.vectors[1]).all()
    await cached.embed(["bread"], "query")
    await CachedEmbeddings(pool, WordVectors(VECTORS, 5)).embed(["other"])
    assert model.asked[3:] == ["bread"], "a question is embedded apart from a document"


async def test_the_old_and_unimportant_fades_into_a_summary(pool: Pool, model: WordVectors) -> None:
    stream = PostgresMemories(pool, model)
    await stream.keep(
        WORLD,
        [
            *(memory(f"dull{n}", "bread", at_ms=n, importance=2, about=("p:2",)) for n in range(4)),
            memory("cited", "bread", importance=1),
            memory("dear", "boats", importance=9),
            memory("recalled", "rolls", importance=1),
            memory("late", "rolls", importance=1, at_ms=10 * HOUR_MS),
            memory("insight", "rolls", kind=MemoryKind.REFLECTION, importance=3, evidence=("cited",)),
        ],
    )
    await pool.execute("INSERT INTO memory_accesses VALUES ($1, 'p:1', 'recalled', $2)", WORLD, 9 * HOUR_MS)
    retention = Retention(most_alive=6)
    assert await excess_by_player(pool, WORLD, retention) == {"p:1": 3}
    span = {"untouched_since_ms": 5 * HOUR_MS, "retention": retention, "summarise": count_up}
    assert await fade(pool, stream, WORLD, "p:1", **span) == 4  # pyright: ignore[reportArgumentType]  # a dict of several types
    assert await fade(pool, stream, WORLD, "p:1", **span) == 0  # pyright: ignore[reportArgumentType]  # a dict of several types
    alive = {item.id: item for item in await stream.latest(WORLD, "p:1", 20)}
    (summary,) = (item for item in alive.values() if "summary" in item.tags)
    assert set(alive) == {"cited", "dear", "recalled", "late", "insight", summary.id}
    assert "bread (4 times)" in summary.text
    archived = await stream.by_ids(WORLD, "p:1", summary.evidence)
    assert [item.archived_in for item in archived] == [summary.id] * 4
    assert {item.memory.id for item in await stream.retrieve(question("bread"))} == set(alive)


async def test_a_world_takes_its_memories_along_when_it_goes(pool: Pool, model: WordVectors) -> None:
    stream = PostgresMemories(pool, model)
    await stream.keep(WORLD, [memory("m1", "bread")])
    await stream.retrieve(question("bread"))
    await pool.execute("DELETE FROM worlds")
    assert await pool.fetchval("SELECT count(*) FROM memories") == 0


async def test_minds_of_a_world_fade_no_further_than_they_must(database: str) -> None:
    async with open_postgres_store(database) as store, open_memory_pool(database) as opened:
        await store.create_world(new_world(WORLD, "W", "hollow", seed=1, owner_key_hash=b"", rules=TOWN))
        await opened.execute("UPDATE engines SET next_tick = 60 * 60 * 60 * 24")
        stream = PostgresMemories(opened, WordVectors(VECTORS, 3))
        dull = [memory(f"m{n}", "bread", at_ms=n, importance=1) for n in range(20)]
        full = [memory(f"o{n}", "boats", at_ms=n, importance=1, player="p:2") for n in range(12)]
        await stream.keep(WORLD, [*dull, *full])
        retention = Retention(most_alive=12, summed_up_at_once=5)
        record = await store.world(WORLD)
        assert await fade_in_world(store, opened, stream, record, retention, TOWN) == 10
        assert len(await stream.latest(WORLD, "p:1", 50)) == 12
        assert len(await stream.latest(WORLD, "p:2", 50)) == 12
        assert await fade_in_world(store, opened, stream, record, retention, TOWN) == 0
