"""What a town will ask of its models, measured before it does: a day is played in memory, answered by the script.

The real performers, perception and reflection are at work. Whatever a model would be asked becomes the very prompt
that it would read, and the script's answer stands for the model's. Answers come at once here, so a real town, which
waits for its models, asks a little less.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from agent.memory.noticing import View, look
from agent.memory.plain import PlainMemories, PlainRelationships
from agent.memory.scene import SCENE_KINDS, Ground, first_scene
from agent.mind import Mind
from agent.models.gate import Chain
from agent.models.ledger import Price, Usage, cost_microdollars
from agent.models.wordllama_embeddings import WordLlamaEmbeddings
from agent.performers import perform, reflect_after
from agent.performing import Tools
from agent.reacting import agent_ids, tell_what_matters
from agent.tasks import Voice
from agent.voices.counting import Count, CountedMind, CountedModel, CountedVoice
from agent.voices.tasks import EMBED, TASKS
from engine.game import Game, Step
from engine.memory_store import MemoryStore
from engine.operations import operation_key
from engine.store import NumberedEvent
from town.founded import found_from_template, new_world
from town.rules import TOWN
from town.templates import load_template
from town.world import World

WORLD = "rehearsal"
TICKS_PER_SECOND = 60
MOST_INPUTS = 1_000
HOURS = 24
"""Of the calendar that are played: plans and reflections belong to a whole day."""


class TaskRate(msgspec.Struct, frozen=True):
    """What one task asks of a model for each agent and calendar hour."""

    calls: float
    input_tokens: float
    output_tokens: float


class Expected(msgspec.Struct, frozen=True):
    """What one task will use up in all."""

    task: str
    model: str
    calls: int
    input_tokens: int
    output_tokens: int
    microdollars: int | None
    """None when no price of the model is known."""


class _Store(MemoryStore):
    """Finds events by their subject without looking at all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.by_subject: dict[tuple[str, str], list[NumberedEvent]] = {}

    async def events(
        self, world_id: str, *, kind: str, subject: str | None, before: int | None, limit: int
    ) -> list[NumberedEvent]:
        return self.by_subject.get((kind, subject or ""), [])[-limit:]


class _Rehearsal:
    """A town in memory, second by second."""

    def __init__(self, game: Game[World], store: _Store, tools: Tools, view: View, ground: Ground) -> None:
        self._game = game
        self._store = store
        self._tools = tools
        self._view = view
        self._ground = ground

    async def live(self, seconds: int) -> None:
        """Let so much world time pass."""
        generation = await self._store.take(WORLD)
        agents = await agent_ids(self._store, WORLD)
        for _ in range(seconds):
            received = await self._store.inputs_after(WORLD, self._game.last_input, MOST_INPUTS)
            due = [each.due_at(self._game.next_tick) for each in received]
            step = self._game.step(self._game.next_tick + TICKS_PER_SECOND, due)
            await self._store.commit(WORLD, generation, step)
            self._listen(step)
            for operation in step.operations:
                request = await perform(operation, self._tools)
                await self._store.send(WORLD, request, idempotency_key=operation_key(operation.id))
                await reflect_after(operation, self._tools)
            await self._perceive(agents)

    def _listen(self, step: Step) -> None:
        for event in step.events:
            heard = self._store.by_subject.setdefault((event.kind, event.subject), [])
            heard.append(NumberedEvent(number=len(heard), **msgspec.structs.asdict(event)))

    async def _perceive(self, agents: dict[str, str]) -> None:
        for step in await self._store.steps_after(WORLD, self._view.step, 2):
            self._view, noticed = look(self._view, step, self._ground)
            await self._tools.memories.keep(WORLD, noticed)
            await tell_what_matters(self._store, self._tools.memories, WORLD, noticed, agents)


async def measured_rates(template: str, voice: Voice, mind: Mind, language: str) -> dict[str, TaskRate]:
    """The rates of each task, and of embedding, for each agent and calendar hour. Raises `UnknownTemplate`."""
    loaded, count, store = load_template(template), Count(language), _Store()
    world = found_from_template(loaded, loaded.seed)
    await store.create_world(new_world(WORLD, "", template, seed=loaded.seed, owner_key_hash=b""))
    scene, ground = first_scene(await store.load(WORLD, SCENE_KINDS))
    model = CountedModel(WordLlamaEmbeddings(), count)
    tools = Tools(
        WORLD,
        store,
        PlainMemories(model),
        CountedVoice(voice, count),
        CountedMind(mind, count),
        PlainRelationships(),
    )
    agents, day_ms = len(world.agents), world.settings.town_day_ms
    try:
        rehearsal = _Rehearsal(Game(TOWN, world), store, tools, View(0, scene, {}), ground)
        await rehearsal.live(day_ms * HOURS // 24 // 1000)
    finally:
        await model.close()
    return {task: _rate(count, task, agents * HOURS) for task in (*TASKS, EMBED)}


def _rate(count: Count, task: str, agent_hours: int) -> TaskRate:
    return TaskRate(
        calls=count.calls[task] / agent_hours,
        input_tokens=count.input_tokens[task] / agent_hours,
        output_tokens=count.output_tokens[task] / agent_hours,
    )


def expected(
    rates: Mapping[str, TaskRate],
    agent_hours: float,
    chains: Mapping[str, Chain],
    prices: Mapping[str, Price],
) -> list[Expected]:
    """What each task with a model will use up in so many hours of agents: without caches, repairs and retries."""
    found: list[Expected] = []
    for task, chain in chains.items():
        rate, model = rates[task], chain.usual[0]
        usage = Usage(round(rate.input_tokens * agent_hours), round(rate.output_tokens * agent_hours))
        price = prices.get(model)
        found.append(
            Expected(
                task=task,
                model=model,
                calls=round(rate.calls * agent_hours),
                input_tokens=usage.input_tokens,
                output_tokens=usage.output_tokens,
                microdollars=None if price is None else cost_microdollars(price, usage),
            )
        )
    return found
