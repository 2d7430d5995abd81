"""What a world's minds can't do is chosen when it is founded, stays with it, and is part of what a replay follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from litestar.testing import TestClient

from engine.leases import Holder
from engine.loading import game_of
from engine.postgres import open_postgres_store
from engine.replay import check_replay
from town.rules import TOWN
from town.settings import Abilities, Settings
from web.app import create_app
from web.settings import WebSettings


async def test_a_world_is_founded_without_abilities_and_replays(database: str, tmp_path: Path) -> None:
    settings = WebSettings(database_url=database, client_folder=tmp_path, founding="open")
    with TestClient[Any](create_app(settings, TOWN)) as client:
        body = {"name": "Here and now", "template": "hollow", "abilities": {"plans": False, "memory": False}}
        world_id: str = client.post("/api/worlds", json=body).raise_for_status().json()["id"]
    async with open_postgres_store(database) as store:
        (kept,) = (await store.load(world_id, ["settings"])).entities
        abilities = msgspec.json.decode(kept.body, type=Settings).abilities
        assert abilities == Abilities(plans=False, memory=False)
        generation = await store.take(world_id, Holder.of("test", TOWN))
        game = game_of(TOWN, await store.load(world_id))
        for _ in range(30):
            await store.commit(world_id, generation, game.step(game.next_tick + 60, []))
        result = await check_replay(TOWN, store, world_id)
        assert (result.steps, result.divergence) == (30, None)
