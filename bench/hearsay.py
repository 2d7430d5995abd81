"""Who knows a piece of news, by their own memories, and along which chain of hearing it came to them.

Somebody knows of a thing if it is their own doing, or if a memory of theirs says it in words that another spoke: a
talk remembered with what the other said in it, or words overheard. Each such memory names its source, so a chain can
be followed from the one who knows to whoever told them, and on to the one with whom it began.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from records.memories import Memory, MemoryKind
from town.minds.constants import LONGEST_CONVERSATION_MS

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
    said_to: frozenset[str]
    """If it was overheard: to whom it was said."""
    at_ms: int
    """World time: of a talk, when it ended."""


Heard = Mapping[str, Sequence[Hearing]]
"""The hearings of each player who was told, earliest first."""


def hearings_of(news: News, memories: Iterable[Memory]) -> dict[str, list[Hearing]]:
    """Who was told, by what they remember."""
    heard: dict[str, list[Hearing]] = {}
    for memory in sorted(memories, key=lambda memory: (memory.at_ms, memory.id)):
        if memory.source is not None and any(news.words.search(said) for said in _said_by_others(memory)):
            heard.setdefault(memory.player, []).append(_hearing(memory, memory.source))
    return heard


def knowers(news: News, heard: Heard) -> set[str]:
    """Everybody who knows."""
    return heard.keys() | {news.begun_by}


def chain_of(news: News, hearing: Hearing, heard: Heard) -> list[Hearing] | None:
    """How it had come to somebody, last hearing first; None if that does not lead to the one who began it.

    Whoever told it must have been told before: a link to somebody who did not know yet is broken.
    """
    chain = [hearing]
    while chain[-1].source != news.begun_by:
        told = next((h for h in heard.get(chain[-1].source, ()) if _before(h, chain[-1])), None)
        if told is None or told in chain:
            return None
        chain.append(told)
    return chain


def broken_chains(news: News, heard: Heard) -> list[Hearing]:
    """The hearings that can't be followed to the one who began it."""
    return [h for hearings in heard.values() for h in hearings if chain_of(news, h, heard) is None]


def _before(told: Hearing, retold: Hearing) -> bool:
    """Whether one was told in time to tell; who takes up a word in the talk in which it falls may be overheard."""
    in_that_talk = told.source in retold.said_to and told.at_ms - retold.at_ms <= LONGEST_CONVERSATION_MS
    return told.at_ms < retold.at_ms or in_that_talk


def _hearing(memory: Memory, source: str) -> Hearing:
    return Hearing(
        memory=memory.id,
        player=memory.player,
        source=source,
        said_to=frozenset(memory.about) - {source},
        at_ms=memory.at_ms,
    )


def _said_by_others(memory: Memory) -> list[str]:
    if memory.kind is MemoryKind.CONVERSATION:
        return [match["said"] for match in _QUOTED.finditer(memory.text) if match["who"] != "I"]
    return [memory.text] if "overheard" in memory.tags else []
