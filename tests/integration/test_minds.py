"""Whole minds on a real Postgres: people plan, talk, remember, reflect and pass things on, and what they hold is true."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import cast

import pytest
from msgspec.structs import replace

from agent.asking.ability import A, Ability, R, ScriptedMind, T
from agent.memory.records import NewMemory
from agent.memory.stream import open_memory_pool
from agent.perceiving.reporting import agent_ids, tell_what_matters
from agent.reflecting.reflection import RECORDS_A_QUESTION, RECORDS_LOOKED_AT, reflect_if_due
from agent.reflecting.task import Insight, InsightsTask
from bench.living import WORLD, LivingTown
from engine.operations import Operation
from engine.pool import Pool
from records.memories import Memory, MemoryKind
from tests.invariants import check_world
from town.ids import PlayerId
from town.minds.operations import DECIDE_NEXT, PLAN_DAY
from town.settings import Abilities

SECONDS_OF_A_CALENDAR_HOUR = 120


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    async with open_memory_pool(database) as opened:
        yield opened


async def memories_of(town: LivingTown, player: str, kind: MemoryKind) -> list[Memory]:
    return await town.tools.memories.latest(WORLD, player, 10_000, [kind])


def calls(operations: list[Operation], kind: str) -> int:
    return sum(operation.kind == kind for operation in operations)


async def test_a_morning_is_planned_lived_and_remembered(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=1)
    await town.live(5 * SECONDS_OF_A_CALENDAR_HOUR)
    world = town.game.world
    check_world(world)
    agents = len(world.agents)
    assert calls(town.operations, PLAN_DAY) >= agents
    assert all(plan.own for plan in world.plans.values())
    assert calls(town.operations, DECIDE_NEXT) <= 6 * 5 * agents
    talks = 0
    for player_id in world.people:
        (plan, *_) = await memories_of(town, player_id, MemoryKind.PLAN)
        assert plan.text.startswith("My plan for day 1")
        remembered = await memories_of(town, player_id, MemoryKind.CONVERSATION)
        talks += len(remembered)
        partners = {memory.source for memory in remembered}
        relationships = await town.tools.relationships.all_of(WORLD, player_id)
        assert {relationship.other for relationship in relationships} == partners
        assert sum(relationship.talks for relationship in relationships) == len(remembered)
    assert talks >= agents


async def test_reflections_cite_what_is_there_and_their_own(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=2)
    for player_id in town.game.world.people:
        told = [grave(player_id, number) for number in range(15)]
        await town.tools.memories.keep(WORLD, told)
    await town.live(SECONDS_OF_A_CALENDAR_HOUR)
    reflections = 0
    for player_id in town.game.world.people:
        for reflection in await memories_of(town, player_id, MemoryKind.REFLECTION):
            reflections += 1
            assert len(reflection.evidence) >= 2
            evidence = await town.tools.memories.by_ids(WORLD, player_id, reflection.evidence)
            assert len(evidence) == len(reflection.evidence)
            assert all(memory.at_ms <= reflection.at_ms for memory in evidence)
            most = max(memory.importance for memory in evidence)
            assert reflection.importance == min(10, most + 1), "it matters more than what it follows from"
    assert reflections


MANY = RECORDS_LOOKED_AT + RECORDS_A_QUESTION + 1
"""More than anybody is shown at a time."""


class Dreamer(ScriptedMind):
    """Cites what it was not shown, and what does not exist, beside one thing that is true."""

    unseen = ""

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        if not isinstance(task, InsightsTask):
            return await super().ask(ability, task)
        return cast(R, self._insights(task))

    def _insights(self, task: InsightsTask) -> tuple[Insight, ...]:
        shown = task.records[0].id
        (self.unseen, *_) = {grave("p:1", n).id for n in range(MANY)} - {memory.id for memory in task.known}
        return (
            Insight("I remember it, but it was not shown.", (shown, self.unseen)),
            Insight("The moon is a lamp.", ("o:999999",)),
            Insight("Half of it is true.", (shown, "o:999999")),
            Insight("Nothing says so.", ()),
            Insight(f"What I know of {shown}.", (shown,)),
        )


async def test_an_insight_without_evidence_of_ones_own_is_not_kept(pool: Pool) -> None:
    dreamer = Dreamer()
    town = await LivingTown.found(pool, "hollow", seed=3, mind=dreamer)
    await town.tools.memories.keep(WORLD, [grave("p:1", number) for number in range(MANY)])
    kept = await reflect_if_due(town.tools, PlayerId("p:1"), "o:1", now_ms=5)
    assert kept
    assert all(memory.text.startswith("What I know of") for memory in kept)
    assert await town.tools.memories.by_ids(WORLD, "p:1", [dreamer.unseen]), "her own, and still no evidence"
    assert await reflect_if_due(town.tools, PlayerId("p:1"), "o:2", now_ms=6) == [], (
        "nothing has happened since"
    )


def grave(player: str, number: int) -> NewMemory:
    return NewMemory(
        id=f"grave/{player}/{number}",
        player=player,
        kind=MemoryKind.TOLD,
        text=f"The flood took the footbridge and lantern {number}.",
        at_ms=0,
        importance=10,
    )


async def test_what_matters_is_told_to_the_rules_once(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=3)
    await town.live(1)
    noticed = [
        grave("p:1", 0),
        replace(grave("p:3", 0), importance=3),
        replace(grave("p:77", 0), player="p:77"),
    ]
    store, memories = town.tools.store, town.tools.memories
    await memories.keep(WORLD, noticed)
    agents = await agent_ids(store, WORLD)
    assert await tell_what_matters(store, memories, WORLD, noticed, agents) == 1
    assert await tell_what_matters(store, memories, WORLD, noticed, agents) == 1, "the same input again"
    (told,) = await store.inputs_after(WORLD, 0, 10)
    assert told.request.name == "noticeSomething"


async def test_without_an_ability_nothing_of_it_is_kept(pool: Pool) -> None:
    abilities = Abilities(memory=False, reflection=False, plans=False)
    town = await LivingTown.found(pool, "hollow", seed=1, abilities=abilities)
    await town.live(2 * SECONDS_OF_A_CALENDAR_HOUR)
    assert not town.game.world.plans
    for player_id in town.game.world.people:
        assert not await town.tools.memories.latest(WORLD, player_id, 1)
        assert not await town.tools.relationships.all_of(WORLD, player_id)
