"""Whom a text speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

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
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
