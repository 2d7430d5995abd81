"""The memory stream in Postgres: keep, look up, retrieve."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import asyncpg
import numpy as np
import structlog
from numpy.typing import NDArray
from pgvector import HalfVector
from pgvector.asyncpg import register_vector

from agent.memory import sql
from agent.memory.constants import UNRATED_IMPORTANCE
from agent.memory.importance import Anchors, importance_of, load_anchors
from agent.memory.records import NewMemory, Question
from agent.models.errors import ModelError
from agent.models.port import EmbeddingModel, Embeddings, EmbeddingsFor
from engine.pool import Pool, open_pool
from records.memories import Memory, MemoryKind, Recalled

log: structlog.stdlib.BoundLogger = structlog.get_logger("memory")

ALL_KINDS = tuple(MemoryKind)
FOREVER_MS = 2**62
"""Later than any world time."""

_NO_EMBEDDINGS = Embeddings(np.zeros((0, 0), np.float32), "", 0, 0)


class Memories(Protocol):
    """Keeps memories for all worlds. Every method raises `StoreUnavailable` while they can't be reached."""

    async def keep(self, world_id: str, memories: Sequence[NewMemory]) -> None:
        """Keep memories; one whose id is known stays as it is, and one with words of a forgotten author is not kept.

        Without the embedding model they are kept too, and `agent.memory.upkeep` embeds them later."""
        ...

    async def about(
        self, world_id: str, player: str, other: str, limit: int, kinds: Sequence[MemoryKind] = ALL_KINDS
    ) -> list[Memory]:
        """What somebody remembers of another, newest first."""
        ...

    async def latest(
        self,
        world_id: str,
        player: str,
        limit: int,
        kinds: Sequence[MemoryKind] = ALL_KINDS,
        *,
        until_ms: int = FOREVER_MS,
    ) -> list[Memory]:
        """Somebody's last memories up to a world time, newest first."""
        ...

    async def by_ids(self, world_id: str, player: str, ids: Sequence[str]) -> list[Memory]:
        """Those of the memories that are there and this player's own, archived ones too, oldest first."""
        ...

    async def importance_since(
        self, world_id: str, player: str, after_ms: int, kinds: Sequence[MemoryKind] = ALL_KINDS
    ) -> int:
        """The sum of importance of what came after a world time."""
        ...

    async def retrieve(self, question: Question) -> list[Recalled]:
        """The memories that answer a question best, best first; they count as accessed now."""
        ...

    async def find(self, question: Question) -> list[Recalled]:
        """What `retrieve` would answer with, for somebody who looks on: nothing counts as accessed."""
        ...


@asynccontextmanager
async def open_memory_pool(dsn: str, *, most_connections: int = 10) -> AsyncGenerator[Pool]:
    """Connections to the database at `dsn` that know vectors."""
    async with open_pool(dsn, least=1, most=most_connections, timeout_s=30, prepare=register_vector) as pool:
        yield pool


class PostgresMemories:
    """See `Memories`. The pool's connections must know vectors (`open_memory_pool`).

    `embeddings_for` gives the model as it is called for somebody; None calls `embeddings` for all.
    """

    def __init__(
        self, pool: Pool, embeddings: EmbeddingModel, embeddings_for: EmbeddingsFor | None = None
    ) -> None:
        self._pool = pool
        self._embeddings_for: EmbeddingsFor = embeddings_for or (lambda _world, _player: embeddings)
        self._anchors: Anchors | None = None

    async def keep(self, world_id: str, memories: Sequence[NewMemory]) -> None:
        """See `Memories`."""
        fresh = await self._fresh(world_id, memories)
        if not fresh:
            return
        try:
            embedded = await self._embeddings_for(world_id, _only_player(fresh)).embed(
                [m.text for m in fresh]
            )
            anchors = await self._known_anchors(world_id)
        except ModelError as error:
            log.warning("memories are kept without vectors for now", world=world_id, error=str(error))
            rows = [_row(world_id, memory, UNRATED_IMPORTANCE, _NO_EMBEDDINGS, None) for memory in fresh]
        else:
            rated = importance_of(embedded.vectors, anchors)
            rows = [
                _row(world_id, memory, int(rated[place]), embedded, embedded.vectors[place])
                for place, memory in enumerate(fresh)
            ]
        await self._pool.executemany(sql.KEEP, rows)

    async def _fresh(self, world_id: str, memories: Sequence[NewMemory]) -> list[NewMemory]:
        """Those not known yet, and without words of anybody who is forgotten: no model is shown such a text."""
        known = {row["id"] for row in await self._pool.fetch(sql.KEPT, world_id, [m.id for m in memories])}
        carried = sorted({author for memory in memories for author in memory.authors})
        rows = await self._pool.fetch(sql.AUTHORS, world_id, carried) if carried else []
        authors = {row["author"] for row in rows}
        return [m for m in memories if m.id not in known and authors.issuperset(m.authors)]

    async def about(
        self, world_id: str, player: str, other: str, limit: int, kinds: Sequence[MemoryKind] = ALL_KINDS
    ) -> list[Memory]:
        """See `Memories`."""
        rows = await self._pool.fetch(sql.ABOUT, world_id, player, other, kind_values(kinds), limit)
        return [memory_of(row) for row in rows]

    async def latest(
        self,
        world_id: str,
        player: str,
        limit: int,
        kinds: Sequence[MemoryKind] = ALL_KINDS,
        *,
        until_ms: int = FOREVER_MS,
    ) -> list[Memory]:
        """See `Memories`."""
        rows = await self._pool.fetch(sql.LATEST, world_id, player, kind_values(kinds), limit, until_ms)
        return [memory_of(row) for row in rows]

    async def by_ids(self, world_id: str, player: str, ids: Sequence[str]) -> list[Memory]:
        """See `Memories`."""
        return [memory_of(row) for row in await self._pool.fetch(sql.BY_IDS, world_id, player, list(ids))]

    async def importance_since(
        self, world_id: str, player: str, after_ms: int, kinds: Sequence[MemoryKind] = ALL_KINDS
    ) -> int:
        """See `Memories`."""
        return await self._pool.fetchval(sql.IMPORTANCE_SINCE, world_id, player, after_ms, kind_values(kinds))

    async def retrieve(self, question: Question) -> list[Recalled]:
        """See `Memories`."""
        return await self._recall(sql.RETRIEVE, question)

    async def find(self, question: Question) -> list[Recalled]:
        """See `Memories`."""
        return await self._recall(sql.FIND, question)

    async def _recall(self, statement: str, question: Question) -> list[Recalled]:
        arguments = retrieval_arguments(question, await self._asked(question))
        return [_recalled(row) for row in await self._pool.fetch(statement, *arguments)]

    async def _asked(self, question: Question) -> Embeddings:
        """The question's vector; without the model none, so that only recency and importance count."""
        try:
            model = self._embeddings_for(question.world_id, question.player)
            return await model.embed([question.text], "query")
        except ModelError as error:
            log.warning("retrieval goes on without relevance", world=question.world_id, error=str(error))
            return _NO_EMBEDDINGS

    async def _known_anchors(self, world_id: str) -> Anchors:
        """The anchors, embedded once, for the world that needs them first."""
        if self._anchors is None:
            self._anchors = await load_anchors(self._embeddings_for(world_id, ""))
        return self._anchors


def _only_player(memories: Sequence[NewMemory]) -> str:
    """Whose the memories are; empty if they are several people's."""
    players = {memory.player for memory in memories}
    return players.pop() if len(players) == 1 else ""


def retrieval_arguments(question: Question, asked: Embeddings) -> tuple[object, ...]:
    """What `sql.scored` is run with."""
    weights = question.weights
    vector = HalfVector(asked.vectors[0]) if len(asked.vectors) else HalfVector([0.0])
    return (
        question.world_id,
        question.player,
        kind_values(question.kinds),
        vector,
        asked.model,
        asked.dimensions,
        question.now_ms,
        question.calendar_hour_ms,
        weights.recency,
        weights.importance,
        weights.relevance,
        question.budget.memories,
        question.budget.characters,
    )


def kind_values(kinds: Sequence[MemoryKind]) -> list[str]:
    """Kinds as the database has them."""
    return [kind.value for kind in kinds]


def memory_of(row: asyncpg.Record) -> Memory:
    """A memory from the columns that every look-up selects."""
    return Memory(
        id=row["id"],
        player=row["player"],
        kind=MemoryKind(row["kind"]),
        text=row["text"],
        at_ms=row["at_ms"],
        place=row["place"],
        importance=row["importance"],
        source=row["source"],
        evidence=tuple(row["evidence"]),
        about=tuple(row["about"]),
        tags=tuple(row["tags"]),
        authors=tuple(row["authors"]),
        accessed_ms=row["accessed_ms"],
        embedding_model=row["embedding_model"],
        dimensions=row["dimensions"],
        archived_in=row["archived_in"],
    )


def _recalled(row: asyncpg.Record) -> Recalled:
    return Recalled(
        memory=memory_of(row),
        recency=row["scaled_recency"],
        importance=row["scaled_importance"],
        relevance=row["scaled_relevance"],
        score=row["score"],
    )


def _row(
    world_id: str, memory: NewMemory, rated: int, embedded: Embeddings, vector: NDArray[np.float32] | None
) -> tuple[object, ...]:
    return (
        world_id,
        memory.id,
        memory.player,
        memory.kind.value,
        memory.text,
        memory.at_ms,
        memory.place,
        rated if memory.importance is None else memory.importance,
        memory.source,
        memory.evidence,
        memory.about,
        memory.tags,
        embedded.model,
        embedded.dimensions,
        None if vector is None else HalfVector(vector),
        memory.authors,
    )
