"""How an answer is judged: by the names, places, hours or news in it, against those that the log has.

An answer that names what was asked for gets 1, one that names nothing 0, and each wrong name takes 1 away. So to say
"I don't know" is better than to guess wrongly, and to list everybody in town is no way to be right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

YES_OR_NO = {"yes": ("yes",), "no": ("no",)}

Vocabulary = Mapping[str, tuple[str, ...]]
"""What an answer may name: each term with its spellings."""


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer should name, all of it from the world's log."""

    accepted: frozenset[str]
    """Any of these terms is right."""
    vocabulary: Vocabulary
    """The terms that count; all else in an answer is passed over."""


def mentioned(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The terms that a text names. Where two spellings overlap, the longer one is meant."""
    spelled = {_plain(spelling): term for term, spellings in vocabulary.items() for spelling in spellings}
    if not spelled:
        return frozenset()
    longest_first = sorted(spelled, key=lambda spelling: (-len(spelling), spelling))
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
    return frozenset(spelled[found] for found in re.findall(pattern, _plain(text)))


def score(answer: str, truth: Truth) -> int:
    """1 for a right answer, 0 for none, -1 for a wrong one; a right name among wrong ones makes up for one of them."""
    named = mentioned(answer, truth.vocabulary)
    right = not named.isdisjoint(truth.accepted)
    return max(-1, right - len(named - truth.accepted))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
