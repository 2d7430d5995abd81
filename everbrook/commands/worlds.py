"""List the worlds of this town, and let some rest or delete them.

Works on the town of a data folder, or on the database given. Without options it lists them. A world that rests wakes
when somebody comes, or, if it was founded to go on in any case, when its owner lets it; one that is deleted is gone at
once, with all that ever happened in it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from typing import TYPE_CHECKING

from everbrook.commands.options import add_data, add_database, add_logs
from everbrook.database import reachable_database
from everbrook.errors import StartError
from everbrook.settings import Settings

if TYPE_CHECKING:
    from engine.store import Store


HOUR_MS = 3_600_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    deeds = parser.add_mutually_exclusive_group()
    deeds.add_argument("--rest", nargs="+", metavar="ID", default=[], help="let these worlds rest")
    deeds.add_argument("--delete", nargs="+", metavar="ID", default=[], help="delete these worlds")
    add_data(parser)
    add_database(parser)
    add_logs(parser)


def perform(settings: Settings, given: argparse.Namespace) -> int:
    """List, rest or delete; returns the exit code."""
    asyncio.run(_perform(settings, given.rest, given.delete))
    return os.EX_OK


async def _perform(settings: Settings, resting: list[str], deleted: list[str]) -> None:
    from engine.postgres import open_postgres_store
    from engine.store import UnknownWorld

    async with reachable_database(settings) as dsn, open_postgres_store(dsn, most_connections=1) as store:
        try:
            for world_id in (*resting, *deleted):
                await store.world(world_id)
            for world_id in resting:
                await _let_rest(store, world_id)
            for world_id in deleted:
                await store.delete_world(world_id)
        except UnknownWorld as error:
            raise StartError(f"{error}; nothing was done.", "`everbrook worlds` lists the worlds.") from error
        now_ms = await store.now_ms()
        rows = [
            (w.id, w.name, w.template, w.runner, f"{max(0, now_ms - w.attended_at_ms) / HOUR_MS:.1f}")
            for w in await store.worlds()
        ]
    print(_table([("ID", "NAME", "TEMPLATE", "RUNNER", "HOURS ALONE"), *rows]))


async def _let_rest(store: Store, world_id: str) -> None:
    from msgspec.json import decode

    from engine.inputs import SERVER
    from town.owner.rest import rest
    from town.owner.time import pause
    from town.settings import Settings as WorldSettings

    (entity,) = (await store.load(world_id, ["settings"])).entities
    rests = decode(entity.body, type=WorldSettings).rest_after_minutes is not None
    await store.send(world_id, (rest if rests else pause).request(), actor=SERVER)


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
