"""What really happens in a town, by its live frames, to hold the page against."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.codec import decode_history
from engine.tracks import evaluate, layout_of_schema
from tests.live.client import Client, Frame
from town.ground.constants import UNITS_PER_TILE
from town.world import WALKER_COLUMNS

LAYOUT = layout_of_schema("walkers", WALKER_COLUMNS)


async def state_of(client: Client) -> dict[str, Any]:
    """The town's entities at this moment: kind, id, body."""
    async with client.watch() as frames:
        return (await anext(frames)).fields["entities"]


async def map_of(client: Client) -> dict[str, Any]:
    """The entities of the town's map at this moment: kind, id, body."""
    answer = await client.http.get(f"{client.path}/map")
    return answer.json()["entities"]


def tile_of(entities: dict[str, Any], player: str) -> tuple[int, int]:
    """The tile that somebody stands on, or is about to."""
    walker = entities["walkers"][player]
    return walker["tileX"], walker["tileY"]


def player_named(entities: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [player for player in entities["players"].values() if player["name"] == name]
    return found


@contextlib.asynccontextmanager
async def recorded(client: Client) -> AsyncGenerator[list[Frame]]:
    """All live frames for as long as the block runs, the first of them full."""
    async with client.watch() as watched:
        frames = [await anext(watched)]

        async def record() -> None:
            async for frame in watched:
                frames.append(frame)

        recording = asyncio.create_task(record())
        yield frames
        recording.cancel()


def positions(frames: list[Frame], names: list[str]) -> npt.NDArray[np.float64]:
    """Where the named stood at each tick of the frames, in tiles: shape (ticks, people, 2)."""
    first, *rest = frames
    walkers = first.fields["entities"]["walkers"]
    players = {player["name"]: id_ for id_, player in first.fields["entities"]["players"].items()}
    slots = [walkers[players[name]]["slot"] for name in names]
    placed = first.fields["columns"]["walkers"]
    at = np.array([[placed[players[name]][axis] for axis in "xy"] for name in names], dtype=float)
    ticks = [at]
    for frame in rest:
        if frame.kind != "step":
            continue
        history = decode_history(frame.history, [LAYOUT])
        tracks = history.tables.get("walkers", {})
        for offset in range(1, frame.fields["tick"] - frame.fields["fromTick"] + 1):
            at = at.copy()
            for person, slot in enumerate(slots):
                for axis, column in enumerate("xy"):
                    if track := tracks.get(slot, {}).get(column):
                        at[person, axis] = evaluate(track, offset)
            ticks.append(at)
    return np.array(ticks) / UNITS_PER_TILE
