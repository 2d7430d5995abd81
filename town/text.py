"""What people write: names and messages, checked before they become part of the world."""

from __future__ import annotations

import unicodedata
from typing import Annotated

import msgspec

from engine.inputs import Rejected
from town.constants import LONGEST_MESSAGE, LONGEST_NAME

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
MessageText = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_MESSAGE)]
Look = Annotated[
    str, msgspec.Meta(pattern=r"^look-[0-9]{2}$(?!\n)", description="How somebody looks: look-01 and on.")
]

_ZERO_WIDTH_JOINER = "\u200d"
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean_name(name: str) -> str:
    """A name without spaces around it. Raises `Rejected` for an empty one and for invisible characters."""
    cleaned = name.strip()
    if not cleaned:
        raise Rejected("a name needs at least one letter")
    _reject_invisible(cleaned, "a name", allowed=_ZERO_WIDTH_JOINER)
    return cleaned


def clean_message(text: str) -> str:
    """A message without spaces around it. Raises `Rejected` for an empty one and for control characters."""
    cleaned = text.strip()
    if not cleaned:
        raise Rejected("a message needs at least one character that can be seen")
    _reject_invisible(cleaned, "a message", allowed=_ZERO_WIDTH_JOINER + "\n")
    return cleaned


def same_name(a: str, b: str) -> bool:
    """Whether two names read the same."""
    return _folded(a) == _folded(b)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _reject_invisible(text: str, what: str, *, allowed: str) -> None:
    for character in text:
        if unicodedata.category(character) in _INVISIBLE_CATEGORIES and character not in allowed:
            raise Rejected(f"{what} may not hold the control character U+{ord(character):04X}")
