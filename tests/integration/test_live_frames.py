"""The live WebSocket of a real town, as docs/WIRE.md has it."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from engine.codec import decode_history
from engine.tracks import TableLayout
from tests.live.client import WAIT_SECONDS, Client, Frame, decode_frame
from tests.live.process import ROLES, TownProcess, new_link
from tests.wire_schemas import fault
from town.rules import TOWN
from town.views import FRAME_KINDS, PUBLIC_KINDS

VIEWERS = 50
DEAF = 60
UNKNOWN_WORLD, WORLD_DELETED = 4404, 4410


async def take(
    client: Client, count: int, after: int | None = None, version: int | None = None
) -> list[Frame]:
    """The first so many frames that a new viewer gets, but for heartbeats."""
    frames: list[Frame] = []
    async with asyncio.timeout(3 * WAIT_SECONDS), client.watch(after, version=version) as live:
        async for frame in live:
            frames += [] if frame.kind == "heartbeat" else [frame]
            if len(frames) == count:
                return frames
    raise AssertionError("the line was closed")


async def test_a_viewer_gets_all_then_every_step(client: Client) -> None:
    full, *steps = await take(client, 6)
    assert full.kind == "full"
    assert full.fields["rules"]["name"] == TOWN.name
    layouts = msgspec.convert(full.fields["layouts"], list[TableLayout])
    assert full.fields["entities"].keys() <= FRAME_KINDS
    assert {"clock", "settings", "walkers", "players", "people", "agents"} <= full.fields["entities"].keys()
    before = full
    for frame in steps:
        assert frame.step == before.step + 1
        assert frame.fields["fromTick"] == before.fields["tick"]
        assert frame.fields["fromMs"] == before.fields["nowMs"]
        history = decode_history(frame.history, layouts)
        assert history.ticks == frame.fields["tick"] - frame.fields["fromTick"]
        assert {change[0] for change in frame.fields["changes"]} <= PUBLIC_KINDS
        before = frame


async def test_messages_come_deflated_for_who_asks(client: Client) -> None:
    async with client.watch() as plain, client.watch(deflate=True) as deflated:
        seen = {frame.step: frame async for frame in _first(plain, 6)}
        unpacked = [frame async for frame in _first(deflated, 6)]
    both = [frame for frame in unpacked if frame.kind == "step" and frame.step in seen]
    assert both, "the two saw some step both"
    assert all(frame == seen[frame.step] for frame in both)


async def _first(live: AsyncGenerator[Frame], count: int) -> AsyncGenerator[Frame]:
    """The first frames of a line, but for heartbeats."""
    async for frame in live:
        if frame.kind != "heartbeat":
            yield frame
            count -= 1
        if not count:
            return


async def test_every_frame_is_as_the_api_describes_it(client: Client) -> None:
    components = (await client.http.get("/schema")).json()["components"]["schemas"]
    for frame in await take(client, 6):
        assert fault(frame.fields, components["Frame"], components) is None


async def test_a_viewer_of_other_rules_begins_anew(client: Client) -> None:
    (full,) = await take(client, 1)
    version = full.fields["rules"]["version"]
    (same,) = await take(client, 1, after=full.step, version=version)
    (other,) = await take(client, 1, after=full.step, version=version + 1)
    assert (same.kind, other.kind) == ("step", "full")


async def test_steps_applied_to_the_first_state_give_the_last(client: Client) -> None:
    async with asyncio.timeout(3 * WAIT_SECONDS), client.watch() as live:
        frame = await anext(live)
        entities = frame.fields["entities"]
        pausing = asyncio.create_task(_pause_soon(client))
        async for frame in live:
            _apply(entities, frame)
            if entities["clock"][""]["paused"]:
                break
        await pausing
        now = await client.first_frame()
        while frame.step < now.step:  # the minds still answer what they were asked before
            frame = await anext(live)
            _apply(entities, frame)
    await client.command("resume")
    assert now.step == frame.step
    assert now.fields["entities"] == {kind: bodies for kind, bodies in entities.items() if bodies}


async def _pause_soon(client: Client) -> None:
    player = await client.join("Passing by")
    await asyncio.sleep(2)
    await player.leave()
    await client.command("pause")


def _apply(entities: dict[str, dict[str, Any]], frame: Frame) -> None:
    for kind, id_, body in frame.fields.get("changes", []):
        if body is None:
            del entities[kind][id_]
        else:
            entities.setdefault(kind, {})[id_] = body


async def test_a_viewer_that_comes_back_goes_on_where_it_was(client: Client) -> None:
    seen = await take(client, 3)
    again = await take(client, 3, after=seen[-1].step)
    assert [frame.step for frame in again] == [seen[-1].step + n for n in (1, 2, 3)]
    assert [frame.kind for frame in again] == ["step"] * 3


async def test_a_viewer_that_was_away_for_long_begins_anew(client: Client) -> None:
    await asyncio.gather(*(client.command("setSpeed", speedPermille=1000) for _ in range(3)))
    newest = (await client.first_frame()).step
    for after in (newest + 1000, -1):
        (first, second) = await take(client, 2, after=after)
        assert (first.kind, second.kind) == ("full", "step")
        assert second.step == first.step + 1


async def test_no_such_world(client: Client) -> None:
    assert await client.end_of_line(world="w-00000000") == UNKNOWN_WORLD


async def test_viewers_of_a_deleted_world_are_told(client: Client, town_folder: Path) -> None:
    operator = await client.use_link(await asyncio.to_thread(new_link, town_folder))
    asked = {"name": "Short", "template": "hollow"}
    made = (await client.http.post("/api/worlds", json=asked, headers=operator)).json()
    ends = [asyncio.create_task(client.end_of_line(world=made["id"])) for _ in range(3)]
    await asyncio.sleep(0.5)
    key = {"Authorization": f"Bearer {made['ownerKey']}"}
    assert (await client.http.delete(f"/api/worlds/{made['id']}", headers=key)).status_code == 204
    assert await asyncio.gather(*ends) == [WORLD_DELETED] * 3
    assert await client.end_of_line(world=made["id"]) == UNKNOWN_WORLD


@pytest.fixture
async def paused(client: Client) -> AsyncGenerator[None]:
    await client.command("pause")
    yield
    await client.command("resume")


@pytest.mark.usefixtures("paused")
async def test_a_paused_world_shows_that_it_lives(client: Client) -> None:
    async with asyncio.timeout(WAIT_SECONDS), client.watch() as live:
        full = await anext(live)
        assert full.fields["entities"]["clock"][""]["paused"]
        newest_step = full.step
        async for frame in live:
            # Work begun before the pause may still report back, which is a step of its own.
            if frame.kind == "heartbeat":
                components = (await client.http.get("/schema")).json()["components"]["schemas"]
                assert fault(frame.fields, components["Frame"], components) is None
                assert (frame.step, frame.fields["runner"]) == (newest_step, "running")
                return
            newest_step = frame.step


async def test_what_a_player_does_is_seen_at_once(client: Client) -> None:
    player = await client.join("Seen at once")
    async with asyncio.timeout(WAIT_SECONDS), client.watch() as live:
        frame = await anext(live)
        sent = time.monotonic()
        await player.send("leave")
        async for frame in live:
            if ["players", player.id, None] in frame.fields.get("changes", []):
                break
    assert any(event["kind"] == "playerLeft" for event in frame.fields["events"])
    assert time.monotonic() - sent < WAIT_SECONDS


async def test_many_viewers_see_the_same(client: Client) -> None:
    start = (await client.first_frame()).step
    seen = await asyncio.gather(*(take(client, 5, after=start) for _ in range(VIEWERS)))
    by_step: dict[int, bytes] = {}
    for frames in seen:
        for frame in frames:
            if frame.kind == "step":
                assert by_step.setdefault(frame.step, frame.history) == frame.history
    assert len(by_step) >= 4


async def test_a_viewer_that_never_reads_harms_nobody(client: Client, town: TownProcess) -> None:
    """Its frames are dropped, not kept: the server grows by no more than it does with viewers that read."""
    await client.command("setSpeed", flatOut=True)
    web = town.child(ROLES["web"])
    assert web is not None
    with contextlib.ExitStack() as stack:
        for _ in range(DEAF):
            stack.enter_context(_deaf_viewer(client))
        await take(client, 20)
        before = web.memory_info().rss
        frames = await take(client, 300)
        grown = web.memory_info().rss - before
    await client.command("setSpeed", speedPermille=1000)
    assert grown < 8 * 2**20, "frames that nobody reads are kept"
    assert sum(len(frame.history) for frame in frames)


@contextlib.contextmanager
def _deaf_viewer(client: Client) -> Generator[None]:
    """A connection on which nothing is ever read, with small buffers between the two."""
    url = httpx.URL(client.live_address())
    with socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.connect((url.host, url.port))
        raw.sendall(
            f"GET {url.path} HTTP/1.1\r\nHost: {url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        yield


async def test_history_gives_the_same_steps_again(client: Client) -> None:
    full, *steps = await take(client, 4)
    span = {"from": full.fields["nowMs"], "to": steps[-1].fields["nowMs"]}
    response = await client.http.get(f"{client.path}/history", params=span)
    told = {frame.step: frame for frame in _frames_of(response.content)}
    for frame in steps:
        assert told[frame.step].history == frame.history
        assert told[frame.step].fields["changes"] == frame.fields["changes"]


def _frames_of(body: bytes) -> list[Frame]:
    frames: list[Frame] = []
    while body:
        length = int.from_bytes(body[:4], "little")
        frames.append(decode_frame(body[4 : 4 + length]))
        body = body[4 + length :]
    return frames
