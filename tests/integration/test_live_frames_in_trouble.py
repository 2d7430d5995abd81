"""What goes wrong while frames are read harms one world's picture, for a while, and viewers are told so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, cast

import asyncpg
import msgspec
import pytest
from structlog.testing import capture_logs

import web.live
from engine.leases import Holder
from engine.loading import game_of
from engine.postgres import open_postgres_store
from engine.store import Store, StoreUnavailable
from engine.supervision import running_beside
from engine.waking import Wakeups, wakeups
from tests.live.client import Frame, decode_frame
from town.founding import new_world
from town.rules import TOWN
from web.drafts import NoDrafts
from web.encoding import Message
from web.live import Feeds

LONG_S = 60
"""Only so that a hang fails the test instead of stopping it."""
VIEWERS = 4


class Viewer:
    """All that one viewer was sent."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self._came = asyncio.Event()

    async def send(self, message: Message) -> None:
        self.frames.append(decode_frame(message.plain))
        self._came.set()

    async def until(self, wanted: Callable[[Frame], bool]) -> Frame:
        """The first frame from now on that is wanted."""
        seen = len(self.frames)
        while True:
            for frame in self.frames[seen:]:
                if wanted(frame):
                    return frame
            seen = len(self.frames)
            self._came.clear()
            await self._came.wait()

    def kinds(self) -> list[str]:
        return [frame.kind for frame in self.frames if frame.kind != "heartbeat"]


class BrittleStore:
    """A store of which a test says what is away."""

    def __init__(self, real: Store) -> None:
        self._real = real
        self.away: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        if name not in self.away:
            return getattr(self._real, name)

        async def refuse(*_: object) -> None:
            raise StoreUnavailable("the test wants it so")

        return refuse


class Stage:
    """Worlds whose steps a test makes, and the feeds of a web server on a store that may be away for them."""

    def __init__(
        self, store: Store, seen: BrittleStore, waking: Wakeups, feeds: Feeds, stack: AsyncExitStack
    ) -> None:
        self.store = store
        self.seen = seen
        self.waking = waking
        self._feeds = feeds
        self._stack = stack
        self._playing: dict[str, Callable[[], Awaitable[int]]] = {}

    async def found(self, world_id: str) -> None:
        await self.store.create_world(
            new_world(world_id, "W", "hollow", seed=1, owner_key_hash=world_id.encode(), rules=TOWN)
        )
        generation = await self.store.take(world_id, Holder.of("test", TOWN))
        game = game_of(TOWN, await self.store.load(world_id))

        async def step() -> int:
            return await self.store.commit(world_id, generation, game.step(game.next_tick + 30, []))

        self._playing[world_id] = step

    @property
    def viewers(self) -> int:
        return self._feeds.viewers

    async def step(self, world_id: str) -> int:
        return await self._playing[world_id]()

    async def watch(self, world_id: str, after: int | None = None) -> Viewer:
        """A viewer, until the stage ends."""
        viewer = Viewer()
        watching = running_beside("a viewer", lambda: self._feeds.watch(world_id, viewer.send, after))
        await self._stack.enter_async_context(watching)
        return viewer


@asynccontextmanager
async def staged(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Stage]:
    monkeypatch.setattr(web.live, "HEARTBEAT_S", 0.05)
    async with (
        asyncio.timeout(LONG_S),
        open_postgres_store(database) as store,
        wakeups(store) as waking,
    ):
        seen = BrittleStore(store)
        feeds = Feeds(cast(Store, seen), waking, NoDrafts(), TOWN)
        async with AsyncExitStack() as stack:
            yield Stage(store, seen, waking, feeds, stack)
        assert feeds.viewers == 0
        await feeds.close()


def is_step(number: int) -> Callable[[Frame], bool]:
    return lambda frame: frame.kind == "step" and frame.step == number


def says(picture: str) -> Callable[[Frame], bool]:
    return lambda frame: frame.kind == "heartbeat" and frame.fields["picture"] == picture


async def cancel_whoever_waits(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """As an operator does with a query that takes too long."""
    while not await connection.fetchval(
        "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    ):
        await asyncio.sleep(0.01)


async def test_a_read_that_is_cancelled_freezes_nobody(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await asyncpg.connect(database)
    async with staged(database, monkeypatch) as stage:
        await stage.found("w")
        viewers = [await stage.watch("w") for _ in range(VIEWERS)]
        await asyncio.gather(*(viewer.until(lambda frame: frame.kind == "full") for viewer in viewers))
        newest = await stage.step("w")
        await asyncio.gather(*(viewer.until(is_step(newest)) for viewer in viewers))
        with capture_logs() as logs:
            async with other.transaction():
                await other.execute("LOCK TABLE steps")
                stage.waking.wake("w")
                await cancel_whoever_waits(other)
                await asyncio.gather(*(viewer.until(says("late")) for viewer in viewers))
                later = await stage.watch("w")
                await later.until(says("late"))
            for _ in range(3):
                newest = await stage.step("w")
            await asyncio.gather(*(viewer.until(is_step(newest)) for viewer in (*viewers, later)))
            await later.until(says("current"))
        assert [entry["event"] for entry in logs] == ["live frames wait for the store"]
        assert all(viewer.kinds() == ["full"] + ["step"] * newest for viewer in viewers)
        assert later.kinds() == ["full"] + ["step"] * 3, "and the whole of it once"
    await other.close()


async def test_viewers_stay_while_the_store_is_away(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(database, monkeypatch) as stage:
        await stage.found("w")
        viewer = await stage.watch("w")
        await viewer.until(lambda frame: frame.kind == "full")
        newest = await stage.step("w")  # what the first was sent is no longer the whole of it
        await viewer.until(is_step(newest))
        with capture_logs() as logs:
            stage.seen.away = {"load"}
            later = await stage.watch("w")
            while stage.viewers < 2:
                await asyncio.sleep(0)
            stage.seen.away = {"load", "world", "steps_after"}
            await viewer.until(says("late"))
            stage.seen.away = set()
            newest = await stage.step("w")
            await asyncio.gather(viewer.until(is_step(newest)), later.until(says("current")))
        assert [entry["event"] for entry in logs] == ["live frames wait for the store"]
        assert viewer.kinds() == ["full", "step", "step"]
        assert later.kinds()[0] == "full"


SPOIL_THE_SECOND_STEP = """
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.world_id = 'bad' AND NEW.number = 2 THEN NEW.changes := '{}'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER spoil BEFORE INSERT ON steps FOR EACH ROW EXECUTE FUNCTION spoil();
"""


async def test_a_step_that_cannot_be_read_is_passed_over_and_harms_no_other_world(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await execute_in(database, SPOIL_THE_SECOND_STEP)
    async with staged(database, monkeypatch) as stage:
        for world_id in ("good", "bad"):
            await stage.found(world_id)
        good = await stage.watch("good")
        bad = [await stage.watch("bad") for _ in range(VIEWERS)]
        await asyncio.gather(*(viewer.until(lambda frame: frame.kind == "full") for viewer in (good, *bad)))
        with capture_logs() as logs:
            for _ in range(2):
                await stage.step("bad")
                await stage.step("good")
            await asyncio.gather(good.until(is_step(2)), *(viewer.until(says("late")) for viewer in bad))
            ahead = await stage.watch("bad")
            await ahead.until(says("late"))
            await asyncio.gather(*(viewer.until(says("current")) for viewer in (*bad, ahead)))
            await stage.step("bad")
            await asyncio.gather(*(viewer.until(is_step(3)) for viewer in (*bad, ahead)))
        assert good.kinds() == ["full", "step", "step"]
        assert all(viewer.kinds() == ["full", "step", "full", "step"] for viewer in bad)
        assert ahead.kinds() == ["full", "step"], "who is ahead of what is read waits for it"
        assert [(entry["log_level"], type(entry["exc_info"])) for entry in logs] == [
            ("error", msgspec.ValidationError)
        ]


async def execute_in(database: str, statements: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(statements)
    await connection.close()
