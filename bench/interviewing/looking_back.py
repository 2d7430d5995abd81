"""What the log says about somebody's past: whom they talked with, what they were told, whom they had around."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from agent.memory.constants import EARSHOT_TILES, OUT_OF_SIGHT_TILES, SIGHT_TILES
from agent.perceiving.visible import Figure
from bench.interviewing.chronicle import Chronicle, Said
from bench.interviewing.scoring import mentioned
from bench.interviewing.terms import spelled_headline

NEARLY_THE_MOST = 0.9
"""Who is around this part of the longest time is around most as well."""


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """A talk that is over, as one of the two has it."""

    partner: str
    minute: int
    """Of its last words."""
    heard: tuple[str, ...]
    """What the partner said."""
    told: tuple[str, ...]
    """What one said oneself."""


def talks_of(chronicle: Chronicle, player: str) -> list[Talk]:
    """Somebody's talks that are over, in the order of time."""
    under_way = {figure.conversation for figure in chronicle.instants[-1].scene.figures.values()}
    by_talk: dict[str, list[Said]] = {}
    for said in chronicle.said:
        if player in (said.speaker, said.hearer) and said.talk not in under_way:
            by_talk.setdefault(said.talk, []).append(said)
    return [_talk(player, lines) for lines in by_talk.values()]


def news_told(chronicle: Chronicle, lines: Iterable[str]) -> frozenset[str]:
    """The headlines of the news that some lines tell."""
    said = [line.lower() for line in lines]
    known = {spelled_headline(text) for person in chronicle.people.values() for text in person.news}
    return frozenset(text for text in known if any(text.lower() in line for line in said))


def news_in_reach(chronicle: Chronicle, player: str) -> frozenset[str]:
    """The headlines of the news that somebody may have heard at all: their own, and any said near them."""
    own = [*chronicle.people[player].news]
    by_minute = {each.minute: each.scene.figures for each in chronicle.instants}
    near = (
        said.text
        for said in chronicle.said
        if player in (said.speaker, said.hearer) or _near(by_minute.get(said.minute), player, said.speaker)
    )
    return news_told(chronicle, (*own, *near))


def most_around(chronicle: Chronicle, player: str) -> frozenset[str]:
    """Whom somebody had in sight longest while both were awake, and who came close to that."""
    spent: Counter[str] = Counter()
    for instant in chronicle.instants:
        figures = instant.scene.figures
        if player not in figures or figures[player].asleep:
            continue
        spent.update(other for other in figures if other != player and _sees(figures[player], figures[other]))
    most = max(spent.values(), default=0)
    return frozenset(other for other, steps in spent.items() if steps >= NEARLY_THE_MOST * most)


def news_heard(chronicle: Chronicle, player: str) -> Counter[str]:
    """In how many talks somebody heard each piece of news from another: to them, or in earshot while they were in none."""
    by_minute = {each.minute: each.scene.figures for each in chronicle.instants}
    heard = (
        said
        for said in chronicle.said
        if said.hearer == player or _overhears(by_minute.get(said.minute), player, said.speaker)
    )
    told = {(news, said.talk) for said in heard for news in news_told(chronicle, [said.text])}
    return Counter(news for news, _ in told)


def concerns(chronicle: Chronicle, player: str, partner: str) -> Counter[str]:
    """In how many talks somebody came to each thing that is theirs: wants, worries, interests, news, feelings."""
    own = {each: (each,) for each in own_concerns(chronicle, partner)}
    talks = (talk for talk in talks_of(chronicle, player) if talk.partner == partner)
    return Counter(each for talk in talks for each in mentioned(" ".join(talk.heard), own))


def own_concerns(chronicle: Chronicle, player: str) -> frozenset[str]:
    """What is somebody's own to speak of, each as far as it stands in whatever tells it."""
    person = chronicle.people[player]
    texts = (*person.wants, *person.worries, *person.interests, *person.news)
    return frozenset(map(spelled_headline, (*texts, *(known.feeling for known in person.knows))))


def _talk(player: str, lines: list[Said]) -> Talk:
    partner = lines[0].hearer if lines[0].speaker == player else lines[0].speaker
    return Talk(
        partner=partner,
        minute=lines[-1].minute,
        heard=tuple(said.text for said in lines if said.speaker == partner),
        told=tuple(said.text for said in lines if said.speaker == player),
    )


def _near(figures: Mapping[str, Figure] | None, player: str, other: str) -> bool:
    if figures is None or player not in figures or other not in figures:
        return True  # where they were then is not known
    return _apart_squared(figures[player], figures[other]) <= OUT_OF_SIGHT_TILES**2


def _overhears(figures: Mapping[str, Figure] | None, player: str, speaker: str) -> bool:
    if figures is None or player == speaker or not {player, speaker} <= figures.keys():
        return False
    me = figures[player]
    free = me.conversation is None and not me.asleep
    return free and _apart_squared(me, figures[speaker]) <= EARSHOT_TILES**2


def _sees(one: Figure, other: Figure) -> bool:
    return not other.asleep and _apart_squared(one, other) <= SIGHT_TILES**2


def _apart_squared(one: Figure, other: Figure) -> float:
    if one.tile is None or other.tile is None:
        return math.inf
    return (one.tile.x - other.tile.x) ** 2 + (one.tile.y - other.tile.y) ** 2
