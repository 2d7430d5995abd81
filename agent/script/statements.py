"""What people said of what is theirs, wishes, worries, interests, news, feelings, as far as somebody remembers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from agent.people import RememberedTalk
from agent.script.bank import load_bank
from agent.script.hearing import Found, of_themselves, recognise
from agent.script.recollection import Recollection, recollect
from agent.script.topics import headline
from records.memories import Memory, MemoryKind

_KINDS = ("want", "worry", "interest", "news", "feeling")
_OVERHEARD = re.compile(r"“([^”]*)”")


class Statement(msgspec.Struct, frozen=True):
    """Something that somebody said."""

    subject: str
    """What it is about: the same whenever it is said, in whichever words."""
    words: str
    """The sentence in which it was said."""
    is_news: bool = False
    is_hearsay: bool = False
    """Whether it was passed on, and is no business of the speaker's."""


def heard_in(memory: Memory) -> list[Statement]:
    """What another said, in a talk or overheard, each subject once."""
    if memory.kind is MemoryKind.CONVERSATION:
        recollection = recollected(memory)
        freely = (Statement(said, f"You know, I {said}.") for said in recollection.of_themselves)
        return _once((*_statements(recollection.theirs), *freely))
    if memory.source is None:
        return []
    return _once(statement for quote in _OVERHEARD.findall(memory.text) for statement in told_in(quote))


def said_in(memory: Memory) -> list[Statement]:
    """What one said oneself in a talk, each subject once."""
    return _once(_statements(recollected(memory).mine)) if memory.kind is MemoryKind.CONVERSATION else []


def told_in(quote: str) -> Iterator[Statement]:
    """The statements in somebody's words."""
    found = recognise(quote, load_bank())
    yield from _statements(found)
    if not found and (said := of_themselves(quote)):
        yield Statement(said, quote)


def recollected(talk: Memory) -> Recollection:
    """What the memory of a talk holds."""
    remembered = RememberedTalk(partner=talk.source or "", text=talk.text, at_ms=talk.at_ms)
    return recollect(remembered, load_bank())


def _statements(found: Iterable[Found]) -> Iterator[Statement]:
    for act in found:
        kind = next((kind for kind in _KINDS if kind in act.slots), None)
        if kind is not None and act.act.startswith(("tell_", "my_")):
            subject = headline(act.slots[kind]).lower()
            yield Statement(subject, act.text, kind == "news", act.act == "tell_heard_news")


def _once(statements: Iterable[Statement]) -> list[Statement]:
    return list({statement.subject: statement for statement in statements}.values())
