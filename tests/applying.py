"""Inputs for a world that no runner runs."""

from __future__ import annotations

from engine.inputs import ANYONE, Request
from engine.leases import Holder
from engine.loading import game_of
from engine.postgres import open_postgres_store
from town.rules import TOWN


async def apply(database: str, world: str, request: Request) -> None:
    """Let a world take an input, as its runner would."""
    async with open_postgres_store(database) as store:
        generation = await store.take(world, Holder.of("applying", TOWN))
        number = await store.send(world, request, actor=ANYONE)
        (received,) = [each for each in await store.inputs_after(world, 0, 100) if each.number == number]
        game = game_of(TOWN, await store.load(world))
        step = game.step(game.next_tick, [received.due_at(game.next_tick)])
        await store.commit(world, generation, step)
