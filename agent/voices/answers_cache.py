"""Good answers kept by the content of their question, so that the same question is paid for once.

An operation that is done again after a crash, or a world that is played again from its seed, finds its words here.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Protocol

import asyncpg
import msgspec
import structlog

from agent.models.port import Prompt
from engine.outages import DATABASE_FAILURES

log: structlog.stdlib.BoundLogger = structlog.get_logger("voice")

TIMEOUT_S = 0.5
"""A cache that is slower than this is done without."""
KEPT_DAYS = 30


class AnswersCache(Protocol):
    """Keeps answers as JSON. It never raises: what it cannot do is not done."""

    async def get(self, key: bytes) -> bytes | None:
        """The answer kept under a key, if there is one."""
        ...

    async def put(self, key: bytes, answer: bytes) -> None:
        """Keep an answer."""
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

    async def put(self, key: bytes, answer: bytes) -> None:
        """See `AnswersCache`."""
        self._answers[key] = answer


class PostgresAnswersCache:
    """See `AnswersCache`."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def get(self, key: bytes) -> bytes | None:
        """See `AnswersCache`."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                found: bytes | None = await self._pool.fetchval(_GET, key)
                return found
        except DATABASE_FAILURES as error:
            log.warning("the answers cache does not answer", error=repr(error))
            return None

    async def put(self, key: bytes, answer: bytes) -> None:
        """See `AnswersCache`."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self._pool.execute(_PUT, key, answer)
        except DATABASE_FAILURES as error:
            log.warning("an answer was not kept", error=repr(error))

    async def forget_old(self) -> None:
        """Drop what nobody has asked for in a long time."""
        await self._pool.execute(_FORGET, KEPT_DAYS)


_GET = "UPDATE answers_cache SET used_at = now() WHERE key = $1 RETURNING answer"
_PUT = "INSERT INTO answers_cache (key, answer) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_FORGET = "DELETE FROM answers_cache WHERE used_at < now() - make_interval(days => $1)"
