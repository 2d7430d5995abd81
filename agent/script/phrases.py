"""Sentences with slots, `I want to {want}.`: said by filling the slots, and heard again by reading them back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from string import Formatter

import msgspec

from agent.script.grammar import capitalised

SHORTEST_CLUE = 4
"""Characters that a fixed part needs, for a phrase to be known again by it."""

OPEN_ENDED = frozenset({"news", "feeling", "saying", "memory"})
"""Slots that hold whole sentences: they reach to the end of what is said."""

_TITLES = ("Dr", "Mr", "Ms", "Mrs")
_WITHIN_A_SENTENCE = (
    r"(?:[^.!?\n]"
    + "".join(rf"|(?<=\b{title})\." for title in _TITLES)
    + ")+?"
    + "".join(rf"(?<!\b{title})" for title in _TITLES)
)
_A_NAME = r"(?-i:[^\W\d_a-z][\w'’-]*|my [a-z-]+)"  # noqa: RUF001 - a typed apostrophe
_HELD_BY = dict.fromkeys(OPEN_ENDED, ".+") | dict.fromkeys(("person", "source", "you", "name"), _A_NAME)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_SENTENCE_START = r"(?:^|(?<=[.!?:] ))"
_BEGINS = re.compile(r"(?:^|[.!?] )$")
_ARTICLE = re.compile(r"\b([Aa])(?= (?:afternoon|evening)\b)")


def words_of(lowered: str) -> list[str]:
    """The words of a text given in lower case."""
    return _WORD.findall(lowered)


class Phrase(msgspec.Struct, frozen=True, dict=True):
    """One way to say something. Its text is a format string whose slots are names."""

    text: str

    @cached_property
    def parts(self) -> tuple[tuple[str, str | None], ...]:
        """Fixed words, each with the name of the slot that follows them, if one does."""
        return tuple((fixed, name) for fixed, name, _, _ in Formatter().parse(self.text))

    @cached_property
    def slots(self) -> frozenset[str]:
        """The names of what must be filled in."""
        return frozenset(name for _, name in self.parts if name)

    @cached_property
    def clue(self) -> str:
        """The longest fixed part, in lower case: quick to look for."""
        parts = (fixed.strip(" .,!?:").lower() for fixed, _ in self.parts)
        return max(parts, key=len)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the phrase where a sentence begins, its slots as named groups."""
        parts = [_SENTENCE_START]
        seen: set[str] = set()
        for fixed, name in self.parts:
            parts.append(re.escape(fixed))
            if name:
                inside = _HELD_BY.get(name, _WITHIN_A_SENTENCE)
                parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{inside})")
                seen.add(name)
        return re.compile("".join(parts), re.IGNORECASE)

    @property
    def open_ended(self) -> bool:
        """Whether it holds whole sentences of others, so that nothing may follow it."""
        return not self.slots.isdisjoint(OPEN_ENDED)

    def filled(self, values: Mapping[str, str]) -> str:
        """The sentence. Raises `KeyError` for a slot without a value."""
        text = ""
        for fixed, name in self.parts:
            text += fixed
            if name:
                text += capitalised(values[name]) if _BEGINS.search(text) else values[name]
        return _ARTICLE.sub(r"\1n", capitalised(text))

    def said_in(self, lowered: str) -> bool:
        """Whether a text, given in lower case, seems to hold the phrase."""
        return len(self.clue) >= SHORTEST_CLUE and self.clue in lowered

    def read(self, text: str) -> re.Match[str] | None:
        """Where it was said, and what the slots held; None if it wasn't."""
        return self.pattern.search(text)
