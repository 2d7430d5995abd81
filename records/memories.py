"""Memories as they are stored, and as they come to mind."""

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


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """A memory as it is kept; see `agent.memory.records.NewMemory` for what it shares with it."""

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
    authors: tuple[str, ...] = ()


class Weights(msgspec.Struct, frozen=True):
    """How much each part counts in a score. The paper's are 1."""

    recency: float = 1.0
    importance: float = 1.0
    relevance: float = 1.0


class Recalled(msgspec.Struct, frozen=True, kw_only=True):
    """A memory that was found, with the three parts of its score, each 0 to 1 among the candidates."""

    memory: Memory
    recency: float
    importance: float
    relevance: float
    score: float
    """The weighted sum of the parts."""


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, best first, and by which weights."""

    now_ms: int
    """World time as of which recency counts."""
    weights: Weights
    found: tuple[Recalled, ...]
