"""Memories as quoted data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agent.asking.quoting import quoted
from engine.texts import within
from records.memories import Memory

LONGEST_RECORD = 240


def memory_lines(memories: Iterable[Memory], names: Mapping[str, str]) -> list[str]:
    """Each as a line of data."""
    return [quoted("your own memory", memory_fields(memory, names)) for memory in memories]


def memory_fields(memory: Memory, names: Mapping[str, str]) -> dict[str, object]:
    """The text and who told it."""
    return {"text": within(memory.text, LONGEST_RECORD), "heard from": names.get(memory.source or "")}
