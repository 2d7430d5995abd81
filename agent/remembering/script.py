"""Memories of talks, as text in the first person: `agent.script.recollection` reads it again.

A memory quotes what was said. So the same ears that heard it hear it again.
"""

from __future__ import annotations

from agent.remembering.task import Keepsake, RememberTask
from agent.script.appointments import minute_in, what_in
from agent.script.bank import ANYBODY, Bank, load_bank
from agent.script.chance import Chance
from agent.script.grammar import spoken_name
from agent.script.hearing import Found, of_themselves, recognise
from engine.texts import shortened, within
from town.days.constants import MINUTES_PER_DAY
from town.doings.constants import LONGEST_DESCRIPTION

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


def remember(task: RememberTask) -> Keepsake:
    """What is kept of a talk; the same for the same task on any machine."""
    bank = load_bank()
    return Keepsake(compose(task, bank), replans=reason_to_replan(task, bank))


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
                return within(f"there is word of the {what_in(news)}", LONGEST_DESCRIPTION)
    return None


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
