"""What can be read back from the memory of a talk: only the text is kept (`agent.remembering.script`)."""

from __future__ import annotations

import re

import msgspec

from agent.people import RememberedTalk
from agent.script.bank import Bank
from agent.script.hearing import Found, of_themselves, recognise

_SAID = re.compile(r"(?P<who>\S+) said: \"(?P<said>[^\"]*)\"")


class Recollection(msgspec.Struct, frozen=True):
    """What is left of a talk."""

    partner: str
    """Their player's id."""
    name: str
    """Their first name."""
    theirs: tuple[Found, ...]
    mine: tuple[Found, ...]
    of_themselves: tuple[str, ...]
    """What they said of themselves in words of their own, ready to be said to them: `like the sea`."""
    text: str


def recollect(talk: RememberedTalk, bank: Bank) -> Recollection:
    """What a memory holds."""
    theirs: list[Found] = []
    mine: list[Found] = []
    freely: list[str] = []
    name = ""
    for match in _SAID.finditer(talk.text):
        found = recognise(match["said"], bank)
        if match["who"] == "I":
            mine.extend(found)
            continue
        name = match["who"]
        theirs.extend(found)
        said = of_themselves(match["said"])
        if said and not found:
            freely.append(said)
    return Recollection(talk.partner, name, tuple(theirs), tuple(mine), tuple(freely), talk.text)
