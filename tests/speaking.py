"""A model's voice over any chat models, with all that stands around it in memory."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec

from agent.mind import DayTask, Insight, InsightsTask, QuestionsTask
from agent.models.budget import Budget, BudgetMeter
from agent.models.clock import CallClock
from agent.models.course import ModelLimits
from agent.models.gate import Chain, Gate, GatePolicy
from agent.models.ledger import CallRecord, MemoryLedger, Price
from agent.models.port import ChatModel
from agent.tasks import DecideTask, Keepsake, RememberTask, Saying, SayTask, Voice
from agent.voices.answers_cache import MemoryAnswersCache
from agent.voices.asking import Speaking
from agent.voices.health import Health
from agent.voices.model_interviewee import ModelInterviewee
from agent.voices.model_mind import ModelMind
from agent.voices.model_voice import ModelVoice
from agent.voices.pausing import PauseWatch
from agent.voices.tasks import POLICIES, TASKS, TaskPolicy
from tests.drafts import KeptDrafts
from tests.fakes.models import ToldEmbeddings
from town.decisions import ChosenActivity, Decision, Stay
from town.plans import Stroke

SCRIPTED_LINE = "That is what the script says."
SCRIPTED_DEED = Stay(ChosenActivity("keeps to the script", "📜", 60_000))
PRICE = Price(input=1_000_000, output=2_000_000)
QUICK = ModelLimits(concurrency=16, attempts=2, attempt_deadline_ms=8_000, ms_per_token=25, first_delay_ms=10)


class PlainVoice:
    """Says always the same, so that it is known again."""

    async def decide(self, task: DecideTask) -> Decision:
        return SCRIPTED_DEED

    async def say(self, task: SayTask) -> Saying:
        return Saying(SCRIPTED_LINE, False)

    async def remember(self, task: RememberTask) -> Keepsake:
        return Keepsake(SCRIPTED_LINE)


SCRIPTED_INSIGHT = Insight("That is what the script understands.", ("m:1",))


class PlainMind:
    """Thinks always the same, so that it is known again; its plan is the usual day."""

    async def plan_day(self, task: DayTask) -> tuple[Stroke, ...]:
        return task.job.usual

    async def questions(self, task: QuestionsTask) -> tuple[str, ...]:
        return (SCRIPTED_LINE,)

    async def insights(self, task: InsightsTask) -> tuple[Insight, ...]:
        return (SCRIPTED_INSIGHT,)


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
        tasks: Sequence[str] = TASKS,
        otherwise: Voice | None = None,
    ) -> None:
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
            policies={task: _with_deadline(policy, deadline_ms) for task, policy in POLICIES.items()},
            otherwise=otherwise or PlainVoice(),
            drafts=self.drafts,
        )

    def voice(self, world: str = "w1") -> ModelVoice:
        return ModelVoice(world, self._speaking)

    def mind(self, world: str = "w1") -> ModelMind:
        return ModelMind(world, self._speaking, PlainMind())

    def interviewee(self, world: str = "w1") -> ModelInterviewee:
        return ModelInterviewee(world, self._speaking)

    async def calls(self, world: str = "w1", agent: str = "p:1") -> list[CallRecord]:
        """Everything in the ledger, oldest first."""
        return (await self.ledger.latest(world, agent, 10**6))[::-1]


def _with_deadline(policy: TaskPolicy, deadline_ms: int | None) -> TaskPolicy:
    if deadline_ms is None:
        return policy
    return msgspec.structs.replace(policy, deadline_ms=deadline_ms)
