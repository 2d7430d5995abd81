"""Sentences with slots, `I want to {want}.`: said by filling the slots, and heard again by reading them back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from string import Formatter

import msgspec

from agent.scripted.grammar import capitalised

SHORTEST_CLUE = 4
"""Characters that a fixed part needs, for a phrase to be known again by it."""

_OPEN_ENDED = frozenset({"news", "feeling", "saying", "memory"})
"""Slots that hold whole sentences: they reach to the end of what is said."""

_WITHIN_A_SENTENCE = r"[^.!?\n]+?(?:\b(?:Dr|Mr|Mrs|Ms)\.[^.!?\n]+?)*"


class Phrase(msgspec.Struct, frozen=True, dict=True):
    """One way to say something. Its text is a format string whose slots are names."""

    text: str

    @cached_property
    def slots(self) -> frozenset[str]:
        """The names of what must be filled in."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name)

    @cached_property
    def clue(self) -> str:
        """The longest fixed part, in lower case: quick to look for."""
        parts = (fixed.strip(" .,!?:").lower() for fixed, _, _, _ in Formatter().parse(self.text))
        return max(parts, key=len)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the phrase in what was said, its slots as named groups."""
        parts: list[str] = []
        for fixed, name, _, _ in Formatter().parse(self.text):
            parts.append(re.escape(fixed))
            if name:
                parts.append(f"(?P<{name}>{'.+' if name in _OPEN_ENDED else _WITHIN_A_SENTENCE})")
        return re.compile("".join(parts), re.IGNORECASE)

    @property
    def open_ended(self) -> bool:
        """Whether it holds whole sentences of others, so that nothing may follow it."""
        return not self.slots.isdisjoint(_OPEN_ENDED)

    def filled(self, values: Mapping[str, str]) -> str:
        """The sentence. Raises `KeyError` for a slot without a value."""
        return capitalised(self.text.format_map(values))

    def said_in(self, lowered: str) -> bool:
        """Whether a text, given in lower case, seems to hold the phrase."""
        return len(self.clue) >= SHORTEST_CLUE and self.clue in lowered

    def read(self, text: str) -> tuple[int, dict[str, str]] | None:
        """Where it was said and what the slots held; None if it wasn't."""
        match = self.pattern.search(text)
        return None if match is None else (match.start(), match.groupdict())
