"""Scripted reflection: patterns over memories. Who keeps coming back, what is on many lips, where the time goes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from agent.memory.naming import named_in
from agent.reflecting.task import Insight, InsightsTask, QuestionsTask
from agent.script.chance import Chance
from agent.script.grammar import spoken_name
from agent.script.insight_sentences import Sort, conclusions, sentence
from agent.script.statements import told_in
from agent.script.tallying import (
    LEAST_EVIDENCE,
    PARTS_OF_THE_DAY,
    companion,
    concern,
    own_concern,
    talk_of_town,
    whereabouts,
)
from records.memories import Memory, MemoryKind

MOST_EVIDENCE = 6
_ABOUT_SOMEBODY = "What is {name} to me?"
_ABOUT_THE_TOWN = "What is the town talking of?"
_ABOUT_MYSELF = "With whom, and with what, do I spend my days?"
_TOWN = re.compile(r"\b(?:town|everybody|news|talk\w*)\b", re.I)


def questions(task: QuestionsTask) -> tuple[str, ...]:
    """About somebody met often and not thought about of late, about the town, and about oneself."""
    known = [player for player in task.names if player != task.me.player]
    met = Counter(player for record in task.records for player in record.about if player in known)
    pondered = Counter(p for r in task.records if r.kind is MemoryKind.REFLECTION for p in r.about)
    somebody = min(met, key=lambda player: (pondered[player], -met[player], player), default=None)
    asked = [] if somebody is None else [_ABOUT_SOMEBODY.format(name=task.names[somebody])]
    return (*asked, _ABOUT_THE_TOWN, _ABOUT_MYSELF)


def insights(task: InsightsTask) -> tuple[Insight, ...]:
    """What the memories show that bears on a question; each with those it rests on."""
    chance = Chance(f"{task.operation} {task.question}")
    others = {player: name for player, name in task.names.items() if player != task.me.player}
    asked = named_in(task.question, others)
    if asked:
        return tuple(_about_somebody(task, asked[0], chance))
    return tuple((_about_the_town if _TOWN.search(task.question) else _about_myself)(task, chance))


def _about_somebody(task: InsightsTask, player: str, chance: Chance) -> Iterator[Insight]:
    name = spoken_name(task.names[player])
    evidence = [memory for memory in task.known if player in memory.about]
    if len(evidence) >= LEAST_EVIDENCE:
        yield _insight(sentence(Sort.MATTERS, chance, name=name), evidence)
    yield from _concern(task, player, chance)
    for hour in PARTS_OF_THE_DAY:
        seen = whereabouts(player, hour, task.known, task.settings)
        if seen is not None and seen.what in task.places:
            slots = {"name": name, "hour": hour, "place": task.places[seen.what]}
            if not _is_known(task, Sort.WHEREABOUTS, slots, by=("name", "hour")):
                yield _insight(sentence(Sort.WHEREABOUTS, chance, **slots), seen.evidence)


def _about_the_town(task: InsightsTask, chance: Chance) -> Iterator[Insight]:
    told = talk_of_town(task.known)
    if told is not None:
        yield _insight(sentence(Sort.TALK_OF_TOWN, chance, saying=told.words), told.evidence)
    spoken_with = Counter(memory.source for memory in task.known if memory.source in task.names)
    for player in sorted(spoken_with, key=lambda player: (-spoken_with[player], player or "")):
        yield from _concern(task, player or "", chance)


def _about_myself(task: InsightsTask, chance: Chance) -> Iterator[Insight]:
    yield from _companions(task, chance)
    said = own_concern(task.known)
    if said is not None:
        yield _insight(sentence(Sort.OWN_CONCERN, chance, saying=said.words), said.evidence)


def _concern(task: InsightsTask, player: str, chance: Chance) -> Iterator[Insight]:
    said = concern(player, task.known)
    if said is not None:
        slots = {"name": spoken_name(task.names[player]), "saying": said.words}
        if not _is_known(task, Sort.CONCERN, slots, by=("name",)):
            yield _insight(sentence(Sort.CONCERN, chance, **slots), said.evidence)


def _companions(task: InsightsTask, chance: Chance) -> Iterator[Insight]:
    """Who has been near most since one last thought of it, and whom one has found to be so most of the times."""
    earlier = list(conclusions(task.known, Sort.COMPANION))
    since_ms = earlier[0][0].at_ms if earlier else -1
    near = companion(memory for memory in task.known if memory.at_ms > since_ms)
    if near is not None and near.what in task.names:
        name = spoken_name(task.names[near.what])
        yield _insight(sentence(Sort.COMPANION, chance, name=name), near.evidence)
    found = Counter(slots["name"] for _, slots in earlier)
    often = max(found, key=lambda name: (found[name], name), default="")
    if found[often] >= LEAST_EVIDENCE:
        same = [memory for memory, slots in earlier if slots["name"] == often]
        yield _insight(sentence(Sort.LASTING_COMPANION, chance, name=often), same)


def _is_known(task: InsightsTask, sort: Sort, slots: dict[str, str], by: tuple[str, ...]) -> bool:
    """Whether the newest insight of a sort about the same says the same."""
    for _, held in conclusions(task.known, sort):
        if all(held[slot] == slots[slot] for slot in by):
            return all(_gist(held[slot]) == _gist(slots[slot]) for slot in held)
    return False


def _gist(said: str) -> tuple[str, ...]:
    """What a saying is about, in whichever words; other slots are what they say."""
    return tuple(statement.subject for statement in told_in(said)) or (said,)


def _insight(text: str, evidence: Sequence[Memory]) -> Insight:
    """The insight, with the newest of its evidence."""
    return Insight(text, tuple(memory.id for memory in evidence[:MOST_EVIDENCE]))
