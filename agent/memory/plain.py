"""Memories and relationships in plain lists, for a town that lives in memory alone: what is asked for is the latest."""

from __future__ import annotations

from collections.abc import Sequence

from agent.memory.constants import UNRATED_IMPORTANCE
from agent.memory.importance import Anchors, importance_of, load_anchors
from agent.memory.records import NewMemory, Question
from agent.memory.relationships import Relationship
from agent.memory.stream import ALL_KINDS, FOREVER_MS
from agent.models.port import EmbeddingModel
from records.memories import Memory, MemoryKind, Recalled


class PlainMemories:
    """See `agent.memory.stream.Memories`. Relevance is not rated, so the newest are retrieved; without a model for
    embeddings importance is not rated either."""

    def __init__(self, embeddings: EmbeddingModel | None = None) -> None:
        self._embeddings = embeddings
        self._anchors: Anchors | None = None
        self._kept: dict[str, list[Memory]] = {}
        self._ids: set[str] = set()

    async def keep(self, world_id: str, memories: Sequence[NewMemory]) -> None:
        """See `Memories`."""
        fresh = [memory for memory in memories if memory.id not in self._ids]
        if not fresh:
            return
        for memory, rated in zip(fresh, await self._rated(fresh), strict=True):
            self._ids.add(memory.id)
            self._kept.setdefault(memory.player, []).append(_kept(memory, rated))

    def everybodys(self) -> list[Memory]:
        """All that is kept, of each player in turn."""
        return [memory for kept in self._kept.values() for memory in kept]

    async def about(
        self, world_id: str, player: str, other: str, limit: int, kinds: Sequence[MemoryKind] = ALL_KINDS
    ) -> list[Memory]:
        """See `Memories`."""
        return [memory for memory in self._newest_first(player, kinds) if other in memory.about][:limit]

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
        return [m for m in self._newest_first(player, kinds) if m.at_ms <= until_ms][:limit]

    async def by_ids(self, world_id: str, player: str, ids: Sequence[str]) -> list[Memory]:
        """See `Memories`."""
        wanted = set(ids)
        return [memory for memory in self._kept.get(player, []) if memory.id in wanted]

    async def importance_since(
        self, world_id: str, player: str, after_ms: int, kinds: Sequence[MemoryKind] = ALL_KINDS
    ) -> int:
        """See `Memories`."""
        own = self._newest_first(player, kinds)
        return sum(memory.importance for memory in own if memory.at_ms > after_ms)

    async def retrieve(self, question: Question) -> list[Recalled]:
        """See `Memories`."""
        return await self.find(question)

    async def find(self, question: Question) -> list[Recalled]:
        """See `Memories`."""
        if self._embeddings is not None:
            await self._embeddings.embed([question.text], "query")
        found = self._newest_first(question.player, question.kinds)[: question.budget.memories]
        return [Recalled(memory=memory, recency=1, importance=1, relevance=1, score=3) for memory in found]

    async def _rated(self, memories: Sequence[NewMemory]) -> list[int]:
        if self._embeddings is None:
            return [UNRATED_IMPORTANCE] * len(memories)
        if self._anchors is None:
            self._anchors = await load_anchors(self._embeddings)
        embedded = await self._embeddings.embed([memory.text for memory in memories])
        return importance_of(embedded.vectors, self._anchors).tolist()

    def _newest_first(self, player: str, kinds: Sequence[MemoryKind]) -> list[Memory]:
        return [memory for memory in reversed(self._kept.get(player, [])) if memory.kind in kinds]


class PlainRelationships:
    """See `agent.memory.relationships.Relationships`."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Relationship] = {}

    async def of(self, world_id: str, player: str, other: str) -> Relationship | None:
        """See `Relationships`."""
        return self._kept.get((player, other))

    async def all_of(self, world_id: str, player: str) -> list[Relationship]:
        """See `Relationships`."""
        own = [kept for (of, _), kept in self._kept.items() if of == player]
        return sorted(own, key=lambda relationship: -relationship.at_ms)

    async def keep(self, world_id: str, player: str, relationship: Relationship, cause: str) -> None:
        """See `Relationships`."""
        self._kept[player, relationship.other] = relationship


def _kept(new: NewMemory, rated: int) -> Memory:
    return Memory(
        id=new.id,
        player=new.player,
        kind=new.kind,
        text=new.text,
        at_ms=new.at_ms,
        place=new.place,
        importance=rated if new.importance is None else new.importance,
        source=new.source,
        evidence=new.evidence,
        about=new.about,
        tags=new.tags,
        authors=new.authors,
        accessed_ms=new.at_ms,
        embedding_model="",
        dimensions=0,
        archived_in=None,
    )
