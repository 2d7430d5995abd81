"""The sentences that insights are told in, and how their owner reads them again: only the text is kept."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator

import msgspec

from agent.script.bank import ANYBODY, load_bank
from agent.script.chance import Chance
from records.memories import Memory, MemoryKind


class Sort(enum.Enum):
    """What an insight says; its sentences stand in the texts of the scripted voice under this name."""

    MATTERS = "insight_matters"
    COMPANION = "insight_companion"
    LASTING_COMPANION = "insight_lasting_companion"
    CONCERN = "insight_concern"
    WHEREABOUTS = "insight_whereabouts"
    TALK_OF_TOWN = "insight_talk_of_town"
    OWN_CONCERN = "insight_own_concern"


class Understood(msgspec.Struct, frozen=True):
    """An insight as its sentence has it."""

    sort: Sort
    slots: dict[str, str]


def sentence(sort: Sort, chance: Chance, **slots: str) -> str:
    """One of the ways to say it, whole and in the first person."""
    phrases = load_bank().lines[sort.value][ANYBODY]
    return chance.pick(f"{sort.value} {sorted(slots.items())}", phrases).filled(slots)


def conclusions(memories: Iterable[Memory], sort: Sort) -> Iterator[tuple[Memory, dict[str, str]]]:
    """The insights of a sort among memories, newest first, each with what it says."""
    for memory in sorted(memories, key=lambda memory: -memory.at_ms):
        read = understood(memory.text) if memory.kind is MemoryKind.REFLECTION else None
        if read is not None and read.sort is sort:
            yield memory, read.slots


def understood(text: str) -> Understood | None:
    """What a sentence says; None for one of somebody else's making, such as a model's."""
    for sort in Sort:
        for phrase in load_bank().lines[sort.value][ANYBODY]:
            match = phrase.read(text)
            if match is not None:
                return Understood(sort, match.groupdict())
    return None
