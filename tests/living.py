"""A town whose minds are the real ones: operations are performed at once, memories are kept in a real Postgres."""

from __future__ import annotations

from typing import Self

import asyncpg
from msgspec.structs import replace

from agent.memory.noticing import View, look
from agent.memory.scene import SCENE_KINDS, Ground, first_scene
from agent.memory.stream import PostgresMemories
from agent.mind import Mind
from agent.models.wordllama_embeddings import WordLlamaEmbeddings
from agent.performers import perform, reflect_after
from agent.performing import Tools
from agent.relationships import PostgresRelationships
from agent.scripted.mind import ScriptedMind
from agent.scripted.voice import ScriptedVoice
from agent.tasks import Voice
from engine.game import DueInput, Game
from engine.inputs import Request
from engine.memory_store import MemoryStore
from engine.operations import Operation
from engine.store import NumberedEvent
from tests.memories import WORLD
from town.entities import Abilities
from town.founded import found_from_template, new_world
from town.rules import TOWN
from town.templates import load_template
from town.world import World

TICKS_A_STEP = 60


class _Store(MemoryStore):
    """Finds events by their subject without looking at all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.by_subject: dict[tuple[str, str], list[NumberedEvent]] = {}

    async def events(
        self, world_id: str, *, kind: str, subject: str | None, before: int | None, limit: int
    ) -> list[NumberedEvent]:
        return self.by_subject.get((kind, subject or ""), [])[-limit:]


class LivingTown:
    """Plays a template second by second; performers see each step as committed."""

    def __init__(
        self, game: Game[World], store: _Store, tools: Tools, generation: int, view: View, ground: Ground
    ) -> None:
        self.game = game
        self.tools = tools
        self.operations: list[Operation] = []
        self._store = store
        self._generation = generation
        self._view = view
        self._ground = ground
        self._number = 0
        self._events = 0

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
        """A world of its own, with its memories under `tests.memories.WORLD`."""
        world = found_from_template(load_template(template_name), seed)
        world.settings = replace(world.settings, abilities=abilities)
        store = _Store()
        await store.create_world(new_world(WORLD, "", template_name, seed=seed, owner_key_hash=b""))
        generation = await store.take(WORLD)
        memories = PostgresMemories(pool, WordLlamaEmbeddings())
        relationships = PostgresRelationships(pool)
        tools = Tools(WORLD, store, memories, voice or ScriptedVoice(), mind or ScriptedMind(), relationships)
        scene, ground = first_scene(await store.load(WORLD, SCENE_KINDS))
        return cls(Game(TOWN, world), store, tools, generation, View(0, scene, {}), ground)

    async def live(self, seconds: int) -> None:
        """Let world time pass."""
        requests: list[Request] = []
        for _ in range(seconds):
            due = [self._due(request) for request in requests]
            step = self.game.step(self.game.next_tick + TICKS_A_STEP, due)
            await self._store.commit(WORLD, self._generation, step)
            for event in step.events:
                self._events += 1
                key = (event.kind, event.subject)
                numbered = NumberedEvent(
                    number=self._events,
                    at_ms=event.at_ms,
                    kind=event.kind,
                    subject=event.subject,
                    body=event.body,
                )
                self._store.by_subject.setdefault(key, []).append(numbered)
            requests = [await perform(operation, self.tools) for operation in step.operations]
            for operation in step.operations:
                await reflect_after(operation, self.tools)
            self.operations += step.operations
            await self._perceive()

    async def _perceive(self) -> None:
        for step in await self._store.steps_after(WORLD, self._view.step, 10):
            self._view, noticed = look(self._view, step, self._ground)
            await self.tools.memories.keep(WORLD, noticed)

    def _due(self, request: Request) -> DueInput:
        self._number += 1
        return DueInput(self._number, self.game.next_tick, request.name, request.args)
