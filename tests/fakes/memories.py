"""Memories of one world in plain lists, for simulations: the latest are found, whatever is asked."""

from collections.abc import Sequence

from agent.memory.records import Memory, MemoryKind, NewMemory, Question, Recalled
from agent.memory.stream import ALL_KINDS

IMPORTANCE = 5


class PlainMemories:
    """See `agent.memory.stream.Memories`."""

    def __init__(self) -> None:
        self.kept: dict[str, Memory] = {}

    async def keep(self, world_id: str, memories: Sequence[NewMemory]) -> None:
        for new in memories:
            memory = Memory(
                id=new.id,
                player=new.player,
                kind=new.kind,
                text=new.text,
                at_ms=new.at_ms,
                place=new.place,
                importance=new.importance or IMPORTANCE,
                source=new.source,
                evidence=new.evidence,
                about=new.about,
                tags=new.tags,
                accessed_ms=new.at_ms,
                embedding_model="",
                dimensions=0,
                archived_in=None,
            )
            self.kept.setdefault(new.id, memory)

    async def about(
        self, world_id: str, player: str, other: str, limit: int, kinds: Sequence[MemoryKind] = ALL_KINDS
    ) -> list[Memory]:
        return [memory for memory in self._of(player, kinds) if other in memory.about][:limit]

    async def latest(
        self, world_id: str, player: str, limit: int, kinds: Sequence[MemoryKind] = ALL_KINDS
    ) -> list[Memory]:
        return self._of(player, kinds)[:limit]

    async def by_ids(self, world_id: str, player: str, ids: Sequence[str]) -> list[Memory]:
        return [memory for memory in self._of(player, ALL_KINDS)[::-1] if memory.id in ids]

    async def importance_since(
        self, world_id: str, player: str, after_ms: int, kinds: Sequence[MemoryKind] = ALL_KINDS
    ) -> int:
        return sum(memory.importance for memory in self._of(player, kinds) if memory.at_ms > after_ms)

    async def retrieve(self, question: Question) -> list[Recalled]:
        found = self._of(question.player, question.kinds)[: question.budget.memories]
        return [Recalled(memory=memory, recency=1, importance=1, relevance=1, score=3) for memory in found]

    def _of(self, player: str, kinds: Sequence[MemoryKind]) -> list[Memory]:
        """Newest first."""
        own = [memory for memory in self.kept.values() if memory.player == player and memory.kind in kinds]
        return sorted(own, key=lambda memory: -memory.at_ms)
