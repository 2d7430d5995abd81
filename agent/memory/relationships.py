"""What people are to each other, as each of them sees it: private knowledge, so the minds' table, not the game's.

Every change is a row of its own, named by what caused it: a second try changes nothing, the past stays readable,
and a fork takes the relationships of its moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

import asyncpg
import msgspec
from msgspec.structs import replace

from agent.memory.sql import ALL_KNOWN
from engine.pool import Pool
from engine.texts import within
from records.sql import RELATIONSHIPS
from town.who import Acquaintance

MOST_FAMILIARITY, MOST_WARMTH = 100, 100
KNOWN_FROM_FOUNDING = 50
FAMILIARITY_OF_A_TALK_PERCENT = 12
"""A talk makes up this part of what two lack in familiarity: the first count most."""

MOST_WARMTH_OF_A_TALK = 8
LONGEST_SUMMARY = 300
_FOUNDING_WARMTH = {
    "rival": -30, "creditor": -10, "debtor": -10, "enemy": -60, "friend": 40, "wife": 50, "husband": 50,
    "mother": 45, "father": 45, "sister": 40, "brother": 40, "daughter": 50, "son": 50, "niece": 40, "nephew": 40,
    "aunt": 35, "uncle": 35, "sweetheart": 60, "neighbour": 10, "partner": 30,
}  # fmt: skip
_KIND = re.compile(
    r"\b(?:thank\w*|glad|lovely|dear|kind|happy|help|love\w*|well done|pleasure|count me in)\b", re.I
)
_UNKIND = re.compile(
    r"\b(?:hate\w*|stupid|liar|ugly|shut up|go away|fool|idiot|nonsense|never forgive)\b", re.I
)


class Relationship(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody else is to a person."""

    other: str
    """The other's player id."""
    familiarity: int
    """0 for a stranger to 100."""
    warmth: int
    """-100 for an enemy to 100."""
    talks: int
    """Conversations remembered since the town's founding."""
    summary: str
    """One or two sentences in the first person."""
    at_ms: int
    """World time of the talk that made it what it is."""
    authors: tuple[str, ...] = ()
    """Those whose words the summary holds."""


class Relationships(Protocol):
    """Keeps relationships for all worlds."""

    async def of(self, world_id: str, player: str, other: str) -> Relationship | None:
        """What another is to somebody now; None if they have not talked yet."""
        ...

    async def all_of(self, world_id: str, player: str) -> list[Relationship]:
        """What everybody is to somebody now, those talked with last first."""
        ...

    async def keep(self, world_id: str, player: str, relationship: Relationship, cause: str) -> None:
        """Keep what a cause has made of a relationship, once."""
        ...


def at_founding(other: str, known: Acquaintance | None) -> Relationship:
    """What somebody was to a person before their first talk."""
    if known is None:
        return Relationship(other=other, familiarity=0, warmth=0, talks=0, summary="", at_ms=0)
    words = re.findall(r"[\w-]+", known.relation.lower())
    warmth = next((_FOUNDING_WARMTH[word] for word in words if word in _FOUNDING_WARMTH), 15)
    summary = within(f"{known.name} is my {known.relation}. {known.feeling}", LONGEST_SUMMARY)
    return Relationship(
        other=other, familiarity=KNOWN_FROM_FOUNDING, warmth=warmth, talks=0, summary=summary, at_ms=0
    )


def after_talk(
    before: Relationship,
    *,
    heard: Iterable[str],
    warmth: int,
    summary: str,
    at_ms: int,
    authors: tuple[str, ...] = (),
) -> Relationship:
    """A relationship after a talk in which somebody heard these lines from the other.

    `warmth` and an empty or new `summary` are the mind's own view of it; kind and unkind words count besides.
    `authors` are those whose words a new summary holds.
    """
    lacking = MOST_FAMILIARITY - before.familiarity
    gained = -(-lacking * FAMILIARITY_OF_A_TALK_PERCENT // 100)
    tone = sum(len(_KIND.findall(line)) - 3 * len(_UNKIND.findall(line)) for line in heard)
    change = max(-MOST_WARMTH_OF_A_TALK, min(MOST_WARMTH_OF_A_TALK, 1 + tone + warmth))
    return replace(
        before,
        familiarity=before.familiarity + gained,
        warmth=max(-MOST_WARMTH, min(MOST_WARMTH, before.warmth + change)),
        talks=before.talks + 1,
        summary=within(summary or before.summary, LONGEST_SUMMARY),
        at_ms=at_ms,
        authors=authors if summary else before.authors,
    )


class PostgresRelationships:
    """See `Relationships`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of(self, world_id: str, player: str, other: str) -> Relationship | None:
        """See `Relationships`."""
        row = await self._pool.fetchrow(_OF, world_id, player, other)
        return _relationship(row) if row else None

    async def all_of(self, world_id: str, player: str) -> list[Relationship]:
        """See `Relationships`."""
        return [_relationship(row) for row in await self._pool.fetch(RELATIONSHIPS, world_id, player)]

    async def keep(self, world_id: str, player: str, relationship: Relationship, cause: str) -> None:
        """See `Relationships`."""
        values = msgspec.structs.asdict(relationship)
        await self._pool.execute(_KEEP, world_id, player, cause, *(values[name] for name in _COLUMNS))


def _relationship(row: asyncpg.Record) -> Relationship:
    return replace(Relationship(**row), authors=tuple(row["authors"]))


_COLUMNS = ("other", "familiarity", "warmth", "talks", "summary", "at_ms", "authors")
_OF = """
SELECT other, familiarity, warmth, talks, summary, at_ms, authors FROM relationships
WHERE world_id = $1 AND player = $2 AND other = $3 ORDER BY talks DESC LIMIT 1
"""
_KEEP = f"""
INSERT INTO relationships (world_id, player, cause, other, familiarity, warmth, talks, summary, at_ms, authors)
SELECT $1, $2, $3, $4, $5, $6, $7, CASE WHEN {ALL_KNOWN.format(authors="$10::text[]")} THEN $8 ELSE '' END, $9,
  $10::text[]
ON CONFLICT DO NOTHING
"""
