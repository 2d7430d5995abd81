"""What each ability of a mind is worth: `python -m bench.interviews [seed ...]` (docs/EVALUATION.md).

The people of `hollow` live for four days four times over, from the same seed: with whole minds, without
memory, without reflection, and without plans. Then all are interviewed (`agent.interviewing`), in the five kinds of
Park et al. (2023, section 6). What is right is read from the world's log (`bench.interviewing`), and so is, some
hours later, whether what was said about those hours came true.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from msgspec.structs import replace

from agent.interviewing import interview_task
from agent.memory.stream import open_memory_pool
from agent.scripted.interview import answer
from bench.interviewing.chronicle import read_chronicle
from bench.interviewing.questions import COMING, Asked, coming_truth, questions
from bench.interviewing.scoring import score
from bench.interviewing.tables import Answered, Lived, print_tables
from bench.living import WORLD, LivingTown
from everbrook.migrating import migrate
from everbrook.services.postgres import running_postgres
from town.calendar import calendar_minute, world_ms_at
from town.constants import MINUTES_PER_DAY
from town.entities import Abilities

TEMPLATE = "hollow"
SEEDS = (1,)
INTERVIEW_MINUTE = 4 * MINUTES_PER_DAY + 10 * 60 + 30
"""In the morning of the fifth day, when people are at what they do."""

ENDS_MINUTE = INTERVIEW_MINUTE + 6 * 60
CONDITIONS = {
    "whole": Abilities(),
    "no memory": Abilities(memory=False),
    "no reflection": Abilities(reflection=False),
    "no plans": Abilities(plans=False),
}


def main() -> None:
    """Print the tables for the seeds given as arguments, or for the default."""
    print_for([int(seed) for seed in sys.argv[1:]] or SEEDS)


def print_for(seeds: Sequence[int] = SEEDS) -> None:
    """Live every life, two at once where there are processors, and print what the people said."""
    lives = list(itertools.product(CONDITIONS, seeds))
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as processes:
        print_tables(list(processes.map(_life, *zip(*lives, strict=True))))


def _life(condition: str, seed: int) -> Lived:
    return asyncio.run(_on_a_database_of_its_own(condition, seed))


async def _on_a_database_of_its_own(condition: str, seed: int) -> Lived:
    with tempfile.TemporaryDirectory() as folder, running_postgres(Path(folder) / "pg") as dsn:
        await migrate(dsn)
        async with open_memory_pool(dsn) as pool:
            town = await LivingTown.found(pool, TEMPLATE, seed=seed, abilities=CONDITIONS[condition])
            answered = await interviews(town, INTERVIEW_MINUTE, ENDS_MINUTE, seed)
            kinds = await pool.fetch("SELECT kind, count(*) FROM memories GROUP BY kind")
    return Lived(condition=condition, seed=seed, answered=answered, memories=dict(map(tuple, kinds)))


async def interviews(town: LivingTown, minute: int, ends_minute: int, seed: int) -> list[Answered]:
    """Live to a calendar minute, interview everybody, and live on to see what comes true."""
    await _live_until(town, minute)
    now = calendar_minute(town.game.world.settings, town.now_ms)
    asked = questions(await read_chronicle(town.tools.store, WORLD), now, seed)
    said = [await _say(town, each) for each in asked]
    await _live_until(town, ends_minute)
    later = await read_chronicle(town.tools.store, WORLD)
    answered: list[Answered] = []
    for each, text in zip(asked, said, strict=True):
        known = coming_truth(later, each) if each.question.topic in COMING else each.truth
        if known is not None:
            answered.append(Answered(replace(each, truth=known), text, score(text, known)))
    return answered


async def _say(town: LivingTown, asked: Asked) -> str:
    return answer(await interview_task(town.tools, asked.player, asked.question, town.now_ms))


async def _live_until(town: LivingTown, minute: int) -> None:
    settings = town.game.world.settings
    await town.live(-(-(world_ms_at(settings, minute) - town.now_ms) // 1000))


if __name__ == "__main__":
    main()
