"""Whom a text speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import regex

from engine.texts import UNSPACED

_UNSPACED = regex.compile(UNSPACED, regex.V1)
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![\p{L}\p{M}\p{N}_])", r"(?![\p{L}\p{M}\p{N}_])"
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")


def named_in(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The players whom a text names, in the order of `names`: by the whole name, or by a first name that nobody shares.

    Whom a quoted passage names does not count: the text is about whoever says it.
    """
    text = _QUOTED.sub("", text)
    firsts = Counter(_first(name) for name in names.values())
    return tuple(
        player
        for player, name in names.items()
        if _stands_in(name, text) or (firsts[_first(name)] == 1 and _stands_in(_first(name), text))
    )


def _first(name: str) -> str:
    return next(iter(name.split()), name)


def _stands_in(name: str, text: str) -> bool:
    """As a word of its own, where its script parts words."""
    before = "" if _UNSPACED.match(name) else _NO_LETTER_BEFORE
    after = "" if _UNSPACED.match(name[-1:]) else _NO_LETTER_AFTER
    return bool(name) and regex.search(rf"{before}{regex.escape(name)}{after}", text) is not None
