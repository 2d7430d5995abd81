"""A whole town in simulated time whose model fails as a trial says: real worker, voice, gate and rules, nothing else.

The town's clock and the calls' share the time of the loop. So a world that waited for a call would fall behind it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from arq.worker import Retry

from agent.asking.ability import A, Ability, Mind, R, ScriptedMind, T
from agent.deciding.ability import DECIDE
from agent.memory.heard import heard, said_in
from agent.memory.plain import PlainMemories, PlainRelationships
from agent.models.port import ChatModel
from agent.opening import Minds
from agent.people import Line
from agent.performers import PERFORMERS
from agent.reacting.ability import REACT
from agent.remembering.ability import REMEMBER
from agent.remembering.task import Keepsake
from agent.talking.ability import SAY
from agent.talking.task import Saying
from agent.worker import RETRY_S, perform_operation
from engine.game import Step
from engine.leases import Holder
from engine.memory_store import MemoryStore
from engine.operations import Operation
from engine.runner import Runner
from engine.store import STEP_KIND
from records.memories import MemoryKind
from records.usage import BY_SCRIPT
from tests.fakes.models import ToldEmbeddings
from tests.fakes.replies import SPOILT
from tests.fakes.virtual_time import LoopClock
from tests.speaking import Stage
from town.founding import new_world
from town.minds.operations import PLAN_DAY, PlanDay
from town.minds.state import Agent, UnderWay
from town.rules import TOWN
from town.settings import Speech
from town.talk.events import Message
from town.who import Player

WORLD = "w"
JOBS_AT_ONCE = 40
"""As many as a worker takes from both its queues."""


VECTORS = ToldEmbeddings()
"""Memories are plain lists here: nobody asks for a vector."""


class Phase(msgspec.Struct, frozen=True):
    """A stretch of a trial."""

    name: str
    seconds: int


class Account(msgspec.Struct, kw_only=True):
    """What was seen in a phase."""

    longest_wait_ms: int = 0
    """The longest that an agent has waited for an operation, in world time."""
    questions: int = 0
    by_script: int = 0
    """Of the questions: those that the script answered in the model's place."""
    messages: int = 0
    memories: int = 0
    ticks: int = 0

    @property
    def by_model(self) -> int:
        """Of the questions: those that the model answered."""
        return self.questions - self.by_script


SPOKEN = (DECIDE.name, REACT.name, SAY.name, REMEMBER.name)
"""What a model is asked here: days and reflections are the script's."""


class AskedMind:
    """A mind that counts what it is asked, but for what goes without saying."""

    def __init__(self, mind: Mind, town: OutageTown) -> None:
        self._mind = mind
        self._town = town

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        if ability.name not in SPOKEN:
            return ability.script(task)
        answer = await self._mind.ask(ability, task)
        self._town.store.account.questions += not ability.goes_without_saying(task)
        return answer


class HeardScript(ScriptedMind):
    """The scripted mind, with a list of what it has said and kept."""

    def __init__(self) -> None:
        self.texts: set[str] = set()

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        answer = await super().ask(ability, task)
        if isinstance(answer, Saying | Keepsake):
            self.texts.add(answer.text)
        return answer


class WatchedStore(MemoryStore):
    """Sees how long agents wait for their operations, and everything that is said and done."""

    def __init__(self) -> None:
        super().__init__()
        self.account = Account()
        self.said: list[Line] = []
        """Everything said, with the id of its message for a name."""
        self.done: set[str] = set()
        self.replans: set[str] = set()
        """The memories for which anybody's rest of the day was planned anew."""
        self._waiting: dict[str, UnderWay] = {}

    async def commit(self, world_id: str, generation: int, step: Step, *, behind_ms: int = 0) -> int:
        number = await super().commit(world_id, generation, step, behind_ms=behind_ms)
        self.account.ticks += step.next_tick - step.from_tick
        now_ms = TOWN.rate.time_ms(step.next_tick)
        for change in step.changes:
            if change.kind == "agents" and change.body is not None:
                agent = msgspec.json.decode(change.body, type=Agent)
                self._look(now_ms, agent)
            elif change.kind == "players" and change.body is not None:
                activity = msgspec.json.decode(change.body, type=Player).activity
                self.done.add(activity.description if activity else "")
        plans = (msgspec.json.decode(o.body, type=PlanDay) for o in step.operations if o.kind == PLAN_DAY)
        self.replans |= {plan.because for plan in plans if plan.because}
        said = [msgspec.json.decode(e.body, type=Message) for e in step.events if e.kind == "message"]
        self.account.messages += len(said)
        spoken = await self.spoken(world_id, said_in(said))
        self.said += [Line(m.player, m.uuid, told.text) for m in said if (told := heard(m, spoken))]
        return number

    def _look(self, now_ms: int, agent: Agent) -> None:
        before = self._waiting.pop(agent.id, None)
        if before is not None and (agent.operation is None or agent.operation.id != before.id):
            self._waited(now_ms, before)
        if agent.operation is not None:
            self._waiting[agent.id] = agent.operation

    def look_at_those_who_wait(self, now_ms: int) -> None:
        """Count the waits that are not over."""
        for under_way in self._waiting.values():
            self._waited(now_ms, under_way)

    def _waited(self, now_ms: int, under_way: UnderWay) -> None:
        self.account.longest_wait_ms = max(self.account.longest_wait_ms, now_ms - under_way.started_at_ms)


class InProcessQueue:
    """See `engine.runner.Dispatcher`: a worker's jobs as tasks, each operation at most once at a time."""

    def __init__(self, context: dict[str, Any]) -> None:
        self._context = context
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(JOBS_AT_ONCE)

    async def dispatch(self, world_id: str, operations: Sequence[Operation]) -> None:
        for operation in operations:
            if operation.id not in self._tasks:
                self._tasks[operation.id] = asyncio.create_task(self._job(world_id, operation.id))

    async def _job(self, world_id: str, operation_id: str) -> None:
        try:
            while True:
                async with self._places:
                    try:
                        return await perform_operation(self._context, world_id, operation_id)
                    except Retry:
                        pass
                await asyncio.sleep(RETRY_S)
        finally:
            del self._tasks[operation_id]


class OutageTown:
    """A town under trial."""

    def __init__(self, template: str, seed: int, model: ChatModel) -> None:
        self.store = WatchedStore()
        self.memories = PlainMemories()
        self.script = HeardScript()
        self.stage = Stage({model.name: model}, LoopClock(), otherwise=self.script)
        self._template, self._seed = template, seed

    async def live(self, phases: Sequence[Phase], begun: Callable[[Phase], None]) -> list[Account]:
        """Live through the phases, of each of which `begun` is told."""
        world = new_world(WORLD, "", self._template, seed=self._seed, owner_key_hash=b"", rules=TOWN)
        await self.store.create_world(world)
        runner = Runner(
            WORLD,
            TOWN,
            self.store,
            generation=await self.store.take(WORLD, Holder.of("outage", TOWN)),
            dispatcher=InProcessQueue(self._context()),
            clock=LoopClock(),
        )
        tasks = [asyncio.create_task(runner.run()), asyncio.create_task(self._wake(runner))]
        accounts: list[Account] = []
        for phase in phases:
            begun(phase)
            accounts.append(await self._phase(phase))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return accounts

    def _context(self) -> dict[str, Any]:
        return {
            "store": self.store,
            "memories": self.memories,
            "relationships": PlainRelationships(),
            "minds": Minds(self._mind_of, VECTORS, lambda _w, _p: VECTORS),
            "performers": PERFORMERS,
            "rules": TOWN,
        }

    def _mind_of(self, world: str, _speech: Speech) -> AskedMind:
        return AskedMind(self.stage.mind(world), self)

    async def _wake(self, runner: Runner[Any]) -> None:
        async with self.store.signals() as signals:
            async for signal in signals:
                if signal.kind != STEP_KIND:
                    runner.wake()

    async def _phase(self, phase: Phase) -> Account:
        account = self.store.account = Account()
        calls, memories = len(self.stage.ledger.calls), len(self.memories.everybodys())
        await asyncio.sleep(phase.seconds)
        self.store.look_at_those_who_wait(TOWN.rate.time_ms((await self.store.world(WORLD)).next_tick))
        answered = self.stage.ledger.calls[calls:]
        account.by_script = sum(call.model == BY_SCRIPT for call in answered)
        account.memories = len(self.memories.everybodys()) - memories
        return account

    def false_texts(self, good_texts: set[str]) -> list[str]:
        """What was said, done or remembered that neither the model said well nor the script or the rules."""
        given = good_texts | self.script.texts
        own = {message.text for message in self.said_by_rules()}
        said = [m.text for m in self.store.said if m.text not in given | own]
        kept = self.memories.everybodys()
        talks = [m.text for m in kept if m.kind is MemoryKind.CONVERSATION and m.text not in given]
        said_or_done = (*(m.text for m in self.store.said), *self.store.done)
        all_texts = (*(m.text for m in kept), *said_or_done)
        spoilt = [text for text in all_texts if any(part in text for part in SPOILT)]
        return [*said, *talks, *spoilt]

    def said_by_rules(self) -> list[Line]:
        """The goodbyes that need no mind: their id is that of the operation that failed."""
        return [said for said in self.store.said if said.name.startswith("o:")]
