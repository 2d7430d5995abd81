"""A model's mind over any chat models, with all that stands around it in memory."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import cast

import msgspec

from agent.asking.ability import A, Ability, Mind, R, T
from agent.asking.answers_cache import MemoryAnswersCache
from agent.asking.model_health import Health
from agent.asking.model_mind import ModelMind, Speaking
from agent.asking.pausing import PauseWatch
from agent.deciding.ability import DECIDE
from agent.models.budget import Budget, BudgetMeter
from agent.models.clock import CallClock
from agent.models.course import ModelLimits
from agent.models.gate import Chain, Gate, GatePolicy
from agent.models.ledger import CallRecord, MemoryLedger, Price
from agent.models.port import ChatModel
from agent.parts import MIND_PARTS
from agent.performing import abilities_of
from agent.planning.ability import PLAN
from agent.planning.task import DayTask
from agent.reacting.ability import REACT
from agent.reflecting.ability import INSIGHT, QUESTION
from agent.reflecting.task import Insight
from agent.remembering.ability import REMEMBER
from agent.remembering.task import Keepsake
from agent.talking.ability import SAY
from agent.talking.task import Saying
from tests.drafts import KeptDrafts
from tests.fakes.models import ToldEmbeddings
from town.minds.decisions import ChosenActivity, Stay

SCRIPTED_LINE = "That is what the script says."
SCRIPTED_DEED = Stay(ChosenActivity("keeps to the script", "📜", 60_000))
PRICE = Price(input=1_000_000, output=2_000_000)
QUICK = ModelLimits(concurrency=16, attempts=2, attempt_deadline_ms=8_000, ms_per_token=25, first_delay_ms=10)


SCRIPTED_INSIGHT = Insight("That is what the script understands.", ("m:1",))
SCRIPTED: Mapping[str, object] = {
    SAY.name: Saying(SCRIPTED_LINE, False),
    DECIDE.name: SCRIPTED_DEED,
    REACT.name: SCRIPTED_DEED,
    REMEMBER.name: Keepsake(SCRIPTED_LINE),
    QUESTION.name: (SCRIPTED_LINE,),
    INSIGHT.name: (SCRIPTED_INSIGHT,),
}
ABILITIES = {ability.name: ability for ability in abilities_of(MIND_PARTS)}


class PlainMind:
    """Answers always the same, so that it is known again; its plan is the usual day."""

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        if ability.name == PLAN.name:
            assert isinstance(task, DayTask)
            return cast(R, task.request.usual)
        return cast(R, SCRIPTED[ability.name])


class HurriedMind:
    """Asks another, and gives it so long for each answer."""

    def __init__(self, mind: Mind, deadline_ms: int) -> None:
        self._mind = mind
        self._deadline_ms = deadline_ms

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        return await self._mind.ask(msgspec.structs.replace(ability, deadline_ms=self._deadline_ms), task)


async def never_paused(_world: str) -> bool:
    return False


class Stage:
    """A voice for worlds, its ledger and its gate."""

    def __init__(
        self,
        models: Mapping[str, ChatModel],
        clock: CallClock,
        *,
        chain: Chain | None = None,
        budget: Budget | None = None,
        deadline_ms: int | None = None,
        is_paused: Callable[[str], Awaitable[bool]] = never_paused,
        limits: ModelLimits = QUICK,
        tasks: Iterable[str] = tuple(ABILITIES),
        otherwise: Mind | None = None,
    ) -> None:
        self._deadline_ms = deadline_ms
        used = chain or Chain(tuple(models))
        self.ledger, self.meter, self.health = MemoryLedger(), BudgetMeter(budget or Budget()), Health()
        self.answers, self.drafts = MemoryAnswersCache(), KeptDrafts()
        self.gate = Gate(
            chat_models=models,
            embedding_model=ToldEmbeddings(),
            policy=GatePolicy(
                used, limits=dict.fromkeys(models, limits), prices=dict.fromkeys(models, PRICE)
            ),
            ledger=self.ledger,
            meter=self.meter,
            clock=clock,
            unix_ms=clock.now_ms,
            chance=random.Random(1).random,
        )
        self._speaking = Speaking(
            gate=self.gate,
            ledger=self.ledger,
            answers=self.answers,
            pauses=PauseWatch(is_paused, self.gate),
            health=self.health,
            clock=clock,
            unix_ms=clock.now_ms,
            language="en",
            models=dict.fromkeys(tasks, used.usual),
            otherwise=otherwise or PlainMind(),
            drafts=self.drafts,
        )

    def mind(self, world: str = "w1") -> Mind:
        mind = ModelMind(world, self._speaking)
        return mind if self._deadline_ms is None else HurriedMind(mind, self._deadline_ms)

    async def calls(self, world: str = "w1", agent: str = "p:1") -> list[CallRecord]:
        """Everything in the ledger, oldest first."""
        return (await self.ledger.latest(world, agent, 10**6))[::-1]
