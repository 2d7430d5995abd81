"""The texts of the scripted voice, apart from its code: text/en.json."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import chain

import msgspec

from agent.script.phrases import SHORTEST_CLUE, Phrase, words_of

ANYBODY = "any"
UNDERSTOOD = ("ask_", "tell_", "recall_", "offer_", "greet", "leave", "farewell", "my_feeling")
"""Acts, by how their names begin, that a listener tells from their words; the rest are remarks."""


class Intent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody who speaks freely may mean, and the words that give it away."""

    intent: str
    pattern: str


class Relations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in a relation that say how close it is."""

    family: tuple[str, ...]
    cool: tuple[str, ...]
    warm: tuple[str, ...]
    elders: tuple[str, ...]
    """Relations that are spoken of by what they are: `my aunt`."""


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it is written."""

    places: dict[str, str]
    """What places are called by those who live there, by id or by the beginning of one."""
    relations: Relations
    styles: dict[str, tuple[str, ...]]
    """A way of speaking, and words in a character or manner that call for it."""
    lines: dict[str, dict[str, tuple[str, ...]]]
    """By act, then by who says it that way: `any` or a style."""
    intents: tuple[Intent, ...]


class Bank(msgspec.Struct, frozen=True):
    """The texts, ready for use."""

    texts: Texts
    lines: dict[str, dict[str, tuple[Phrase, ...]]]
    understood: dict[str, tuple[tuple[str, Phrase], ...]]
    """Acts and phrases that a listener knows, by the longest word in the phrase's clue."""
    intents: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def load_bank(language: str = "en") -> Bank:
    """The texts in a language. Raises `FileNotFoundError` where there are none."""
    path = files("agent") / "script" / "text" / f"{language}.json"
    texts = msgspec.json.decode(path.read_bytes(), type=Texts)
    lines = {
        act: {style: tuple(map(Phrase, said)) for style, said in styles.items()}
        for act, styles in texts.lines.items()
    }
    intents = tuple((i.intent, re.compile(i.pattern, re.IGNORECASE)) for i in texts.intents)
    return Bank(texts, lines, _index(lines), intents)


def _index(lines: dict[str, dict[str, tuple[Phrase, ...]]]) -> dict[str, tuple[tuple[str, Phrase], ...]]:
    index: dict[str, list[tuple[str, Phrase]]] = {}
    for act, styles in lines.items():
        phrases = chain.from_iterable(styles.values()) if act.startswith(UNDERSTOOD) else ()
        for phrase in phrases:
            if len(phrase.clue) >= SHORTEST_CLUE:
                index.setdefault(max(words_of(phrase.clue), key=len), []).append((act, phrase))
    return {word: tuple(phrases) for word, phrases in index.items()}
