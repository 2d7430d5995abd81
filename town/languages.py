"""Languages that the people of a world can be asked to speak: tags as BCP 47 (RFC 5646) has them."""

from __future__ import annotations

import re

WITH_PHRASES = ("en",)
"""Those that the scripted voice has phrases in. In all others only a model has words, and where none answers nobody
says anything: nothing is said in the wrong language."""

LONGEST_TAG = 63

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)


def is_language(tag: str) -> bool:
    """Whether it is written as a tag of a language: `fa`, `pt-BR`, `zh-Hant-TW`."""
    return len(tag) <= LONGEST_TAG and _TAG.fullmatch(tag) is not None


def primary(tag: str) -> str:
    """The language without script, region and variant."""
    return tag.partition("-")[0].lower()


def has_phrases(tag: str) -> bool:
    """Whether the scripted voice has words in a language."""
    return primary(tag) in WITH_PHRASES
