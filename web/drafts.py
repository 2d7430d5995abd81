"""What people are writing, heard from the workers through Redis and held only as long as it is of use.

Drafts are outside the sequence of steps. As with steps nothing is queued for anybody: there is the newest draft of
each speaker, a viewer holds the number of the one it was sent last, and a slow one misses those in between.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from town.ids import OperationId, PlayerId
from town.talk.drafts import Draft, drafts_channel
from web.encoding import Message
from web.frames import encode_frame

log: structlog.stdlib.BoundLogger = structlog.get_logger("drafts")

SENT_EVERY_S = 0.2
"""To a viewer, of one speaker."""
MOST_SPEAKERS = 64
"""Whose drafts are held, the newest: more would not be read at once."""
RETRY_S = 2.0
HEALTH_CHECK_S = 30
"""A line to Redis that says nothing for so long is tried."""


class DraftSource(Protocol):
    """Where drafts come from."""

    def of(self, world_id: str) -> AsyncGenerator[Draft]:
        """The drafts of a world from now on, for ever; some may be missing."""
        ...


class NoDrafts:
    """See `DraftSource`: without a Redis, messages appear whole."""

    async def of(self, world_id: str) -> AsyncGenerator[Draft]:
        """See `DraftSource`."""
        await asyncio.Event().wait()
        yield Draft(player=PlayerId(""), operation=OperationId(""), uuid="", text="")


class RedisDrafts:
    """See `DraftSource`. A Redis that is away is asked again until it is back."""

    def __init__(self, redis: Redis) -> None:
        self._redis: Any = redis  # pub/sub is untyped there

    async def of(self, world_id: str) -> AsyncGenerator[Draft]:
        """See `DraftSource`."""
        hears = True
        while True:
            try:
                async with self._redis.pubsub() as subscription:
                    await subscription.subscribe(drafts_channel(world_id))
                    hears = True
                    async for message in subscription.listen():
                        draft = _draft_in(message)
                        if draft is not None:
                            yield draft
            except (RedisError, OSError, TimeoutError) as error:
                if hears:
                    log.warning(
                        "no drafts are heard; messages appear whole", world=world_id, error=repr(error)
                    )
                hears = False
            await asyncio.sleep(RETRY_S)


@asynccontextmanager
async def open_drafts(redis_url: str) -> AsyncGenerator[DraftSource]:
    """Drafts from the Redis at a URL, whether it is there already or not; an empty address is none."""
    if not redis_url:
        yield NoDrafts()
        return
    redis = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]  # untyped parts
        redis_url, health_check_interval=HEALTH_CHECK_S
    )
    try:
        yield RedisDrafts(redis)
    finally:
        with suppress(RedisError, OSError):
            await redis.aclose()


def _draft_in(message: dict[str, Any]) -> Draft | None:
    """What a message of a subscription holds; it also tells that it has begun, and others may publish."""
    if message["type"] != "message":
        return None
    try:
        return msgspec.json.decode(message["data"], type=Draft)
    except msgspec.DecodeError:
        return None


class DraftBoard:
    """The newest draft of each speaker of one world, as the frame that viewers are sent."""

    def __init__(self, announce: Callable[[], None]) -> None:
        self._announce = announce
        self._frames: dict[str, tuple[int, Message]] = {}
        self._numbers = itertools.count(1)
        self._due: asyncio.TimerHandle | None = None
        self.newest = 0

    def put(self, draft: Draft) -> None:
        """Hold a draft, and tell the viewers of it soon."""
        self._frames.pop(draft.player, None)
        self.newest = next(self._numbers)
        self._frames[draft.player] = self.newest, Message(encode_frame(draft))
        while len(self._frames) > MOST_SPEAKERS:
            del self._frames[next(iter(self._frames))]
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(SENT_EVERY_S, self._tell)

    def after(self, number: int) -> list[Message]:
        """The frames that came after the one of a number, oldest first."""
        return [frame for at, frame in self._frames.values() if at > number]

    def _tell(self) -> None:
        self._due = None
        self._announce()
