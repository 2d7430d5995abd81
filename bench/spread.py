"""How word and acquaintance spread in two town days, as in Generative Agents (Park et al. 2023, section 7.1).

Run as `python -m bench.spread [seed ...]`. The people of `everbrook` live for 48 hours of their calendar with the
scripted voice, on a real Postgres with memories and embeddings. Two things are known to one of them each in the
beginning: the party that Ludmila Hask will give, and that Wendell Fogg will stand for mayor. Who knows of them when
the party ends is read from what people remember (`bench.hearsay`), and every chain of hearing is followed back.

Two are acquainted if both know the other: from the founding, or since each remembers a talk with the other. Density
is the share of all pairs that are.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import psutil

from agent.memory.stream import open_memory_pool
from bench.hearsay import News, broken_chains, hearings_of, knowers
from bench.living import WORLD, LivingTown
from everbrook.migrating import migrate
from everbrook.services.postgres import running_postgres
from records.memories import Memory, MemoryKind
from town.days.calendar import world_ms_at
from town.days.constants import MINUTES_PER_DAY
from town.doings.activities import is_asleep
from town.ground.constants import CROWD_MARGIN_TILES
from town.talk.events import ConversationEnded
from town.world import World

TEMPLATE = "everbrook"
SEEDS = (1, 2, 3, 4, 5)
PARTY_PLACE = "library"
PARTY_MINUTE = MINUTES_PER_DAY + 19 * 60
PARTY_ENDS_MINUTE = MINUTES_PER_DAY + 21 * 60
LIVED_MINUTES = 2 * MINUTES_PER_DAY
STRIDE_MINUTES = 10
"""How often it is looked who is at the party."""

MOST_MEMORIES = 100_000
COLUMNS = (
    "seed",
    "know of the party",
    "of the candidacy",
    "guests",
    "density",
    "talks",
    "talking",
    "broken chains",
    "wall",
    "processor",
)
REACH = "| reach | 52 % | 32 % | | from about 0.17 to 0.74 | | | 0 | 8 min | |"


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """What two days have made of a town."""

    party: float
    """Share of the people who know of it when it ends."""
    candidacy: float
    came: int
    """Guests who were at the library during the party, the host not counted."""
    density_before: float
    density_after: float
    talks: int
    talking: float
    """Share of world time that a person spends in talks."""
    chains: int
    """Chains of hearing that were followed."""
    broken: int


class Measured(msgspec.Struct, frozen=True):
    """What it took."""

    spread: Spread
    wall_s: float
    processor_s: float
    """Of this process and of the database server."""


def main() -> None:
    """Print the table for the seeds given as arguments, or for all."""
    print_table([int(seed) for seed in sys.argv[1:]] or SEEDS)


def print_table(seeds: Sequence[int] = SEEDS) -> None:
    """Live two days for each seed, and print what became of it."""
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---" * len(COLUMNS) + "|")
    for seed in seeds:
        print(_row(seed, asyncio.run(_on_a_database_of_its_own(seed))), flush=True)
    print(REACH)


def _row(seed: int, measured: Measured) -> str:
    spread = measured.spread
    return (
        f"| {seed} | {spread.party:.0%} | {spread.candidacy:.0%} | {spread.came} "
        f"| {spread.density_before:.2f} to {spread.density_after:.2f} | {spread.talks} | {spread.talking:.0%} "
        f"| {spread.broken} of {spread.chains} | {measured.wall_s / 60:.1f} min | {measured.processor_s / 60:.1f} min |"
    )


async def _on_a_database_of_its_own(seed: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder, running_postgres(Path(folder) / "pg") as dsn:
        await migrate(dsn)
        async with open_memory_pool(dsn) as pool:
            town = await LivingTown.found(pool, TEMPLATE, seed=seed)
            server = psutil.Process(await pool.fetchval("SELECT pg_backend_pid()")).parent()
            assert server is not None, "a connection's process is the server's child"
            began_s = time.perf_counter(), _worked_s(server)
            spread = await measure(town)
            ended_s = time.perf_counter(), _worked_s(server)
            return Measured(spread, ended_s[0] - began_s[0], ended_s[1] - began_s[1])


def _worked_s(server: psutil.Process) -> float:
    """Processor time of this process and of the database server, ended connections included."""
    of_server = server.cpu_times()
    living = sum(sum(child.cpu_times()[:2]) for child in server.children())
    return time.process_time() + sum(of_server[:4]) + living


async def measure(town: LivingTown) -> Spread:
    """Live two days and look: at the party, at its end, and in the end."""
    world = town.game.world
    ends_minute = world.settings.day_starts_at_minute + LIVED_MINUTES
    density_before = density(world, [])
    came = await _guests(town)
    party, candidacy = news_of(world)
    memories = await what_was_told(town)
    heard = {news.name: hearings_of(news, memories) for news in (party, candidacy)}
    await live_until(town, ends_minute)
    talks = [m for m in await what_was_told(town) if m.kind is MemoryKind.CONVERSATION]
    return Spread(
        party=len(knowers(party, heard[party.name])) / len(world.people),
        candidacy=len(knowers(candidacy, heard[candidacy.name])) / len(world.people),
        came=len(came - {party.begun_by}),
        density_before=density_before,
        density_after=density(world, talks),
        talks=len(talks) // 2,
        talking=await _share_of_time_in_talks(town),
        chains=sum(len(hearings) for known in heard.values() for hearings in known.values()),
        broken=sum(len(broken_chains(news, heard[news.name])) for news in (party, candidacy)),
    )


def news_of(world: World) -> tuple[News, News]:
    """The party and the candidacy, in the words in which they go round."""
    ids = {player.name: player.id for player in world.players.values()}
    return (
        News("party", ids["Ludmila Hask"], re.compile(r"\bparty at the library at seven\b", re.IGNORECASE)),
        News("candidacy", ids["Wendell Fogg"], re.compile(r"\bstand for mayor\b", re.IGNORECASE)),
    )


async def live_until(town: LivingTown, minute: int) -> None:
    """Let time pass until a calendar minute has come."""
    world = town.game.world
    await town.live(-(-(world_ms_at(world.settings, minute) - town.now_ms) // 1000))


async def what_was_told(town: LivingTown) -> list[Memory]:
    """What everybody remembers of talks and of what they overheard."""
    kinds = [MemoryKind.CONVERSATION, MemoryKind.OBSERVATION]
    remembered = [
        await town.tools.memories.latest(WORLD, player, MOST_MEMORIES, kinds)
        for player in town.game.world.people
    ]
    return [memory for memory in itertools.chain.from_iterable(remembered) if memory.source is not None]


def density(world: World, talks: Sequence[Memory]) -> float:
    """Share of all pairs of whom each knows the other; `talks` are what all remember of their talks."""
    knows = {(player, other.player) for player, person in world.people.items() for other in person.knows}
    knows |= {(talk.player, talk.source) for talk in talks if talk.source is not None}
    pairs = list(itertools.combinations(world.people, 2))
    return sum((one, other) in knows and (other, one) in knows for one, other in pairs) / len(pairs)


async def _guests(town: LivingTown) -> set[str]:
    """Live until the party ends; who was there and awake meanwhile."""
    world, came = town.game.world, set[str]()
    library = world.map.place(PARTY_PLACE)
    assert library is not None, f"{TEMPLATE} has no {PARTY_PLACE}"
    around = set(library.area.tiles(margin=CROWD_MARGIN_TILES))
    for minute in range(PARTY_MINUTE, PARTY_ENDS_MINUTE + 1, STRIDE_MINUTES):
        await live_until(town, minute)
        for id_, player in world.players.items():
            if world.tile_of(id_) in around and not is_asleep(player):
                came.add(id_)
    return came


async def _share_of_time_in_talks(town: LivingTown) -> float:
    events = await town.tools.store.events(
        WORLD, kind="conversationEnded", subject=None, before=None, limit=MOST_MEMORIES
    )
    ended = [(event.at_ms, msgspec.json.decode(event.body, type=ConversationEnded)) for event in events]
    spent_ms = sum(2 * (at_ms - talk.started_at_ms) for at_ms, talk in ended)
    return spent_ms / (len(town.game.world.people) * town.now_ms)


if __name__ == "__main__":
    main()
