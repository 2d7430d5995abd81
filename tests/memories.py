"""Memories for tests: a world to keep them in, vectors by hand, and retrieval as the paper tells it, in plain words."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager

import numpy as np

from agent.memory.records import NewMemory, Question
from agent.memory.stream import open_memory_pool
from agent.models.errors import Unreachable
from agent.models.port import Embeddings, Purpose, unit_vectors
from engine.pool import Pool
from records.memories import Memory, MemoryKind

WORLD = "w"
HOUR_MS = 120_000


class WordVectors:
    """An embedding model that knows what it was given and hashes the rest; it can be away."""

    def __init__(self, known: Mapping[str, Sequence[float]], dimensions: int, name: str = "words") -> None:
        self._known = known
        self.name = name
        self.dimensions = dimensions
        self.away = False
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        if self.away:
            raise Unreachable("the model is away")
        self.asked.extend(texts)
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for place, text in enumerate(texts):
            chance = np.random.default_rng(sum(text.encode()))
            vectors[place] = self._known.get(text, chance.normal(size=self.dimensions))
        return Embeddings(unit_vectors(vectors), self.name, self.dimensions, len(texts))

    async def close(self) -> None:
        pass


@asynccontextmanager
async def memory_pool(database: str) -> AsyncGenerator[Pool]:
    """Connections to a database in which the world `WORLD` is founded."""
    async with open_memory_pool(database, most_connections=2) as pool:
        await pool.execute(
            "INSERT INTO worlds (id, name, rules, template, seed, capacity) VALUES ($1, '', '', '', 0, 1)",
            WORLD,
        )
        yield pool


def memory(id_: str, text: str, **fields: object) -> NewMemory:
    """An observation of `p:1`; fields as given."""
    known: dict[str, object] = {"player": "p:1", "kind": MemoryKind.OBSERVATION, "at_ms": 0, **fields}
    return NewMemory(id=id_, text=text, **known)  # pyright: ignore[reportArgumentType]  # any fields


def question(text: str, **fields: object) -> Question:
    """A question of `p:1` at world time 0; fields as given."""
    known: dict[str, object] = {"world_id": WORLD, "player": "p:1", "now_ms": 0, **fields}
    return Question(text=text, calendar_hour_ms=HOUR_MS, **known)  # pyright: ignore[reportArgumentType]  # any fields


def remembered(
    number: int, text: str, *, kind: MemoryKind = MemoryKind.CONVERSATION, **fields: object
) -> Memory:
    """A memory of Marit Engelsen's as it is kept, of a talk with Goro Matsuda unless `fields` say otherwise."""
    known: dict[str, object] = {
        "id": f"m:{number}", "player": "p:1", "kind": kind, "text": text, "at_ms": number, "place": None,
        "importance": 3, "source": "p:15", "evidence": (), "about": ("p:15",), "tags": (), "accessed_ms": number,
        "embedding_model": "", "dimensions": 0, "archived_in": None,
    }  # fmt: skip
    return Memory(**(known | fields))  # pyright: ignore[reportArgumentType]  # any fields
