"""A town whose minds are the real ones, in one process: all of it on a real Postgres, and no waiting for the clock.

What the host, the queue, the worker and perception do side by side is done here in turns, a second of world time
each. So the same seed gives the same lives, as long as the voice answers the same.
"""

from __future__ import annotations

import asyncio
from typing import Self

from agent.asking.ability import Mind, ScriptedMind
from agent.memory.relationships import PostgresRelationships
from agent.memory.stream import PostgresMemories
from agent.models.wordllama_embeddings import WordLlamaEmbeddings
from agent.perceiving.noticing import View, look, said_in_steps
from agent.perceiving.reporting import agent_ids, tell_what_matters
from agent.perceiving.visible import SCENE_KINDS, Ground, first_scene
from agent.performers import Report, perform, work_afterwards
from agent.performing import Tools
from engine.game import Game
from engine.inputs import WORKER
from engine.leases import Holder
from engine.loading import game_of
from engine.operations import Operation, operation_key
from engine.pool import Pool
from engine.postgres import PostgresStore
from engine.store import Store
from town.founding import new_world
from town.ids import AgentId
from town.rules import TOWN
from town.settings import Abilities
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
        self._agents: dict[str, AgentId] = {}

    @classmethod
    async def found(
        cls,
        pool: Pool,
        template_name: str,
        *,
        seed: int,
        abilities: Abilities = Abilities(),  # noqa: B008 (a frozen value)
        mind: Mind | None = None,
    ) -> Self:
        """The world `WORLD` in an empty, migrated database; the pool's connections must know vectors."""
        founding = new_world(
            WORLD, "", template_name, seed=seed, owner_key_hash=b"", abilities=abilities, rules=TOWN
        )
        store = PostgresStore(pool, "", most_waiting_inputs=MOST_WAITING_INPUTS)
        await store.create_world(founding)
        generation = await store.take(WORLD, Holder.of("bench", TOWN))
        memories = PostgresMemories(pool, WordLlamaEmbeddings())
        relationships = PostgresRelationships(pool)
        tools = Tools(WORLD, store, memories, mind or ScriptedMind(), relationships)
        scene, ground = first_scene(await store.load(WORLD, SCENE_KINDS), TOWN.rate)
        return cls(
            game_of(TOWN, await store.load(WORLD)), store, tools, generation, View(0, scene, {}), ground
        )

    @property
    def now_ms(self) -> int:
        """World time."""
        return TOWN.rate.time_ms(self.game.next_tick)

    async def live(self, seconds: int) -> None:
        """Let world time pass."""
        for _ in range(seconds):
            received = await self._store.inputs_after(WORLD, self.game.last_input, MOST_WAITING_INPUTS)
            due = [each.due_at(self.game.next_tick) for each in received]
            step = self.game.step(self.game.next_tick + TICKS_A_STEP, due)
            await self._store.commit(WORLD, self._generation, step)
            reports = await asyncio.gather(*map(self._perform, step.operations))
            for operation, report in zip(step.operations, reports, strict=True):
                key = operation_key(operation.id)
                await self._store.send(
                    WORLD, report.request, actor=WORKER, idempotency_key=key, words=report.words
                )
            self.operations += step.operations
            await self._perceive()

    async def _perform(self, operation: Operation) -> Report:
        """Minds think side by side: each reads and writes what is its own alone."""
        report = await perform(operation, self.tools)
        await work_afterwards(operation, self.tools)
        return report

    async def _perceive(self) -> None:
        abilities = self._ground.settings.abilities
        if not abilities.memory:
            return
        self._agents = self._agents or await agent_ids(self._store, WORLD)
        steps = await self._store.steps_after(WORLD, self._view.step, 10)
        spoken = await self._store.spoken(WORLD, said_in_steps(steps))
        for step in steps:
            self._view, noticed = look(self._view, step, self._ground, spoken, TOWN.rate)
            if noticed:
                memories = self.tools.memories
                await memories.keep(WORLD, noticed)
                if abilities.plans:
                    await tell_what_matters(self._store, memories, WORLD, noticed, self._agents)
