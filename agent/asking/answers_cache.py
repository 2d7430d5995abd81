"""Good answers kept by the content of their question, so that the same question is paid for once.

An operation that is done again after a crash, or a world that is played again from its seed, finds its words here.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Protocol

import msgspec
import structlog

from agent.memory.sql import ALL_KNOWN
from agent.models.port import Prompt
from engine.pool import Pool
from engine.store import StoreUnavailable

log: structlog.stdlib.BoundLogger = structlog.get_logger("voice")

TIMEOUT_S = 0.5
"""A cache that is slower than this is done without."""
KEPT_DAYS = 30


class AnswersCache(Protocol):
    """Keeps answers as JSON. While it can't be reached nothing is kept or found, and nobody is told."""

    async def get(self, key: bytes) -> bytes | None:
        """The answer kept under a key, if there is one."""
        ...

    async def put(self, key: bytes, answer: bytes, world: str, authors: Sequence[str]) -> None:
        """Keep an answer that was given in a world. It goes when an author is forgotten whose words it may hold."""
        ...


def answer_key(models: Sequence[str], prompt: Prompt, kind: type[msgspec.Struct]) -> bytes:
    """The content of a question: who is asked, what, and for an answer of which shape."""
    content = (models, prompt.system, prompt.user, kind.__name__, msgspec.json.schema(kind))
    return hashlib.blake2b(msgspec.json.encode(content), digest_size=24).digest()


class MemoryAnswersCache:
    """See `AnswersCache`; lasts as long as the process."""

    def __init__(self) -> None:
        self._answers: dict[bytes, bytes] = {}

    async def get(self, key: bytes) -> bytes | None:
        """See `AnswersCache`."""
        return self._answers.get(key)

    async def put(self, key: bytes, answer: bytes, world: str, authors: Sequence[str]) -> None:
        """See `AnswersCache`."""
        self._answers[key] = answer


class PostgresAnswersCache:
    """See `AnswersCache`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def get(self, key: bytes) -> bytes | None:
        """See `AnswersCache`."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                found: bytes | None = await self._pool.fetchval(_GET, key)
                return found
        except (StoreUnavailable, TimeoutError) as error:
            log.warning("the answers cache does not answer", error=repr(error))
            return None

    async def put(self, key: bytes, answer: bytes, world: str, authors: Sequence[str]) -> None:
        """See `AnswersCache`."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self._pool.execute(_PUT, world, key, answer, list(authors))
        except (StoreUnavailable, TimeoutError) as error:
            log.warning("an answer was not kept", error=repr(error))

    async def forget_old(self) -> None:
        """Drop what nobody has asked for in a long time."""
        await self._pool.execute(_FORGET, KEPT_DAYS)


_GET = "UPDATE answers_cache SET used_at = now() WHERE key = $1 RETURNING answer"
_PUT = f"""
INSERT INTO answers_cache (world_id, key, answer, authors)
SELECT $1, $2, $3, $4::text[] WHERE {ALL_KNOWN.format(authors="$4::text[]")}
ON CONFLICT DO NOTHING
"""
_FORGET = "DELETE FROM answers_cache WHERE used_at < now() - make_interval(days => $1)"
