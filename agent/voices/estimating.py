"""What a town will ask of its models, measured before it does: the rules run in memory, answered by the script.

A few samples spread over the day are played from the template's first moment, each with its own hour on the clock.
Every operation becomes the very prompt that a model would read, and the script's answer stands for the model's.
Answers come at once here, so a real town, which waits for its models, asks a little less.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from agent.context import MOST_REMEMBERED, Cast, remember_task, say_task
from agent.models.gate import Chain
from agent.models.ledger import Price, Usage, cost_microdollars
from agent.models.port import Prompt, estimated_tokens
from agent.models.schema import answer_schema
from agent.tasks import DecideTask, Line, RememberedTalk, Voice
from agent.voices.answers import DecideAnswer, RememberAnswer, SayAnswer
from agent.voices.model_voice import decide_prompt, is_routine, remember_prompt, say_prompt
from agent.voices.tasks import DECIDE, REMEMBER, SAY, TASKS
from engine.game import DueInput, Game, Step
from engine.inputs import Request
from engine.operations import Operation
from town.constants import MINUTES_PER_DAY
from town.events import Message
from town.founded import found_from_template
from town.inputs.agents import (
    agent_finish_sending_message,
    finish_do_something,
    finish_plan_day,
    finish_remember_conversation,
)
from town.operations import DecideNext, GenerateMessage, Job, PlanDay, RememberConversation
from town.rules import TOWN
from town.templates import load_template
from town.world import World

STEP_TICKS = 30
"""Half a second of world time, as a runner steps."""
TICKS_PER_SECOND = 60
SAMPLES = 8
"""Spread over the day, so that nights weigh as much as they last."""
SAMPLE_MINUTES = 60
"""Of the calendar, each."""

KINDS: Mapping[str, type[msgspec.Struct]] = {
    SAY: SayAnswer,
    DECIDE: DecideAnswer,
    REMEMBER: RememberAnswer,
}


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


class _Sample:
    """A town in memory, and what its operations would have asked."""

    def __init__(self, template: str, starts_at_minute: int, voice: Voice, language: str) -> None:
        loaded = load_template(template)
        world = found_from_template(loaded, loaded.seed)
        world.settings = replace(world.settings, day_starts_at_minute=starts_at_minute)
        self.game: Game[World] = Game(TOWN, world)
        self.calls: Counter[str] = Counter()
        self.input_tokens: Counter[str] = Counter()
        self.output_tokens: Counter[str] = Counter()
        self._voice = voice
        self._language = language
        self._lines: defaultdict[str, list[Line]] = defaultdict(list)
        self._remembered: defaultdict[tuple[str, str], deque[RememberedTalk]] = defaultdict(
            lambda: deque(maxlen=MOST_REMEMBERED)
        )
        self._number = 0

    async def play(self, minutes: int) -> None:
        """Let so many minutes of the calendar pass."""
        world_ms = minutes * self.game.world.settings.town_day_ms // MINUTES_PER_DAY
        until = self.game.next_tick + world_ms * TICKS_PER_SECOND // 1000
        reports: list[Request] = []
        while self.game.next_tick < until:
            step = self.game.step(self.game.next_tick + STEP_TICKS, self._due(reports))
            self._listen(step)
            reports = [await self._performed(operation) for operation in step.operations]

    def _due(self, reports: Sequence[Request]) -> list[DueInput]:
        due: list[DueInput] = []
        for request in reports:
            self._number += 1
            due.append(DueInput(self._number, self.game.next_tick, request.name, request.args))
        return due

    def _listen(self, step: Step) -> None:
        for event in step.events:
            if event.kind == "message":
                said = msgspec.json.decode(event.body, type=Message)
                self._lines[said.conversation].append(Line(said.player, said.name, said.text))

    async def _performed(self, operation: Operation) -> Request:
        job: Job = msgspec.json.decode(operation.body, type=Job)
        match job:
            case DecideNext():
                return await self._decide(job)
            case GenerateMessage():
                return await self._say(job)
            case RememberConversation():
                return await self._remember(job)
            case PlanDay():  # planned by rules: no model is asked
                return finish_plan_day.request(
                    operation=job.operation, agent=job.agent, from_minute=job.from_minute, strokes=job.usual
                )

    async def _decide(self, job: DecideNext) -> Request:
        task = DecideTask(me=self._cast.self_of(job.player), job=job, remembered=())
        decision = await self._voice.decide(task)
        if not is_routine(task):
            self._count(DECIDE, decide_prompt(task, self._language), decision)
        return finish_do_something.request(operation=job.operation, agent=job.agent, decision=decision)

    async def _say(self, job: GenerateMessage) -> Request:
        lines, remembered = self._lines[job.conversation], self._remembered[job.player, job.partner]
        task = say_task(job, self._cast, tuple(lines), tuple(remembered))
        saying = await self._voice.say(task)
        self._count(SAY, say_prompt(task, self._language), saying)
        return agent_finish_sending_message.request(
            operation=job.operation,
            agent=job.agent,
            conversation=job.conversation,
            message_uuid=job.operation,
            text=saying.text,
            leave=saying.end,
        )

    async def _remember(self, job: RememberConversation) -> Request:
        if lines := tuple(self._lines[job.conversation]):
            task = remember_task(job, self._cast, lines)
            keepsake = await self._voice.remember(task)
            self._count(REMEMBER, remember_prompt(task, self._language), keepsake)
            talk = RememberedTalk(partner=job.partner, text=keepsake.text, at_ms=job.ended_ms)
            self._remembered[job.player, job.partner].appendleft(talk)
        return finish_remember_conversation.request(operation=job.operation, agent=job.agent)

    @property
    def _cast(self) -> Cast:
        return Cast(self.game.world.players, self.game.world.people)

    def _count(self, task: str, prompt: Prompt, answer: msgspec.Struct) -> None:
        schema = msgspec.json.encode(answer_schema(KINDS[task]).schema).decode()
        self.calls[task] += 1
        self.input_tokens[task] += estimated_tokens(*prompt.system, prompt.user, schema)
        self.output_tokens[task] += estimated_tokens(msgspec.json.encode(answer).decode())


async def measured_rates(template: str, voice: Voice, language: str) -> dict[str, TaskRate]:
    """The rates of each task for each agent and calendar hour. Raises `UnknownTemplate`."""
    samples: list[_Sample] = []
    for number in range(SAMPLES):
        sample = _Sample(template, number * MINUTES_PER_DAY // SAMPLES, voice, language)
        await sample.play(SAMPLE_MINUTES)
        samples.append(sample)
    agent_hours = sum(len(sample.game.world.agents) for sample in samples) * SAMPLE_MINUTES / 60
    return {
        task: TaskRate(
            calls=sum(sample.calls[task] for sample in samples) / agent_hours,
            input_tokens=sum(sample.input_tokens[task] for sample in samples) / agent_hours,
            output_tokens=sum(sample.output_tokens[task] for sample in samples) / agent_hours,
        )
        for task in TASKS
    }


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
