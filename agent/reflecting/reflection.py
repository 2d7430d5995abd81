"""Reflection: when much has happened, a person asks what it means, and remembers the answers with their evidence.

It is no operation of the rules: it touches nothing but the minds' tables (docs/adr/0012-minds.md).
"""

from __future__ import annotations

import structlog

from agent.asking.ability import Unanswered
from agent.context import Cast, place_names, question_of, read_cast
from agent.memory.naming import named_in
from agent.memory.provenance import carried, pieces_of
from agent.memory.records import NewMemory
from agent.performing import Tools
from agent.reflecting.ability import INSIGHT, QUESTION
from agent.reflecting.task import Insight, InsightsTask, QuestionsTask
from records.constants import MOST_IMPORTANCE
from records.memories import Memory, MemoryKind
from town.ids import PlayerId

log: structlog.stdlib.BoundLogger = structlog.get_logger("minds")

REFLECT_FROM_IMPORTANCE = 150
"""Reflect when the importance of what was lived since the last time sums to this (Park et al. 2023)."""

RECORDS_LOOKED_AT = 100
APART = (MemoryKind.CONVERSATION, MemoryKind.REFLECTION)
"""Of these kinds as many are looked at besides: they would drown in what one sees."""

MOST_QUESTIONS = 3
RECORDS_A_QUESTION = 30
RECORDS_ABOUT_SOMEBODY = 20
"""Of each one whom a question names, so many of the latest besides."""

MOST_INSIGHTS = 5
"""Of each question (Park et al. 2023)."""

LONGEST_INSIGHT = 400
LIVED = (MemoryKind.OBSERVATION, MemoryKind.CONVERSATION, MemoryKind.TOLD)
"""What adds up to a reason to reflect; reflections and plans do not feed on themselves."""


async def reflect_if_due(tools: Tools, player: PlayerId, operation: str, now_ms: int) -> list[NewMemory]:
    """Reflect if enough has happened; what was kept. `operation` names the occasion: it reflects once."""
    cast = await read_cast(tools)
    if not (cast.settings.abilities.memory and cast.settings.abilities.reflection):
        return []
    if not await _is_due(tools, player):
        return []
    latest = await _latest(tools, player)
    try:
        insights = await _reflect(tools, cast, player, operation, now_ms, latest)
    except Unanswered as failure:
        log.warning("a reflection failed", world=tools.world_id, player=player, reason=str(failure))
        return []
    memories = [
        _memory(player, f"{operation}/reflection/{number}", now_ms, insight, evidence, cast)
        for number, (insight, evidence) in enumerate(insights)
    ]
    await tools.memories.keep(tools.world_id, memories)
    return memories


async def _is_due(tools: Tools, player: str) -> bool:
    last = await tools.memories.latest(tools.world_id, player, 1, [MemoryKind.REFLECTION])
    since_ms = last[0].at_ms if last else -1
    gathered = await tools.memories.importance_since(tools.world_id, player, since_ms, LIVED)
    return gathered >= REFLECT_FROM_IMPORTANCE


async def _reflect(
    tools: Tools, cast: Cast, player: PlayerId, operation: str, now_ms: int, latest: tuple[Memory, ...]
) -> list[tuple[Insight, list[Memory]]]:
    me, names = cast.self_of(player), cast.names()
    places = await place_names(tools)
    found: list[tuple[Insight, list[Memory]]] = []
    asked = QuestionsTask(operation=operation, me=me, records=latest, names=names)
    for question in (await tools.mind.ask(QUESTION, asked))[:MOST_QUESTIONS]:
        task = InsightsTask(
            operation=operation,
            me=me,
            question=question,
            records=await _records(tools, cast, player, question, now_ms),
            names=names,
            latest=latest,
            places=places,
            settings=cast.settings,
        )
        for insight in (await tools.mind.ask(INSIGHT, task))[:MOST_INSIGHTS]:
            evidence = await _evidence(tools, player, insight, task.known)
            known = {other.text for other, _ in found} | {memory.text for memory in task.known}
            if evidence and 0 < len(insight.text) <= LONGEST_INSIGHT and insight.text not in known:
                found.append((insight, evidence))
    return found


async def _latest(tools: Tools, player: str) -> tuple[Memory, ...]:
    """What one looks at, newest first."""
    found = await tools.memories.latest(tools.world_id, player, RECORDS_LOOKED_AT)
    for kind in APART:
        found += await tools.memories.latest(tools.world_id, player, RECORDS_LOOKED_AT, [kind])
    once = {memory.id: memory for memory in found}
    return tuple(sorted(once.values(), key=lambda memory: -memory.at_ms))


async def _records(
    tools: Tools, cast: Cast, player: PlayerId, question: str, now_ms: int
) -> tuple[Memory, ...]:
    """The memories that bear on a question, and the latest about those whom it names."""
    asked = question_of(tools, cast, player, question, now_ms, most=RECORDS_A_QUESTION)
    found = [recalled.memory for recalled in await tools.memories.retrieve(asked)]
    for other in _others_named(question, player, cast.names()):
        found += await tools.memories.about(tools.world_id, player, other, RECORDS_ABOUT_SOMEBODY)
    return tuple({memory.id: memory for memory in found}.values())


def _others_named(text: str, player: str, names: dict[str, str]) -> tuple[str, ...]:
    return tuple(other for other in named_in(text, names) if other != player)


async def _evidence(tools: Tools, player: str, insight: Insight, shown: tuple[Memory, ...]) -> list[Memory]:
    """What an insight follows from; nothing if it cites what was not shown, is not there, or is not one's own."""
    cited = set(insight.evidence)
    if not cited <= {memory.id for memory in shown}:
        return []
    own = await tools.memories.by_ids(tools.world_id, player, sorted(cited))
    return own if len(own) == len(cited) else []


def _memory(
    player: PlayerId, id_: str, now_ms: int, insight: Insight, evidence: list[Memory], cast: Cast
) -> NewMemory:
    """What was understood matters more than anything that it follows from."""
    return NewMemory(
        id=id_,
        player=player,
        kind=MemoryKind.REFLECTION,
        text=insight.text,
        at_ms=now_ms,
        importance=min(MOST_IMPORTANCE, 1 + max(memory.importance for memory in evidence)),
        evidence=tuple(memory.id for memory in evidence),
        about=_others_named(insight.text, player, cast.names()),
        authors=carried(insight.text, pieces_of(evidence), cast.known_to(cast.self_of(player))),
    )
