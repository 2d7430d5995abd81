"""Memories as plain data, and the questions that find them."""

from __future__ import annotations

import msgspec

from records.memories import MemoryKind, Weights


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
    authors: tuple[str, ...] = ()
    """Those whose words it holds: it goes when one of them is forgotten."""


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
