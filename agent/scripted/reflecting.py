"""Scripted reflection: patterns over memories. Who keeps coming back, what is on many lips, where the time goes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from agent.memory.records import Memory, MemoryKind
from agent.mind import Insight, InsightsTask, QuestionsTask
from agent.scripted.chance import Chance
from agent.scripted.grammar import first_name
from agent.scripted.topics import key_words

LEAST_EVIDENCE = 2
MOST_EVIDENCE = 6
_ABOUT_SOMEBODY = "What is {name} to me?"
_ABOUT_SOMETHING = "What is it about {word} that keeps coming up?"
_ABOUT_MYSELF = "What do I spend my days on?"
_OFTEN = (
    "{name} matters to me: we keep finding something to say to each other.",
    "I see {name} more than I had noticed, and I don't mind it.",
    "When I think back, {name} is in a good part of it.",
)
_CARES = (
    "{name} can't leave {word} alone. It must matter more than is said.",
    "With {name}, sooner or later, it is about {word}.",
)
_USUALLY_AT = "Whoever looks for {name} had better try {place}."
_TO_ME = re.compile(r"(?<!\bI) said: \"([^\"]*)\"")
_OVERHEARD = re.compile(r"“([^”]*)”")
_TALK_OF_TOWN = (
    "The town is talking of {word}: I heard it from {names}.",
    "{names} both speak of {word}. Something is going on there.",
)
_TELLING = key_words(
    "said talked told talks plan planned morning afternoon evening everbrook town matters what that keeps "
    "according hour hours time goodbye bye matter like love want would need doubt know never always year week "
    "saw heard came went come going good hello well think thinks house cottage sleeps today tomorrow"
)
"""Words that stand in memories whatever they are about."""

_MYSELF = ("It is {word} that I keep coming back to.", "Much of what I do turns on {word}.")


def questions(task: QuestionsTask) -> tuple[str, ...]:
    """About the one met most, about what is mentioned most, and about oneself."""
    about = Counter(player for record in task.records for player in record.about if player in task.names)
    people = sorted(about, key=lambda player: (-about[player], player))
    asked = [_ABOUT_SOMEBODY.format(name=task.names[people[0]])] if people else []
    word = most_mentioned(task.records, task.names.values())
    if word is not None:
        asked.append(_ABOUT_SOMETHING.format(word=word))
    return (*asked, _ABOUT_MYSELF)


def insights(task: InsightsTask) -> tuple[Insight, ...]:
    """What the records show that bear on a question; each with the records it rests on."""
    chance = Chance(f"{task.operation} {task.question}")
    found = (_about_people(task, chance), _about_words(task, chance), _about_myself(task, chance))
    return tuple(insight for several in found for insight in several)


def _about_people(task: InsightsTask, chance: Chance) -> Iterator[Insight]:
    asked = (
        player for player, name in task.names.items() if task.question == _ABOUT_SOMEBODY.format(name=name)
    )
    player = min(asked, default=None)
    evidence = [record for record in task.records if player in record.about]
    if player is None or len(evidence) < LEAST_EVIDENCE:
        return
    name = first_name(task.names[player])
    yield _insight(chance.pick("somebody", _OFTEN).format(name=name), evidence)
    concern = concern_of(player, evidence, task.names.values())
    if concern is not None:
        speaking = [record for record in evidence if concern in words_of(player, record)]
        yield _insight(chance.pick("concern", _CARES).format(name=name, word=concern), speaking)
    place = _usual_place(evidence)
    if place is not None:
        there = [record for record in evidence if record.place == place]
        where = there[0].text.rpartition(" at ")[2].rstrip(".")
        yield _insight(_USUALLY_AT.format(name=name, place=where), there)


def concern_of(player: str, records: Sequence[Memory], names: Iterable[str]) -> str | None:
    """The word that somebody used in most of the records in which they speak, if they did so in two."""
    unusable = _TELLING.union(*map(key_words, names))
    words = Counter(word for record in records for word in words_of(player, record) - unusable)
    best = min(words, key=lambda word: (-words[word], word), default=None)
    return best if best is not None and words[best] >= LEAST_EVIDENCE else None


def words_of(player: str, record: Memory) -> frozenset[str]:
    """The words that a player is remembered to have said: to oneself, or overheard."""
    if record.source != player:
        return frozenset()
    quotes = _TO_ME.findall(record.text) or _OVERHEARD.findall(record.text)
    return frozenset[str]().union(*map(key_words, quotes))


def _usual_place(evidence: Sequence[Memory]) -> str | None:
    """Where somebody was seen at something in most of the records, if in two."""
    seen = Counter(
        record.place
        for record in evidence
        if record.place is not None
        and record.source is None
        and " at " in record.text
        and len(record.about) == 1
    )
    best = min(seen, key=lambda place: (-seen[place], place), default=None)
    return best if best is not None and seen[best] >= LEAST_EVIDENCE else None


def _about_words(task: InsightsTask, chance: Chance) -> Iterator[Insight]:
    word = most_mentioned(task.records, task.names.values())
    if word is None or task.question != _ABOUT_SOMETHING.format(word=word):
        return
    evidence = [record for record in task.records if word in key_words(record.text)]
    tellers = sorted({task.names[r.source] for r in evidence if r.source in task.names})
    if len(tellers) >= LEAST_EVIDENCE:
        names = " and ".join(first_name(name) for name in tellers[:2])
        yield _insight(chance.pick("something", _TALK_OF_TOWN).format(word=word, names=names), evidence)


def _about_myself(task: InsightsTask, chance: Chance) -> Iterator[Insight]:
    if task.question != _ABOUT_MYSELF:
        return
    own = [record for record in task.records if record.kind is not MemoryKind.OBSERVATION]
    word = most_mentioned(own, task.names.values())
    if word is not None:
        evidence = [record for record in own if word in key_words(record.text)]
        yield _insight(chance.pick("myself", _MYSELF).format(word=word), evidence)


def most_mentioned(records: Sequence[Memory], names: Iterable[str]) -> str | None:
    """The word that most of the records have in common, if two do; what talks are told in, and names, are none."""
    unusable = _TELLING.union(*(key_words(name) for name in names))
    words = Counter(word for record in records for word in key_words(record.text) - unusable)
    best = min(words, key=lambda word: (-words[word], word), default=None)
    return best if best is not None and words[best] >= LEAST_EVIDENCE else None


def _insight(text: str, evidence: Sequence[Memory]) -> Insight:
    return Insight(text, tuple(record.id for record in evidence[:MOST_EVIDENCE]))
