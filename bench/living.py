"""A town whose minds are the real ones, in one process: all of it on a real Postgres, and no waiting for the clock.

What the host, the queue, the worker and perception do side by side is done here in turns, a second of world time
each. So the same seed gives the same lives, as long as the voice answers the same.
"""

from __future__ import annotations

import asyncio
from typing import Self

import asyncpg

from agent.memory.noticing import View, look
from agent.memory.scene import SCENE_KINDS, Ground, first_scene
from agent.memory.stream import PostgresMemories
from agent.mind import Mind
from agent.models.wordllama_embeddings import WordLlamaEmbeddings
from agent.performers import perform, reflect_after
from agent.performing import Tools
from agent.reacting import agent_ids, tell_what_matters
from agent.relationships import PostgresRelationships
from agent.scripted.mind import ScriptedMind
from agent.scripted.voice import ScriptedVoice
from agent.tasks import Voice
from engine.clock import tick_time_ms
from engine.game import Game
from engine.inputs import Request
from engine.operations import Operation, operation_key
from engine.postgres import PostgresStore
from engine.runner import game_of
from engine.store import Store
from town.entities import Abilities
from town.founded import new_world
from town.rules import TOWN
from town.world import World

WORLD = "w"
TICKS_A_STEP = 60
MOST_WAITING_INPUTS = 1000


class LivingTown:
    """Plays a template second by second; performers see each step as committed."""

    def __init__(
        self, game: Game[World], store: Store, tools: Tools, generation: int, view: View, ground: Ground
    ) -> None:
        self.game = game
        self.tools = tools
        self.operations: list[Operation] = []
        self._store = store
        self._generation = generation
        self._view = view
        self._ground = ground
        self._agents: dict[str, str] = {}

    @classmethod
    async def found(
        cls,
        pool: asyncpg.Pool,
        template_name: str,
        *,
        seed: int,
        abilities: Abilities = Abilities(),  # noqa: B008 (a frozen value)
        voice: Voice | None = None,
        mind: Mind | None = None,
    ) -> Self:
        """The world `WORLD` in an empty, migrated database; the pool's connections must know vectors."""
        founding = new_world(WORLD, "", template_name, seed=seed, owner_key_hash=b"", abilities=abilities)
        store = PostgresStore(pool, "", most_waiting_inputs=MOST_WAITING_INPUTS)
        await store.create_world(founding)
        generation = await store.take(WORLD)
        memories = PostgresMemories(pool, WordLlamaEmbeddings())
        relationships = PostgresRelationships(pool)
        tools = Tools(WORLD, store, memories, voice or ScriptedVoice(), mind or ScriptedMind(), relationships)
        scene, ground = first_scene(await store.load(WORLD, SCENE_KINDS))
        return cls(
            game_of(TOWN, await store.load(WORLD)), store, tools, generation, View(0, scene, {}), ground
        )

    @property
    def now_ms(self) -> int:
        """World time."""
        return tick_time_ms(self.game.next_tick)

    async def live(self, seconds: int) -> None:
        """Let world time pass."""
        for _ in range(seconds):
            received = await self._store.inputs_after(WORLD, self.game.last_input, MOST_WAITING_INPUTS)
            due = [each.due_at(self.game.next_tick) for each in received]
            step = self.game.step(self.game.next_tick + TICKS_A_STEP, due)
            await self._store.commit(WORLD, self._generation, step)
            requests = await asyncio.gather(*map(self._perform, step.operations))
            for operation, request in zip(step.operations, requests, strict=True):
                await self._store.send(WORLD, request, idempotency_key=operation_key(operation.id))
            self.operations += step.operations
            await self._perceive()

    async def _perform(self, operation: Operation) -> Request:
        """Minds think side by side: each reads and writes what is its own alone."""
        request = await perform(operation, self.tools)
        await reflect_after(operation, self.tools)
        return request

    async def _perceive(self) -> None:
        abilities = self._ground.settings.abilities
        if not abilities.memory:
            return
        self._agents = self._agents or await agent_ids(self._store, WORLD)
        for step in await self._store.steps_after(WORLD, self._view.step, 10):
            self._view, noticed = look(self._view, step, self._ground)
            if noticed:
                memories = self.tools.memories
                await memories.keep(WORLD, noticed)
                if abilities.plans:
                    await tell_what_matters(self._store, memories, WORLD, noticed, self._agents)
