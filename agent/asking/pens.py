"""Tells who watches what an agent is writing, while it is being written.

Drafts go through the pub/sub of the queue's Redis and are kept nowhere. Telling never fails and never waits: without
a Redis the text appears when it is whole.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, Protocol

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from engine.supervision import running_beside
from town.ids import OperationId, PlayerId
from town.talk.drafts import Draft, drafts_channel

log: structlog.stdlib.BoundLogger = structlog.get_logger("drafts")

TOLD_EVERY_S = 0.2
"""Of one message; what is written in between goes with the next."""
TIMEOUT_S = 0.5


def message_uuid(world_id: str, operation: str) -> str:
    """The id of the message that an operation ends in: the same for every try, so that it is known again."""
    return hashlib.blake2b(f"{world_id} {operation}".encode(), digest_size=16).hexdigest()


class Pen:
    """One message in the making."""

    def __init__(self, blank: Draft) -> None:
        self._written = self.told = blank
        self.changed = asyncio.Event()

    def write(self, text: str) -> None:
        """The text up to now, all of it; empty takes back what was told."""
        self._written = msgspec.structs.replace(self._written, text=text)
        self.changed.set()

    def settle(self, text: str) -> None:
        """The text as it will be said. Where nothing was told before, it is not told now either."""
        if self.told.text:
            self.write(text)

    def untold(self) -> Draft | None:
        """What there is to tell, if anything; it counts as told from then on."""
        self.changed.clear()
        if self._written == self.told:
            return None
        self.told = self._written
        return self.told


class Drafts(Protocol):
    """Where drafts are told."""

    def writing(
        self, world_id: str, player: PlayerId, operation: OperationId
    ) -> AbstractAsyncContextManager[Pen]:
        """A pen whose writing is told as long as the block lasts; the last of it at the block's end."""
        ...


class RedisDrafts:
    """See `Drafts`."""

    def __init__(self, redis: Redis) -> None:
        self.redis: Any = redis  # pub/sub is untyped there
        self._reaches = True

    @asynccontextmanager
    async def writing(self, world_id: str, player: PlayerId, operation: OperationId) -> AsyncGenerator[Pen]:
        """See `Drafts`."""
        uuid = message_uuid(world_id, operation)
        pen = Pen(Draft(player=player, operation=operation, uuid=uuid, text=""))
        try:
            async with running_beside("telling what is written", lambda: self._tell(world_id, pen)):
                yield pen
        finally:
            await self._tell_untold(world_id, pen)

    async def _tell(self, world_id: str, pen: Pen) -> None:
        while True:
            await pen.changed.wait()
            await self._tell_untold(world_id, pen)
            await asyncio.sleep(TOLD_EVERY_S)

    async def _tell_untold(self, world_id: str, pen: Pen) -> None:
        draft = pen.untold()
        if draft is None:
            return
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self.redis.publish(drafts_channel(world_id), msgspec.json.encode(draft))
            self._reaches = True
        except (RedisError, OSError, TimeoutError) as error:
            if self._reaches:
                log.warning("drafts reach nobody; messages appear whole", error=repr(error))
            self._reaches = False


@asynccontextmanager
async def open_drafts(redis_url: str) -> AsyncGenerator[RedisDrafts]:
    """Drafts through the Redis at a URL; whether it is there is found out with the first."""
    redis = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]  # untyped parts
        redis_url, socket_connect_timeout=TIMEOUT_S, socket_timeout=TIMEOUT_S
    )
    try:
        yield RedisDrafts(redis)
    finally:
        with suppress(RedisError, OSError):
            await redis.aclose()
