"""Whose words a text holds: so that it can go with them when their author is forgotten.

What a mind writes draws on what was said and on memories of it, and each of those knows its authors. The text carries
an author if it shares something with them that it can't have from elsewhere: a word that is neither common nor known
otherwise, or three words in a row. It errs on the side of carrying (docs/adr/0018-words-apart.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import regex

from engine.texts import WORD
from records.memories import Memory

_APOSTROPHE = "\u2019"
_WORD = regex.compile(rf"{WORD}(?:['{_APOSTROPHE}-]{WORD})*", regex.V1)
_RUN = 3
"""Words in a row that make a quotation of what could each be anybody's."""

Words = Sequence[str]


class Piece(msgspec.Struct, frozen=True):
    """A text that a mind was given, with those whose words it holds."""

    text: str
    authors: tuple[str, ...]


def pieces_of(memories: Iterable[Memory]) -> tuple[Piece, ...]:
    """Memories as what a mind is given."""
    return tuple(Piece(memory.text, memory.authors) for memory in memories)


def carried(text: str, pieces: Iterable[Piece], known: str = "") -> tuple[str, ...]:
    """The authors among the pieces whose words a text holds. `known` is what its writer has from nobody's mouth."""
    given = [(words_of(piece.text), piece.authors) for piece in pieces]
    words, others = words_of(text), common_words() | set(words_of(known))
    authors = {author for _, carrying in given for author in carrying}
    return tuple(sorted(author for author in authors if _shares(words, given, author, others)))


def authors_in(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """All whose words the pieces hold."""
    return tuple(sorted({author for piece in pieces for author in piece.authors}))


def in_own_words(deed: str, pieces: Iterable[Piece]) -> str:
    """The description of a deed, which everybody sees for ever, without quotations from the pieces.

    A deed may be named after what was spoken of by one word: of more in a row only the last is left, which in most
    names says what the thing is (`the lantern party`: `the party`).
    """
    given = [words_of(piece.text) for piece in pieces]
    found = list(_WORD.finditer(deed))
    words, kept, place = [_plain(match[0]) for match in found], deed, len(found)
    while place > 0:
        if words[place - 1] in common_words():
            place -= 1
            continue
        begin = min((_begin_of_run(words, place, said) for said in given), default=place)
        while begin < place - 1 and words[begin] in common_words():
            begin += 1
        if place - begin > 1:
            kept = kept[: found[begin].start()] + kept[found[place - 1].start() :]
        place = min(begin, place - 1)
    return kept


def words_of(text: str) -> list[str]:
    """The words of a text in order, told apart by their letters alone."""
    return [_plain(word) for word in _WORD.findall(text)]


@cache
def common_words() -> frozenset[str]:
    """Words that anybody might use: those of the scripted voice's phrases and of the prompts, in all languages."""
    rooms = [room for room in files("agent").iterdir() if (room / "prompts").is_dir()]
    prompts = [language for room in rooms for language in (room / "prompts").iterdir()]
    folders = (files("agent") / "script" / "text", *prompts)
    texts = (file.read_text("utf-8") for folder in folders for file in folder.iterdir())
    return frozenset(word for text in texts for word in words_of(text))


def _plain(word: str) -> str:
    return word.casefold().replace(_APOSTROPHE, "'")


def _shares(
    words: Words,
    given: Sequence[tuple[Words, tuple[str, ...]]],
    author: str,
    others: frozenset[str] | set[str],
) -> bool:
    theirs = [said for said, authors in given if author in authors]
    elsewhere = {word for said, authors in given if author not in authors for word in said} | others
    if {word for said in theirs for word in said} & set(words) - elsewhere:
        return True
    mine = _runs(words)
    return any(not common_words().issuperset(run) for said in theirs for run in mine & _runs(said))


def _runs(words: Words) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)}


def _begin_of_run(words: Words, end: int, said: Words) -> int:
    """Where the longest run of words begins that ends at a place and stands in what was said as well."""
    longest = 0
    for at in range(1, len(said) + 1):
        length = 0
        while length < min(end, at) and words[end - 1 - length] == said[at - 1 - length]:
            length += 1
        longest = max(longest, length)
    return end - longest
