"""Old, unimportant memories that nothing rests on are summed up and archived; nothing is deleted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from agent.memory import sql
from agent.memory.provenance import carried, pieces_of
from agent.memory.records import NewMemory
from agent.memory.stream import Memories, kind_values, memory_of
from engine.pool import Pool
from records.memories import Memory, MemoryKind

Summarise = Callable[[Sequence[Memory]], Awaitable[str]]

SUMMARY_TAG = "summary"


class Retention(msgspec.Struct, frozen=True):
    """What may fade. A memory fades only if all of it applies, and no live memory cites it."""

    most_alive: int = 10_000
    """Memories an agent keeps alive before anything fades."""
    importance_at_most: int = 3
    untouched_calendar_hours: float = 72.0
    kinds: tuple[MemoryKind, ...] = (MemoryKind.OBSERVATION,)
    summed_up_at_once: int = 40
    """Memories that one summary takes the place of, all next to each other in time."""


async def excess_by_player(pool: Pool, world_id: str, retention: Retention) -> dict[str, int]:
    """How many memories too many the minds of a world hold, for those that do."""
    rows = await pool.fetch(sql.ALIVE_BY_PLAYER, world_id, retention.most_alive)
    return {row["player"]: row["alive"] - retention.most_alive for row in rows}


async def fade(
    pool: Pool,
    memories: Memories,
    world_id: str,
    player: str,
    *,
    untouched_since_ms: int,
    retention: Retention,
    summarise: Summarise,
) -> int:
    """Sum up the oldest memories that may fade and archive them; returns how many (0: none may).

    The summary stands before they go, so a crash between the two leaves both. Raises what `summarise` raises.
    """
    rows = await pool.fetch(
        sql.FADED,
        world_id,
        player,
        kind_values(retention.kinds),
        retention.importance_at_most,
        untouched_since_ms,
        retention.summed_up_at_once,
    )
    faded = [memory_of(row) for row in rows]
    if len(faded) < 2:
        return 0
    summary = await _summary(player, faded, summarise)
    await memories.keep(world_id, [summary])
    await pool.execute(sql.ARCHIVE, world_id, player, [memory.id for memory in faded], summary.id)
    return len(faded)


async def count_up(memories: Sequence[Memory]) -> str:
    """A summary without a model: what was noticed most often, in the words it was noticed in."""
    counted = Counter(memory.text.rstrip(".") for memory in memories)
    told = [text if times == 1 else f"{text} ({times} times)" for text, times in counted.most_common(3)]
    rest = len(counted) - len(told)
    more = f", and {rest} more things like these" if rest else ""
    return f"Some time ago: {'; '.join(told)}{more}."


async def _summary(player: str, faded: Sequence[Memory], summarise: Summarise) -> NewMemory:
    ids, text = tuple(memory.id for memory in faded), await summarise(faded)
    digest = hashlib.blake2b("\n".join(ids).encode(), digest_size=8).hexdigest()
    return NewMemory(
        id=f"summary:{player}:{digest}",
        player=player,
        kind=MemoryKind.OBSERVATION,
        text=text,
        at_ms=faded[-1].at_ms,
        importance=max(memory.importance for memory in faded),
        evidence=ids,
        about=tuple(sorted({other for memory in faded for other in memory.about})),
        tags=(SUMMARY_TAG,),
        authors=carried(text, pieces_of(faded)),
    )
