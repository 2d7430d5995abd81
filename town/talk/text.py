"""What people write: names and messages, checked before they become part of the world."""

from __future__ import annotations

from typing import Annotated

import msgspec

from engine.inputs import Cleaned, Recognised, Rejected
from engine.texts import can_be_seen, fits, hiding, lines, most_code_points, one_line, turning
from engine.words import Spoken, Words
from town.talk.constants import LONGEST_MESSAGE, LONGEST_NAME
from town.talk.likeness import readings_of

MESSAGE_CODE_POINTS = most_code_points(LONGEST_MESSAGE)

Look = Annotated[
    str, msgspec.Meta(pattern=r"^look-[0-9]{2}$(?!\n)", description="How somebody looks: look-01 and on.")
]


def clean_name(name: str, most_characters: int = LONGEST_NAME) -> str:
    """A name as it is seen: on one line, each gap one space, without what cannot be seen and its script does not need.

    Raises `Rejected` for one that nobody can see, that is too long, or that hides something.
    """
    cleaned = one_line(name)
    _reject_hiding(hiding(name) or turning(name), "a name")
    if not can_be_seen(cleaned):
        raise Rejected("a name needs at least one letter that can be seen")
    if not fits(cleaned, most_characters):
        raise Rejected(f"a name has {most_characters} characters at most")
    return cleaned


def clean_message(text: str) -> str:
    """As `clean_text`, for what is said."""
    return clean_text(text, "a message")


def clean_text(text: str, what: str = "a text") -> str:
    """A text as it is seen, without spaces around it. Raises `Rejected` for one that nobody can see, and for
    control characters."""
    _reject_hiding(hiding(text), what)
    cleaned = lines(text)
    if not can_be_seen(cleaned):
        raise Rejected(f"{what} needs at least one character that can be seen")
    return cleaned


def _reject_hiding(character: str | None, what: str) -> None:
    if character is not None:
        raise Rejected(f"{what} may not hold the control character U+{ord(character):04X}")


Name = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=most_code_points(LONGEST_NAME),
        description=f"{LONGEST_NAME} characters at most, as a reader counts them.",
    ),
    Cleaned(clean_name),
]
Readings = Annotated[tuple[str, ...], Recognised("name", readings_of)]
"""What the argument `name` may be read as: found where it is submitted."""

MessageText = Annotated[Words, Spoken(most_characters=LONGEST_MESSAGE, clean=clean_message)]
"""What is said with a message: cleaned where it is submitted."""
