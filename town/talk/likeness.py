"""Which names can be taken for one another: the skeletons of Unicode's security mechanisms (UTS 39, section 4).

What comes of it depends on tables that grow from year to year. So it is found where a name is submitted or founded, and
stands with it from then on: rules compare, and never ask again (docs/adr/0031-texts-and-names.md).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from engine.texts import composed, one_line, without_ignorable


def readings_of(name: str) -> tuple[str, ...]:
    """What a name looks like, in either case: two names that share a reading can be taken for each other."""
    name = one_line(without_ignorable(composed(name)))
    return tuple(sorted({_reading(name), _reading(name.casefold())}))


def _reading(name: str) -> str:
    return one_line(_skeleton(name).casefold())


def _skeleton(text: str) -> str:
    """All that can be taken for each other, as one of them."""
    prototypes = _prototypes()
    for _ in range(2):  # what some prototypes are made of, or are written for, has one of its own
        apart = unicodedata.normalize("NFD", composed(text))
        text = "".join(prototypes.get(character, character) for character in apart)
    return unicodedata.normalize("NFD", text)


class _Alike(msgspec.Struct, frozen=True):
    """One sign that a sign can be taken for, as the library's table has it: each pair stands there both ways."""

    c: str


@cache
def _prototypes() -> Mapping[str, str]:
    """By character, what stands for all that it can be taken for."""
    table = (files("confusable_homoglyphs") / "confusables.json").read_bytes()
    alike = msgspec.json.decode(table, type=dict[str, list[_Alike]])
    found: dict[str, str] = {}
    for sign, others in alike.items():
        if len(sign) == 1 and len(others) == 1:
            other = _bare(others[0].c)
            found[sign] = _prototype(sign, other, len(alike[others[0].c]))
    return {sign: prototype for sign, prototype in found.items() if sign != prototype}


def _prototype(sign: str, other: str, likenesses: int) -> str:
    """Of two signs, the one that stands for both: that of several characters or of several likenesses."""
    return other if len(other) > 1 or likenesses > 1 else min(sign, other)


def _bare(sign: str) -> str:
    """Without the marks of direction that the table's source has around letters from right to left."""
    return sign.strip("\u200e\u200f") or sign
