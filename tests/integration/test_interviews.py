"""Interviews: what is right comes from the log alone, what is answered from the mind alone, and each ability shows."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from agent.interviewing.composer import NO_IDEA, answer
from agent.interviewing.recalling import interview_task
from agent.memory.records import NewMemory
from agent.memory.stream import open_memory_pool
from agent.reflecting.reflection import reflect_if_due
from bench.interviewing.chronicle import read_chronicle
from bench.interviewing.questions import COMING, Asked, Kind, questions
from bench.interviewing.scoring import score
from bench.living import WORLD, LivingTown
from engine.pool import Pool
from records.memories import MemoryKind
from town.days.calendar import calendar_minute
from town.ids import PlayerId
from town.settings import Abilities

GORO = "p:15"
HOUR_S = 120
"""Of the calendar, in world time."""


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    async with open_memory_pool(database) as opened:
        yield opened


async def ask_everybody(town: LivingTown) -> list[Asked]:
    minute = calendar_minute(town.game.world.settings, town.now_ms)
    return questions(await read_chronicle(town.tools.store, WORLD), minute, seed=1)


async def answer_to(town: LivingTown, asked: Asked) -> str:
    return answer(await interview_task(town.tools, PlayerId(asked.player), asked.text, town.now_ms))


async def kinds(pool: Pool) -> set[str]:
    return {row["kind"] for row in await pool.fetch("SELECT DISTINCT kind FROM memories")}


async def reflect_on_a_flood(town: LivingTown) -> list[NewMemory]:
    flood = [
        NewMemory(
            id=f"flood {number}",
            player="p:1",
            kind=MemoryKind.CONVERSATION,
            text='I talked with Goro Matsuda. Goro said: "I can\'t shake the thought that the flood comes back."',
            source=GORO,
            about=(GORO,),
            at_ms=town.now_ms,
            importance=10,
        )
        for number in range(15)
    ]
    await town.tools.memories.keep(WORLD, flood)
    return await reflect_if_due(town.tools, PlayerId("p:1"), "flood", town.now_ms + 1)


async def test_what_is_right_is_in_the_log_and_not_in_any_mind(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=1)
    await town.live(5 * HOUR_S)
    asked = await ask_everybody(town)
    assert {each.kind for each in asked} == set(Kind)
    assert all((each.truth is None) == (each.topic in COMING) for each in asked)
    answers = [await answer_to(town, each) for each in asked]
    for table in ("memories", "relationships", "memory_accesses", "perceptions"):
        await pool.execute(f"TRUNCATE {table} CASCADE")
    assert await ask_everybody(town) == asked, "the interviewer asks and knows the same"
    memory = [place for place, each in enumerate(asked) if each.kind is Kind.MEMORY]
    emptied = [await answer_to(town, asked[place]) for place in memory]
    assert set(emptied) == {NO_IDEA}, "whoever is asked has nothing left to answer from"
    scores = [score(answers[place], truth) for place in memory if (truth := asked[place].truth)]
    assert sum(scores) > len(scores) / 3


async def test_who_has_no_memory_keeps_and_knows_nothing(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=1, abilities=Abilities(memory=False))
    await town.live(2 * HOUR_S)
    assert await reflect_on_a_flood(town) == []
    await pool.execute("DELETE FROM memories WHERE id LIKE 'flood %'")
    assert await kinds(pool) == set()
    assert await pool.fetchval("SELECT count(*) FROM relationships") == 0
    assert all(plan.own for plan in town.game.world.plans.values())
    asked = [each for each in await ask_everybody(town) if each.kind is Kind.MEMORY]
    assert asked
    assert {await answer_to(town, each) for each in asked} == {NO_IDEA}


async def test_who_does_not_reflect_has_no_insights(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=1, abilities=Abilities(reflection=False))
    await town.live(2 * HOUR_S)
    assert await reflect_on_a_flood(town) == []
    assert await kinds(pool) == {"observation", "conversation", "plan"}


async def test_who_does_not_plan_lives_from_moment_to_moment(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=1, abilities=Abilities(plans=False))
    await town.live(2 * HOUR_S)
    assert town.game.world.plans == {}
    assert await kinds(pool) - {"reflection"} == {"observation", "conversation"}
    assert {operation.kind for operation in town.operations} >= {"decideNext", "generateMessage"}
    assert "planDay" not in {operation.kind for operation in town.operations}


async def test_an_insight_brings_back_what_it_rests_on(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=1)
    await town.live(HOUR_S // 2)
    assert await reflect_on_a_flood(town)
    question = "What does Goro keep coming back to?"
    task = await interview_task(town.tools, PlayerId("p:1"), question, town.now_ms)
    insights = [memory for memory in task.remembered if memory.kind is MemoryKind.REFLECTION]
    assert insights
    assert "the flood comes back" in answer(task)
    remembered = {memory.id for memory in task.remembered}
    assert all(remembered.issuperset(insight.evidence) for insight in insights)
