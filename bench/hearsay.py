"""Who knows a piece of news, by their own memories, and along which chain of hearing it came to them.

Somebody knows of a thing if it is their own doing, or if a memory of theirs says it in words that another spoke: a
talk remembered with what the other said in it, or words overheard. Each such memory names its source, so a chain can
be followed from the one who knows to whoever told them, and on to the one with whom it began.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from agent.memory.records import Memory, MemoryKind

_QUOTED = re.compile(r"(?P<who>\S+) said: \"(?P<said>[^\"]*)\"")


class News(msgspec.Struct, frozen=True):
    """Something that can be known."""

    name: str
    begun_by: str
    """The player whose doing it is."""
    words: re.Pattern[str]
    """What is said wherever it is told."""


class Hearing(msgspec.Struct, frozen=True, kw_only=True):
    """A memory of having been told."""

    memory: str
    player: str
    source: str
    """The player who said it."""
    at_ms: int
    """World time: of a talk, when it ended."""


def hearings_of(news: News, memories: Iterable[Memory]) -> dict[str, list[Hearing]]:
    """The hearings of each player who was told, earliest first."""
    heard: dict[str, list[Hearing]] = {}
    for memory in sorted(memories, key=lambda memory: (memory.at_ms, memory.id)):
        if memory.source is not None and any(news.words.search(said) for said in _said_by_others(memory)):
            hearing = Hearing(
                memory=memory.id, player=memory.player, source=memory.source, at_ms=memory.at_ms
            )
            heard.setdefault(memory.player, []).append(hearing)
    return heard


def chain_of(news: News, player: str, heard: Mapping[str, Sequence[Hearing]]) -> list[Hearing] | None:
    """How it came to a player, last hearing first; None if the chain does not reach the one who began it.

    Whoever told it must have been told before: a link that leads to somebody who did not know yet is broken.
    """
    chain: list[Hearing] = []
    while player != news.begun_by:
        before_ms = chain[-1].at_ms if chain else None
        known = [h for h in heard.get(player, ()) if before_ms is None or h.at_ms < before_ms]
        if not known:
            return None
        chain.append(known[0])
        player = known[0].source
    return chain


def broken_chains(news: News, heard: Mapping[str, Sequence[Hearing]]) -> list[str]:
    """The players who were told and whose chain breaks."""
    return [player for player in heard if chain_of(news, player, heard) is None]


def _said_by_others(memory: Memory) -> list[str]:
    if memory.kind is MemoryKind.CONVERSATION:
        return [match["said"] for match in _QUOTED.finditer(memory.text) if match["who"] != "I"]
    return [memory.text] if "overheard" in memory.tags else []
