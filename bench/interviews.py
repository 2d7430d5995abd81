"""What each ability of a mind is worth: `python -m bench.interviews [seed ...] [--voice ...]` (docs/EVALUATION.md).

The people of `hollow` live for four days four times over, from the same seed: with whole minds, without
memory, without reflection, and without plans. Then all are interviewed (`agent.interviewing`), in the five kinds of
Park et al. (2023, section 6). What is right is read from the world's log (`bench.interviewing`), and so is, some
hours later, whether what was said about those hours came true.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import itertools
import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import structlog
from msgspec.structs import replace

from agent.asking.ability import Mind, Unanswered
from agent.interviewing.ability import INTERVIEW
from agent.interviewing.recalling import interview_task
from agent.memory.stream import open_memory_pool
from bench.interviewing.chronicle import read_chronicle
from bench.interviewing.questions import COMING, Asked, coming_truth, questions
from bench.interviewing.scoring import score
from bench.interviewing.tables import Answered, Lived, print_tables
from bench.living import WORLD, LivingTown
from bench.speakers import SCRIPT, open_speakers
from everbrook.commands.options import add_voice
from everbrook.errors import StartError
from everbrook.migrating import migrate
from everbrook.services.postgres import running_postgres
from everbrook.settings import Settings, load_settings
from everbrook.voicing import checked_voice
from town.days.calendar import calendar_minute, world_ms_at
from town.days.constants import MINUTES_PER_DAY
from town.ids import PlayerId
from town.settings import Abilities

log: structlog.stdlib.BoundLogger = structlog.get_logger("interviews")

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
    parser = argparse.ArgumentParser(prog="python -m bench.interviews", description="Interview a town.")
    parser.add_argument("seeds", nargs="*", type=int, metavar="SEED", help="of the lives (1)")
    parser.add_argument(
        "--scripted-lives", action="store_true", help="leave the days to the script: a model only answers"
    )
    add_voice(parser)
    given = parser.parse_args()
    try:
        settings = load_settings(os.environ, vars(given))
        asyncio.run(checked_voice(settings))
        print_for(given.seeds or SEEDS, settings, scripted_lives=given.scripted_lives)
    except StartError as error:
        sys.exit(str(error))


def print_for(
    seeds: Sequence[int] = SEEDS,
    settings: Settings = Settings(),  # noqa: B008 (a frozen value)
    *,
    scripted_lives: bool = False,
) -> None:
    """Live every life, two at once where there are processors, and print what the people said."""
    lives = list(itertools.product(CONDITIONS, seeds))
    life = functools.partial(_life, settings, scripted_lives)
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as processes:
        lived: list[Lived] = []
        for each in processes.map(life, *zip(*lives, strict=True)):
            lived.append(each)
            print(f"life {len(lived)} of {len(lives)}: {each.condition}, seed {each.seed}", file=sys.stderr)
    print_tables(lived)


def _life(settings: Settings, scripted_lives: bool, condition: str, seed: int) -> Lived:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    logging.basicConfig(level=logging.WARNING, force=True)
    return asyncio.run(_on_a_database_of_its_own(settings, scripted_lives, condition, seed))


async def _on_a_database_of_its_own(
    settings: Settings, scripted_lives: bool, condition: str, seed: int
) -> Lived:
    with tempfile.TemporaryDirectory() as folder, running_postgres(Path(folder) / "pg") as dsn:
        await migrate(dsn)
        async with (
            open_memory_pool(dsn) as pool,
            open_speakers(settings, dsn, pool, scripted_lives=scripted_lives) as speakers,
        ):
            town = await LivingTown.found(
                pool,
                TEMPLATE,
                seed=seed,
                abilities=CONDITIONS[condition],
                mind=speakers.mind,
            )
            answered = await interviews(town, INTERVIEW_MINUTE, ENDS_MINUTE, seed, speakers.interviewed)
            kinds = await pool.fetch("SELECT kind, count(*) FROM memories GROUP BY kind")
    return Lived(condition=condition, seed=seed, answered=answered, memories=dict(map(tuple, kinds)))


async def interviews(
    town: LivingTown, minute: int, ends_minute: int, seed: int, interviewed: Mind = SCRIPT.interviewed
) -> list[Answered]:
    """Live to a calendar minute, interview everybody, and live on to see what comes true."""
    await _live_until(town, minute)
    now = calendar_minute(town.game.world.settings, town.now_ms)
    asked = questions(await read_chronicle(town.tools.store, WORLD), now, seed)
    said = [await _say(town, each, interviewed) for each in asked]
    await _live_until(town, ends_minute)
    later = await read_chronicle(town.tools.store, WORLD)
    answered: list[Answered] = []
    for each, text in zip(asked, said, strict=True):
        known = coming_truth(later, each) if each.topic in COMING else each.truth
        if known is not None:
            answered.append(Answered(replace(each, truth=known), text, score(text, known)))
    return answered


async def _say(town: LivingTown, asked: Asked, interviewed: Mind) -> str:
    """The answer; empty, and so neither right nor wrong, where none could be had."""
    task = await interview_task(town.tools, PlayerId(asked.player), asked.text, town.now_ms)
    try:
        return await interviewed.ask(INTERVIEW, task)
    except Unanswered as failure:
        log.warning("nobody answers", question=asked.text, reason=str(failure))
        return ""


async def _live_until(town: LivingTown, minute: int) -> None:
    settings = town.game.world.settings
    await town.live(-(-(world_ms_at(settings, minute) - town.now_ms) // 1000))


if __name__ == "__main__":
    main()
