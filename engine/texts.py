"""Texts in all the world's scripts: what a keyboard produces is cleaned, measured and cut by what a reader sees.

The properties of characters are those of the pinned `regex`, never of the Python at hand, so that an emoji of this year
is one everywhere. What is found out here stands in the input that it was submitted with: no rule asks again.
"""

from __future__ import annotations

import unicodedata

import regex

CODE_POINTS_PER_CHARACTER = 8
"""A character, as its reader counts, may be made of several code points; a text may have so many for each at most."""

MOST_MARKS = 8
"""Signs upon one letter; no script has as many."""

_BLANKS = r"\s\p{Z}\x1c-\x1f\u2800\U00013441\U00013442\U00016FE4\U0001D159"
_JOINED = r"\p{L}\p{M}--\p{Latin}--\p{Greek}--\p{Cyrillic}--\p{Han}--\p{Hiragana}--\p{Katakana}--\p{Hangul}"
_UNSPACED = r"\p{Han}\p{scx=Hiragana}\p{scx=Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}--[\p{P}\p{S}\p{Z}]"
_PICTURE = r"\p{Extended_Pictographic}"

UNSPACED = rf"[{_UNSPACED}]"
"""A letter of a script that parts no words. This and `WORD` are sources of patterns of `regex`, version 1."""
WORD = (
    rf"(?:[{_UNSPACED}]\p{{M}}*"
    rf"|[[\p{{L}}\p{{N}}]--[{_UNSPACED}]][[\p{{L}}\p{{M}}\p{{N}}\u200c\u200d]--[{_UNSPACED}]]*)"
)
"""A word; in a script that parts none, a letter with its signs."""

_LINE_END = regex.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK = regex.compile(rf"[{_BLANKS}]+", regex.V1)
_HIDING = regex.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202d\u202e]")
_TURNING = regex.compile(r"[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = regex.compile(r"[[\p{bc=R}\p{bc=AL}]&&\p{L}]", regex.V1)
_NEEDED = "|".join(
    (
        rf"(?<=[{_JOINED}])[\u200c\u200d]",
        rf"(?<=[{_PICTURE}\p{{Emoji_Modifier}}\ufe0f])\u200d(?={_PICTURE})",
        r"(?<=\U0001F3F4[\U000E0020-\U000E007E]*)[\U000E0020-\U000E007F]",
        r"(?<=[\p{Lo}\p{N}\p{P}\p{S}])[\ufe00-\ufe0f]",
        r"(?<=\p{Han})[\U000E0100-\U000E01EF]",
        r"(?<=\p{Mongolian})[\u180b-\u180f]",
        r"(?<=[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])\u200b",
    )
)
_UNSEEN = r"[\p{Default_Ignorable_Code_Point}\p{Cs}\p{Noncharacter_Code_Point}\ufffc]"
_NEEDED_OR_NOT = regex.compile(rf"(?P<needed>{_NEEDED})|{_UNSEEN}", regex.V1)
_UNSEEN_SIGN = regex.compile(_UNSEEN)
_MARKS = regex.compile(rf"(\p{{M}}{{{MOST_MARKS}}})\p{{M}}+")
_TO_BE_SEEN = regex.compile(
    rf"[^{_BLANKS}\p{{Default_Ignorable_Code_Point}}\p{{Cs}}\p{{Cc}}\ufffc]", regex.V1
)
_CHARACTER = regex.compile(r"\X")
_WORD = regex.compile(WORD, regex.V1)
_DIRECTION_MARKS = "\u200e\u200f\u061c"


def one_line(text: str) -> str:
    """A text without what cannot be seen, and with one space wherever there are blanks, tabs and line ends."""
    return _BLANK.sub(" ", without_unseen(text)).strip()


def lines(text: str) -> str:
    """The same for a text of several lines, which keeps them and the spaces in them."""
    text = _LINE_END.sub("\n", text).replace("\t", " ")
    marks = _DIRECTION_MARKS if _RIGHT_TO_LEFT.search(text) else ""
    return without_unseen(text, marks).strip()


def without_unseen(text: str, kept: str = "") -> str:
    """A text without signs that cannot be seen, except those that its script or an emoji needs where they stand."""
    text = _NEEDED_OR_NOT.sub(lambda found: found[0] if found["needed"] or found[0] in kept else "", text)
    return _MARKS.sub(r"\1", text)


def without_ignorable(text: str) -> str:
    """A text without any sign that cannot be seen, whether its script needs it or not."""
    return _UNSEEN_SIGN.sub("", text)


def hiding(text: str) -> str | None:
    """What no keyboard types and hides something: a control character, or one that turns letters round. Or None."""
    found = _HIDING.search(text)
    return found[0] if found else None


def turning(text: str) -> str | None:
    """A sign that sets the direction of what follows, or None."""
    found = _TURNING.search(text)
    return found[0] if found else None


def can_be_seen(text: str) -> bool:
    """Whether there is anything in it that a reader sees."""
    return _TO_BE_SEEN.search(text) is not None


def length(text: str) -> int:
    """In characters as a reader counts them: a letter with its signs is one, and so is a family of emoji."""
    return len(text) if text.isascii() and "\r" not in text else sum(1 for _ in _CHARACTER.finditer(text))


def fits(text: str, most_characters: int) -> bool:
    """Whether a text has so many characters at most, none of them made of code points without end."""
    return len(text) <= most_code_points(most_characters) and length(text) <= most_characters


def most_code_points(most_characters: int) -> int:
    """How many code points a text of so many characters may have."""
    return CODE_POINTS_PER_CHARACTER * most_characters


def within(text: str, most_code_points: int) -> str:
    """The beginning of a text, cut between two characters."""
    if len(text) <= most_code_points:
        return text
    end = 0
    for found in _CHARACTER.finditer(text):
        if found.end() > most_code_points:
            break
        end = found.end()
    return text[:end]


def shortened(text: str, most_code_points: int) -> str:
    """A text that fits, or its beginning with an ellipsis: cut between words where there are any."""
    if len(text) <= most_code_points:
        return text
    cut = within(text, most_code_points - 1)
    return (cut.rsplit(" ", 1)[0].rstrip(" ,;:-،؛、，") or cut) + "…"  # noqa: RUF001 - other scripts' commas


def words_in(text: str) -> list[str]:
    """The words of a text in order, in lower case."""
    return _WORD.findall(text.casefold())


def composed(text: str) -> str:
    """A text whose letters and signs are written in the one way that all compatible ways come to."""
    return unicodedata.normalize("NFKC", text)
