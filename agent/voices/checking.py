"""Checks of a model's words before they become speech, a deed or a memory.

They rather refuse a good line than let a bad one pass: what is refused is asked for once more, then said by the
scripted voice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from agent.models.structured import Unfit

SHORT_LINE = 40
"""Up to this many characters a line may go without a mark at its end, as people type."""

LOOPING_WORDS = 12
"""From this many words on a text is looked at for going round in circles."""
SHINGLE = 3
ALIKE = 0.7
"""The share of its three-word runs that a line may have in common with an earlier one."""

STEM = 4
"""Letters by which two forms of a word are known for one; shorter words tell nothing."""

QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019"

ENDS = f".!?\u2026)\u2014{QUOTES}"
UNFINISHED = re.compile(
    r"[,;:]$|\b(?:and|or|but|the|a|an|of|to|und|oder|aber|der|die|das|ein|eine)$", re.IGNORECASE
)
MARKUP = re.compile(r"[{}<>\\|`]|\*\*|\[\w|\w\]|https?://|(?:^|\s)#+\s|\$\w")
STAGE_DIRECTION = re.compile(r"^\s*[(*_]|\*[^*]+\*|_[^_]+_")


def plain_text(text: str) -> str:
    """As `plain_words`, and `Unfit` too if it ends before its end."""
    line = plain_words(text)
    if UNFINISHED.search(line) or (len(line) > SHORT_LINE and line[-1] not in ENDS):
        raise Unfit("It ends in the middle of a sentence.")
    return line


def plain_words(text: str) -> str:
    """The text on one line, without quotation marks around it; `Unfit` if it is not just words."""
    line = " ".join(text.split())
    if len(line) > 1 and line[0] in QUOTES and line[-1] in QUOTES:
        line = line[1:-1].strip()
    if not any(character.isalpha() for character in line):
        raise Unfit("There are no words in it.")
    if any(unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn") for character in line):
        raise Unfit("It holds characters that are no text.")
    if MARKUP.search(line):
        raise Unfit("It holds markup, code or a placeholder; use plain words.")
    if _out_of_play().search(line.replace("\u2019", "'")):
        raise Unfit("It speaks of machines or of this request; stay the person.")
    if _goes_in_circles(line):
        raise Unfit("It repeats itself; be brief.")
    return line


def spoken_line(text: str, speaker: str, others: Iterable[str]) -> str:
    """As `spoken_words`, and `Unfit` too if it ends before its end."""
    return plain_text(spoken_words(plain_text(text), speaker, others))


def spoken_words(text: str, speaker: str, others: Iterable[str]) -> str:
    """Words as they are said: the speaker's own name in front is dropped, another's is `Unfit`."""
    line = plain_words(text)
    if STAGE_DIRECTION.search(line):
        raise Unfit("It holds a stage direction; give only what is said.")
    line = _without_name(line, speaker)
    for name in (speaker, *others):
        if any(re.search(rf"(?:^|[.!?…]\s){re.escape(part)}\s*:", line) for part in _calls(name)):
            raise Unfit("It holds a line of somebody else; give only this person's own.")
    return line


def require_new(line: str, earlier: Iterable[str]) -> None:
    """`Unfit` if the line says again what was said."""
    for said in earlier:
        if alike(line, said):
            raise Unfit("It repeats an earlier line of the talk; say something new.")


def alike(one: str, other: str) -> bool:
    """Whether two lines say the same, but for a few words."""
    words, others = _words(one), _words(other)
    if words == others:
        return True
    runs, other_runs = _runs(words), _runs(others)
    if not runs or not other_runs:
        return False
    return (
        len(runs & other_runs) >= ALIKE * min(len(runs), len(other_runs))
        and min(len(runs), len(other_runs)) > 1
    )


def names(text: str, name: str) -> bool:
    """Whether a text names somebody, by the whole name or a part of it."""
    folded = text.casefold()
    return any(part.casefold() in folded for part in _calls(name))


def is_grounded(text: str, said: Iterable[str]) -> bool:
    """Whether more than half of a text's longer words, by their beginnings, stand in what was said."""
    stems = {word[:STEM] for line in said for word in _words(line)}
    own = [word[:STEM] for word in _words(text) if len(word) >= STEM]
    return 2 * sum(stem in stems for stem in own) > len(own)


@cache
def _out_of_play() -> re.Pattern[str]:
    text = (files("agent") / "prompts" / "out_of_play.txt").read_text(encoding="utf-8")
    patterns = [line for line in text.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(patterns), re.IGNORECASE)


def _without_name(line: str, speaker: str) -> str:
    for name in _calls(speaker):
        head, colon, rest = line.partition(":")
        if colon and head.strip(" *" + QUOTES).casefold() == name.casefold():
            return rest.strip(" " + QUOTES)
    return line


def _calls(name: str) -> list[str]:
    """What somebody may be called: the whole name, and its longer parts."""
    return [name, *(part for part in name.split() if len(part) > 2 and part != name)]


def _goes_in_circles(line: str) -> bool:
    words = _words(line)
    runs = [tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)]
    return len(words) >= LOOPING_WORDS and len(set(runs)) < 0.7 * len(runs)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
