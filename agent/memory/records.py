"""Memories as plain data, and the questions that find them."""

from __future__ import annotations

import enum

import msgspec


class MemoryKind(enum.Enum):
    """Where a memory comes from."""

    OBSERVATION = "observation"
    CONVERSATION = "conversation"
    REFLECTION = "reflection"
    PLAN = "plan"
    TOLD = "told"
    """What the owner of the world told an agent."""


class NewMemory(msgspec.Struct, frozen=True, kw_only=True):
    """A memory to keep. The same id twice is the same memory."""

    id: str
    """Unique in its world; made from what caused the memory, so that a second try keeps nothing twice."""
    player: str
    """Whose it is."""
    kind: MemoryKind
    text: str
    at_ms: int
    """World time."""
    place: str | None = None
    """The id of the place where it happened."""
    importance: int | None = None
    """1 (mundane) to 10 (poignant); None leaves it to the anchors (`agent.memory.importance`)."""
    source: str | None = None
    """The player who said it; None for what the owner of the memory saw, thought or did."""
    evidence: tuple[str, ...] = ()
    """Ids of the memories it rests on."""
    about: tuple[str, ...] = ()
    """The players whom it is about."""
    tags: tuple[str, ...] = ()


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """A memory as it is kept; see `NewMemory` for what it shares with it."""

    id: str
    player: str
    kind: MemoryKind
    text: str
    at_ms: int
    place: str | None
    importance: int
    source: str | None
    evidence: tuple[str, ...]
    about: tuple[str, ...]
    tags: tuple[str, ...]
    accessed_ms: int
    """World time at which it was last retrieved; that of the memory itself if never."""
    embedding_model: str
    """The model of its vector; empty while it has none."""
    dimensions: int
    archived_in: str | None
    """The summary that took its place; None while it is alive in its owner's mind."""


class Weights(msgspec.Struct, frozen=True):
    """How much each part counts in a score. The paper's are 1."""

    recency: float = 1.0
    importance: float = 1.0
    relevance: float = 1.0


class Budget(msgspec.Struct, frozen=True):
    """How much may be retrieved: what fits both."""

    memories: int = 10
    characters: int | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody looks for in their memory, and when."""

    world_id: str
    player: str
    text: str
    now_ms: int
    """World time."""
    calendar_hour_ms: float
    """World time that an hour of the town's calendar takes."""
    kinds: tuple[MemoryKind, ...] = tuple(MemoryKind)
    weights: Weights = Weights()
    budget: Budget = Budget()


class Recalled(msgspec.Struct, frozen=True, kw_only=True):
    """A memory that was found, with the three parts of its score, each 0 to 1 among the candidates."""

    memory: Memory
    recency: float
    importance: float
    relevance: float
    score: float
    """The weighted sum of the parts."""
