"""What a town will ask of its models, measured before it does: a day is played in memory, answered by the script.

The real performers, perception and reflection are at work. Whatever a model would be asked becomes the very prompt
that it would read, and the script's answer stands for the model's. Answers come at once here, so a real town, which
waits for its models, asks a little less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from agent.asking.embedding import EMBED
from agent.counting import Count, CountedMind, CountedModel, Sample
from agent.memory.plain import PlainMemories, PlainRelationships
from agent.models.gate import Chain
from agent.models.ledger import Price, Usage, cost_microdollars
from agent.models.wordllama_embeddings import WordLlamaEmbeddings
from agent.parts import MIND_PARTS
from agent.perceiving.noticing import View, look, said_in_steps
from agent.perceiving.reporting import agent_ids, tell_what_matters
from agent.perceiving.visible import SCENE_KINDS, Ground, first_scene
from agent.performers import perform, work_afterwards
from agent.performing import MindPart, Performers, Tools, abilities_of, performers_of
from engine.game import Game, Rules, Step
from engine.inputs import WORKER
from engine.leases import Holder
from engine.memory_store import MemoryStore
from engine.operations import operation_key
from engine.store import NumberedEvent
from town.founding import found_from_template, new_world
from town.ids import AgentId
from town.library import SHIPPED, Library
from town.people.templates import load_template
from town.world import World

WORLD = "rehearsal"
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

    def __init__(
        self,
        game: Game[World],
        store: _Store,
        tools: Tools,
        view: View,
        ground: Ground,
        performers: Performers,
    ) -> None:
        self._game = game
        self._store = store
        self._tools = tools
        self._view = view
        self._ground = ground
        self._performers = performers

    async def live(self, seconds: int) -> None:
        """Let so much world time pass."""
        generation = await self._store.take(WORLD, Holder.of("estimate", self._game.rules))
        agents = await agent_ids(self._store, WORLD)
        for _ in range(seconds):
            received = await self._store.inputs_after(WORLD, self._game.last_input, MOST_INPUTS)
            due = [each.due_at(self._game.next_tick) for each in received]
            step = self._game.step(self._game.next_tick + self._game.rules.rate.per_second, due)
            await self._store.commit(WORLD, generation, step)
            self._listen(step)
            for operation in step.operations:
                report, key = (
                    await perform(operation, self._tools, self._performers),
                    operation_key(operation.id),
                )
                await self._store.send(
                    WORLD, report.request, actor=WORKER, idempotency_key=key, words=report.words
                )
                await work_afterwards(operation, self._tools, self._performers)
            await self._perceive(agents)

    def _listen(self, step: Step) -> None:
        for event in step.events:
            heard = self._store.by_subject.setdefault((event.kind, event.subject), [])
            heard.append(NumberedEvent(number=len(heard), **msgspec.structs.asdict(event)))

    async def _perceive(self, agents: dict[str, AgentId]) -> None:
        steps = await self._store.steps_after(WORLD, self._view.step, 2)
        spoken = await self._store.spoken(WORLD, said_in_steps(steps))
        rate = self._game.rules.rate
        for step in steps:
            self._view, noticed = look(self._view, step, self._ground, spoken, rate)
            await self._tools.memories.keep(WORLD, noticed)
            await tell_what_matters(self._store, self._tools.memories, WORLD, noticed, agents)


async def measured_rates(
    template: str,
    language: str,
    rules: Rules[World],
    *,
    parts: Sequence[MindPart] = MIND_PARTS,
    library: Library = SHIPPED,
) -> dict[str, TaskRate]:
    """The rates of each task, and of embedding, for each agent and calendar hour. Raises `UnknownTemplate`."""
    return (await rehearsed(template, language, rules, parts=parts, library=library))[0]


async def rehearsed(
    template: str,
    language: str,
    rules: Rules[World],
    *,
    parts: Sequence[MindPart] = MIND_PARTS,
    library: Library = SHIPPED,
) -> tuple[dict[str, TaskRate], dict[str, Sample]]:
    """The rates, see `measured_rates`, and one task of each kind that came up. Raises `UnknownTemplate`."""
    loaded, store = load_template(template, library), _Store()
    count = Count(language, library.within("prompts"))
    world = found_from_template(loaded, loaded.seed, rules=rules, library=library)
    founded = new_world(
        WORLD, "", template, seed=loaded.seed, owner_key_hash=b"", rules=rules, library=library
    )
    await store.create_world(founded)
    scene, ground = first_scene(await store.load(WORLD, SCENE_KINDS), rules.rate)
    model = CountedModel(WordLlamaEmbeddings(), count)
    tools = Tools(
        WORLD,
        store,
        PlainMemories(model),
        CountedMind(count),
        PlainRelationships(),
    )
    agents, day_ms = len(world.agents), world.settings.town_day_ms
    try:
        rehearsal = _Rehearsal(
            Game(rules, world), store, tools, View(0, scene, {}), ground, performers_of(parts)
        )
        await rehearsal.live(day_ms * HOURS // 24 // 1000)
    finally:
        await model.close()
    names = [ability.name for ability in abilities_of(parts)]
    return {task: _rate(count, task, agents * HOURS) for task in (*names, EMBED)}, count.samples


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
