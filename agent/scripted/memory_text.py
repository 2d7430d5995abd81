"""Memories of talks, as text in the first person, and what can be read back from it: only the text is kept.

A memory quotes what was said. So the same ears that heard it hear it again.
"""

from __future__ import annotations

import re

import msgspec

from agent.scripted.bank import ANYBODY, Bank
from agent.scripted.chance import Chance
from agent.scripted.events import minute_in, what_in
from agent.scripted.grammar import shortened, spoken_name
from agent.scripted.hearing import Found, of_themselves, recognise
from agent.tasks import RememberedTalk, RememberTask
from town.constants import LONGEST_DESCRIPTION, MINUTES_PER_DAY

MOST_QUOTED = 2
LONGEST_QUOTE = 230
_WORTH = (
    "offer_help",
    "tell_news",
    "tell_own_news",
    "tell_heard_news",
    "tell_want",
    "tell_worry",
    "tell_feeling",
    "my_feeling",
    "tell_interest",
)
"""What is worth remembering, the most first."""

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


def compose(task: RememberTask, bank: Bank) -> str:
    """One to three sentences on a talk that is over."""
    me, name = task.me.player, spoken_name(task.partner.name)
    theirs = _best(_quotes(task, bank, mine=False))
    mine = _best(_quotes(task, bank, mine=True))
    full_name = " ".join(task.partner.name.replace('"', "").split())
    if not theirs and not mine:
        said_nothing_much = bank.lines["keep_small_talk"][ANYBODY]
        chosen = Chance(f"{task.operation} {me}").pick("small talk", said_nothing_much)
        return chosen.filled({"name": full_name})
    head = bank.lines["keep_talk"][ANYBODY][0].filled({"name": full_name})
    said = [bank.lines["keep_said"][ANYBODY][0].filled({"name": name, "said": quote}) for quote in theirs]
    told = [bank.lines["keep_told"][ANYBODY][0].filled({"said": quote}) for quote in mine]
    return " ".join([head, *said, *told])


def reason_to_replan(task: RememberTask, bank: Bank) -> str | None:
    """Why the rest of the day is to be planned anew: one was told of something that is still to come today."""
    day, now = task.moment.day, task.moment.minute_of_day
    for line in task.lines:
        told = recognise(line.text, bank) if line.player != task.me.player else ()
        for news in (act.slots["news"] for act in told if "news" in act.slots):
            minute = minute_in(news, day)
            if minute is not None and now < minute - (day - 1) * MINUTES_PER_DAY < MINUTES_PER_DAY:
                return f"there is word of the {what_in(news)}"[:LONGEST_DESCRIPTION]
    return None


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


def _quotes(task: RememberTask, bank: Bank, *, mine: bool) -> list[tuple[int, str]]:
    """What one of the two said, with its rank: the smaller, the more worth."""
    quotes: list[tuple[int, str]] = []
    for line in task.lines:
        if (line.player == task.me.player) != mine:
            continue
        found = [act for act in recognise(line.text, bank) if act.act in _WORTH]
        quotes.extend((_rank(act, task.moment.day), act.text) for act in found)
        if not found and not mine and task.partner.human and of_themselves(line.text):
            quotes.append((len(_WORTH), line.text))
    return quotes


def _rank(act: Found, day: int) -> int:
    """What names a time comes before all else."""
    return -1 if minute_in(act.text, day) is not None else _WORTH.index(act.act)


def _best(quotes: list[tuple[int, str]]) -> list[str]:
    ranked = sorted(quotes, key=lambda quote: quote[0])
    return [_quotable(text) for _, text in ranked[:MOST_QUOTED]]


def _quotable(text: str) -> str:
    return shortened(" ".join(text.replace('"', "'").split()), LONGEST_QUOTE)
