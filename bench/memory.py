"""How fast a mind remembers: `python -m bench.memory`. Takes some minutes, most of them to build the HNSW index.

25 agents with 10,000 memories each, told of the people and places of the template, embedded by WordLlama, in a
real Postgres. Each question is asked three ways: as the town does it, which ranks every memory of the agent from a
covering index; the same statement alone; and with candidates from an HNSW index (filtered by agent, iterative scan
in strict order) joined with the most recent and the most important. Recall is of the ten best by the paper's
formula over every memory, computed apart in numpy from unrounded vectors.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import msgspec
import numpy as np
import psutil
from numpy.typing import NDArray
from pgvector import HalfVector
from pgvector.asyncpg import register_vector

from agent.memory import sql
from agent.memory.constants import RECENCY_PER_CALENDAR_HOUR
from agent.memory.records import Budget, Question
from agent.memory.stream import PostgresMemories, open_memory_pool, retrieval_arguments
from agent.models.port import EmbeddingModel
from agent.models.wordllama_embeddings import WordLlamaEmbeddings
from engine.pool import Pool
from everbrook.migrating import migrate
from everbrook.services.postgres import running_postgres
from records.memories import MemoryKind, Weights
from town.people.templates import load_template

AGENTS, MEMORIES = 25, 10_000
ASKED = 100
BEST = 10
HOUR_MS = 120_000
SPAN_MS = 40 * 24 * HOUR_MS
WORLD = "w"
KINDS = [MemoryKind.OBSERVATION.value]

_JOINED = """
SELECT id, at_ms, importance, embedding_model, dimensions, embedding FROM memories
WHERE world_id = $1 AND id IN (
  (SELECT id FROM memories WHERE world_id = $1 AND player = $2 AND kind = ANY($3::text[])
   ORDER BY (embedding::halfvec(256)) <#> $4::halfvec(256) LIMIT %(most)s)
  UNION
  (SELECT id FROM memories WHERE world_id = $1 AND player = $2 ORDER BY at_ms DESC LIMIT %(most)s)
  UNION
  (SELECT id FROM memories WHERE world_id = $1 AND player = $2
   ORDER BY importance DESC, at_ms DESC LIMIT %(most)s)
)"""

HNSW_INDEXES = (
    "DROP INDEX memories_scanned",
    "SET maintenance_work_mem = '1GB'",
    "CREATE INDEX ON memories USING hnsw ((embedding::halfvec(256)) halfvec_ip_ops)",
    "CREATE INDEX ON memories (world_id, player, at_ms)",
    "CREATE INDEX ON memories (world_id, player, importance, at_ms)",
    "ANALYZE memories",
)


class Filled(msgspec.Struct, frozen=True):
    """What the table holds, by agent: (agents, memories) and (agents, memories, dimensions)."""

    at_ms: NDArray[np.int64]
    importance: NDArray[np.int64]
    vectors: NDArray[np.float32]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, running_postgres(Path(folder) / "pg") as dsn:
        asyncio.run(_measure(dsn))


async def _measure(dsn: str) -> None:
    await migrate(dsn)
    model = WordLlamaEmbeddings()
    texts = random.Random(1)
    async with open_memory_pool(dsn, most_connections=1) as pool:
        filled = await _fill(dsn, model, texts)
        asked = [_question(number, _text(texts)) for number in range(ASKED)]
        best = [_best(filled, question, await _vector(model, question)) for question in asked]
        stream = PostgresMemories(pool, model)

        async def whole(question: Question) -> list[str]:
            return [recalled.memory.id for recalled in await stream.retrieve(question)]

        print(f"{AGENTS} agents, {MEMORIES} memories each; {ASKED} questions\n")
        print(
            "| retrieval of 10 | median ms | 99th ms | server's processor ms | recall of the true 10 | reach |"
        )
        print("|---|---|---|---|---|---|")
        exact = _by(pool, model, sql.FIND)
        await _row(pool, "every memory of the agent, the statement alone", exact, asked, best, "15 ms, 0.95")
        await _row(pool, "the same with embedding and touching, as the town does it", whole, asked, best, "")
        built_s = await _index_by_hnsw(dsn)
        await pool.execute("SET hnsw.iterative_scan = strict_order; SET hnsw.ef_search = 100")
        for most in (100, 400, 1000):
            joined = _by(pool, model, sql.scored(_JOINED % {"most": most}))
            await _row(pool, f"{most} by HNSW, {most} recent, {most} important", joined, asked, best, "")
        print(f"\nThe HNSW index took {built_s:.0f} s to build.")
    await model.close()


async def _row(
    pool: Pool,
    name: str,
    retrieve: Callable[[Question], Awaitable[list[str]]],
    asked: Sequence[Question],
    best: Sequence[set[str]],
    reach: str,
) -> None:
    for question in asked[: ASKED // 4]:
        await retrieve(question)
    server = psutil.Process(await pool.fetchval("SELECT pg_backend_pid()"))
    times_ms: list[float] = []
    worked_s = 0.0
    hits = 0
    for question, wanted in zip(asked, best, strict=True):
        await pool.execute("TRUNCATE memory_accesses")  # the true ten are those before any was remembered
        began_work_s, began = sum(server.cpu_times()[:2]), time.perf_counter()
        found = await retrieve(question)
        times_ms.append((time.perf_counter() - began) * 1000)
        worked_s += sum(server.cpu_times()[:2]) - began_work_s
        hits += len(wanted & set(found))
    median, late = statistics.median(times_ms), statistics.quantiles(times_ms, n=100)[98]
    worked_ms, recall = worked_s * 1000 / len(asked), hits / (BEST * len(asked))
    print(f"| {name} | {median:.1f} | {late:.1f} | {worked_ms:.1f} | {recall:.3f} | {reach} |", flush=True)


def _by(pool: Pool, model: EmbeddingModel, statement: str) -> Callable[[Question], Awaitable[list[str]]]:
    """Retrieval by one statement, without touching; embedding is not what differs."""

    async def retrieve(question: Question) -> list[str]:
        embedded = await model.embed([question.text], "query")
        return [row["id"] for row in await pool.fetch(statement, *retrieval_arguments(question, embedded))]

    return retrieve


@asynccontextmanager
async def _connected(dsn: str) -> AsyncGenerator[asyncpg.Connection[asyncpg.Record]]:
    """A connection on which statements may take as long as they do."""
    connection = await asyncpg.connect(dsn)
    await register_vector(connection)
    try:
        yield connection
    finally:
        await connection.close()


async def _index_by_hnsw(dsn: str) -> float:
    began = time.perf_counter()
    async with _connected(dsn) as connection:
        for statement in HNSW_INDEXES:
            await connection.execute(statement)
        await connection.execute("VACUUM memories")
    return time.perf_counter() - began


async def _fill(dsn: str, model: EmbeddingModel, chance: random.Random) -> Filled:
    numbers = np.random.default_rng(1)
    at_ms = np.sort(numbers.integers(0, SPAN_MS, (AGENTS, MEMORIES)), axis=1)
    importance = numbers.choice([1, 1, 1, 1, 2, 2, 3, 4, 5, 7, 9], (AGENTS, MEMORIES))
    vectors = np.zeros((AGENTS, MEMORIES, model.dimensions), np.float32)
    rows: list[tuple[object, ...]] = []
    for agent in range(AGENTS):
        texts = [_text(chance) for _ in range(MEMORIES)]
        vectors[agent] = (await model.embed(texts)).vectors
        rows.extend(
            (
                WORLD,
                _id(agent, number),
                f"p:{agent}",
                KINDS[0],
                text,
                int(at_ms[agent, number]),
                int(importance[agent, number]),
                model.name,
                model.dimensions,
                HalfVector(vectors[agent, number]),
            )
            for number, text in enumerate(texts)
        )
    rows.sort(key=lambda row: row[5])  # pyright: ignore[reportCallIssue, reportArgumentType]  # a column of text
    kept = ("world_id", "id", "player", "kind", "text", "at_ms", "importance")
    columns = [*kept, "embedding_model", "dimensions", "embedding"]
    async with _connected(dsn) as connection:
        await connection.execute(
            "INSERT INTO worlds (id, name, rules, template, seed, capacity) VALUES ($1, '', '', '', 0, 1)",
            WORLD,
        )
        await connection.copy_records_to_table("memories", records=rows, columns=columns)
        await connection.execute("VACUUM ANALYZE memories")
    return Filled(at_ms, importance, vectors)


def _question(number: int, text: str) -> Question:
    return Question(
        world_id=WORLD,
        player=f"p:{number % AGENTS}",
        text=text,
        now_ms=SPAN_MS,
        calendar_hour_ms=HOUR_MS,
        kinds=(MemoryKind.OBSERVATION,),
        weights=Weights(),
        budget=Budget(BEST),
    )


async def _vector(model: EmbeddingModel, question: Question) -> NDArray[np.float32]:
    return (await model.embed([question.text], "query")).vectors[0]


def _best(filled: Filled, question: Question, vector: NDArray[np.float32]) -> set[str]:
    """The ten best by the formula over every memory of the agent; nothing was accessed yet."""
    agent = int(question.player.removeprefix("p:"))
    hours = (question.now_ms - filled.at_ms[agent]) / HOUR_MS
    parts = (RECENCY_PER_CALENDAR_HOUR**hours, filled.importance[agent], filled.vectors[agent] @ vector)
    score = sum((part - part.min()) / (part.max() - part.min()) for part in parts)
    return {_id(agent, int(number)) for number in np.argsort(-np.asarray(score))[:BEST]}


def _id(agent: int, number: int) -> str:
    return f"seen:{number}:p:{agent}"


_PEOPLE = load_template("everbrook").people
_DOINGS = [(person.name, habit.activity, habit.place) for person in _PEOPLE for habit in person.day]
_TOLD = [text for p in _PEOPLE for text in (*p.wants, *p.worries, *p.interests, *p.news, *p.sayings)]


def _text(chance: random.Random) -> str:
    """Something that somebody may have seen or heard."""
    first, second = (chance.choice(_PEOPLE).name for _ in range(2))
    name, activity, place = chance.choice(_DOINGS)
    match chance.randrange(3):
        case 0:
            return f"{name} {activity} at {place}."
        case 1:
            return f"{first} said to {second}: “{chance.choice(_TOLD)}”"
        case _:
            return f"I talked with {first} about {chance.choice(_TOLD)} and {chance.choice(_TOLD)}."


if __name__ == "__main__":
    main()
