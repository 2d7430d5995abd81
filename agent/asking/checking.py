"""Checks of a model's words before they become speech, a deed or a memory.

They rather refuse a good line than let a bad one pass: what is refused is asked for once more, then said by the
scripted voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import regex

from agent.models.structured import Unfit
from engine.texts import UNSPACED, hiding, one_line, words_in

SHORT_LINE = 40
"""Up to this many characters a line may go without a mark at its end, as people type."""

LOOPING_WORDS = 12
"""From this many words on a text is looked at for going round in circles."""
SHINGLE = 3
ALIKE = 0.7
"""The share of its three-word runs that a line may have in common with an earlier one."""

STEM = 4
"""Letters by which two forms of a word are known for one; shorter words tell nothing."""
_UNSPACED = regex.compile(UNSPACED, regex.V1)

QUOTES = "\"'\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u300c\u300d\u300e\u300f\ufe41\ufe42"
COLONS = ":\uff1a"
_SENTENCE_START = r"(?:^|[.!?\u2026]\s|[\u3002\uff01\uff1f])"
_SIGNS = r"[\p{M}\u200c\u200d\ufe0f\u200e\u200f]*"
_STOPS = (
    r"[\p{STerm}\p{Pe}\p{Pf}\p{Pi}\p{So}\p{Sk}\p{Extended_Pictographic}"
    rf"\u2026\u22ef\u2014~\u301c\uff5e{QUOTES}]"
)
FINISHED = regex.compile(rf"(?:{_STOPS}|{UNSPACED}|\p{{Greek}}{_SIGNS}[;\u037e]){_SIGNS}\Z", regex.V1)
"""A mark at the end, in whatever script; those that part no words need none, and an emoji does as well."""
UNFINISHED = regex.compile(
    r"(?<!\p{Greek}\p{M}*);\Z|[[\p{Terminal_Punctuation}]--[\p{STerm};]]\Z"
    r"|\b(?:and|or|but|the|a|an|of|to|und|oder|aber|der|die|das|ein|eine)\Z",
    regex.IGNORECASE | regex.V1,
)
WORDS = regex.compile(r"[\p{L}\p{Cn}]|[\p{Extended_Pictographic}]")
NO_TEXT = regex.compile(r"[\p{Co}\p{Noncharacter_Code_Point}\ufffd]")
MARKUP = re.compile(r"[{}<>\\|`]|\*\*|\[\w|\w\]|https?://|(?:^|\s)#+\s|\$\w")
STAGE_DIRECTION = re.compile(r"^\s*[(*_]|\*[^*]+\*|_[^_]+_")


def plain_text(text: str) -> str:
    """As `plain_words`, and `Unfit` too if it ends before its end."""
    line = plain_words(text)
    if UNFINISHED.search(line) or (len(line) > SHORT_LINE and not FINISHED.search(line)):
        raise Unfit("It ends in the middle of a sentence.")
    return line


def plain_words(text: str) -> str:
    """The text on one line, without quotation marks around it; `Unfit` if it is not just words."""
    if hiding(text) is not None or NO_TEXT.search(text):
        raise Unfit("It holds characters that are no text.")
    line = one_line(text)
    if len(line) > 1 and line[0] in QUOTES and line[-1] in QUOTES:
        line = line[1:-1].strip()
    if not WORDS.search(line):
        raise Unfit("There are no words in it.")
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
        if any(re.search(rf"{_SENTENCE_START}{re.escape(part)}\s*[{COLONS}]", line) for part in _calls(name)):
            raise Unfit("It holds a line of somebody else; give only this person's own.")
    return line


def require_new(line: str, earlier: Iterable[str]) -> None:
    """`Unfit` if the line says again what was said."""
    for said in earlier:
        if alike(line, said):
            raise Unfit("It repeats an earlier line of the talk; say something new.")


def alike(one: str, other: str) -> bool:
    """Whether two lines say the same, but for a few words."""
    words, others = words_in(one), words_in(other)
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
    stems = {word[:STEM] for line in said for word in words_in(line)}
    own = [word[:STEM] for word in words_in(text) if len(word) >= STEM or _UNSPACED.match(word)]
    return 2 * sum(stem in stems for stem in own) > len(own)


@cache
def _out_of_play() -> re.Pattern[str]:
    text = (files("agent") / "asking" / "out_of_play.txt").read_text(encoding="utf-8")
    patterns = [line for line in text.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(patterns), re.IGNORECASE)


def _without_name(line: str, speaker: str) -> str:
    for name in _calls(speaker):
        head, *rest = re.split(f"[{COLONS}]", line, maxsplit=1)
        if rest and head.strip(" *" + QUOTES).casefold() == name.casefold():
            return rest[0].strip(" " + QUOTES)
    return line


def _calls(name: str) -> list[str]:
    """What somebody may be called: the whole name, and its longer parts."""
    return [name, *(part for part in name.split() if len(part) > 2 and part != name)]


def _goes_in_circles(line: str) -> bool:
    words = words_in(line)
    runs = [tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)]
    return len(words) >= LOOPING_WORDS and len(set(runs)) < 0.7 * len(runs)


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
