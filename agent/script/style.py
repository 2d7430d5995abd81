"""How somebody speaks, drawn from their age, character and manner."""

from __future__ import annotations

from agent.script.bank import Bank
from town.who import Person

CHILD_UNDER_AGE, OLD_FROM_AGE = 13, 70
_GENERAL = ("terse", "talkative", "shy", "formal", "warm", "sharp", "curious")


def style_of(person: Person, bank: Bank) -> frozenset[str]:
    """The styles that fit somebody; an adult without qualities has none."""
    words = " ".join((*person.character, person.manner)).lower()
    styles = {style for style, clues in bank.texts.styles.items() if any(clue in words for clue in clues)}
    if person.age < CHILD_UNDER_AGE:
        styles = {"child"} | (styles - set(_GENERAL))
    elif person.age >= OLD_FROM_AGE:
        styles.add("old")
    if "terse" in styles:
        styles.discard("talkative")
    return frozenset(styles)
