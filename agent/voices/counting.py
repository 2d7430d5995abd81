"""Stands between a mind and its voice, and counts what a model would have been asked: calls, and tokens in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from agent.mind import DayTask, Insight, InsightsTask, Mind, QuestionsTask
from agent.models.port import EmbeddingModel, Embeddings, Prompt, Purpose, estimated_tokens
from agent.models.schema import answer_schema
from agent.tasks import DecideTask, Keepsake, RememberTask, Saying, SayTask, Voice
from agent.voices.answers import DecideAnswer, ReactAnswer, RememberAnswer, SayAnswer
from agent.voices.mind_answers import InsightsAnswer, PlanAnswer, QuestionsAnswer
from agent.voices.model_mind import insights_prompt, is_night, plan_prompt, questions_prompt
from agent.voices.model_voice import decide_prompt, is_routine, react_prompt, remember_prompt, say_prompt
from agent.voices.tasks import DECIDE, EMBED, INSIGHT, PLAN, QUESTION, REACT, REMEMBER, SAY
from town.decisions import Decision
from town.plans import Stroke


class Count:
    """What was asked, by task."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.calls: Counter[str] = Counter()
        self.input_tokens: Counter[str] = Counter()
        self.output_tokens: Counter[str] = Counter()

    def asked(self, task: str, prompt: Prompt, kind: type[msgspec.Struct], answer: object) -> None:
        """A model was asked for a `kind`; the script's answer stands for its."""
        schema = msgspec.json.encode(answer_schema(kind).schema).decode()
        self.calls[task] += 1
        self.input_tokens[task] += estimated_tokens(*prompt.system, prompt.user, schema)
        self.output_tokens[task] += estimated_tokens(msgspec.json.encode(answer).decode())


class CountedVoice:
    """See `agent.tasks.Voice`."""

    def __init__(self, voice: Voice, count: Count) -> None:
        self._voice = voice
        self._count = count

    async def decide(self, task: DecideTask) -> Decision:
        """See `Voice`."""
        decision, language = await self._voice.decide(task), self._count.language
        if is_routine(task):
            return decision
        if task.job.noticed is not None:
            self._count.asked(REACT, react_prompt(task, language), ReactAnswer, decision)
        else:
            self._count.asked(DECIDE, decide_prompt(task, language), DecideAnswer, decision)
        return decision

    async def say(self, task: SayTask) -> Saying:
        """See `Voice`."""
        saying = await self._voice.say(task)
        self._count.asked(SAY, say_prompt(task, self._count.language), SayAnswer, saying)
        return saying

    async def remember(self, task: RememberTask) -> Keepsake:
        """See `Voice`."""
        keepsake = await self._voice.remember(task)
        self._count.asked(REMEMBER, remember_prompt(task, self._count.language), RememberAnswer, keepsake)
        return keepsake


class CountedMind:
    """See `agent.mind.Mind`."""

    def __init__(self, mind: Mind, count: Count) -> None:
        self._mind = mind
        self._count = count

    async def plan_day(self, task: DayTask) -> tuple[Stroke, ...]:
        """See `Mind`."""
        strokes = await self._mind.plan_day(task)
        if not is_night(task):
            self._count.asked(PLAN, plan_prompt(task, self._count.language), PlanAnswer, strokes)
        return strokes

    async def questions(self, task: QuestionsTask) -> tuple[str, ...]:
        """See `Mind`."""
        questions = await self._mind.questions(task)
        prompt = questions_prompt(task, self._count.language)
        self._count.asked(QUESTION, prompt, QuestionsAnswer, questions)
        return questions

    async def insights(self, task: InsightsTask) -> tuple[Insight, ...]:
        """See `Mind`."""
        insights = await self._mind.insights(task)
        self._count.asked(INSIGHT, insights_prompt(task, self._count.language), InsightsAnswer, insights)
        return insights


class CountedModel:
    """See `agent.models.port.EmbeddingModel`; a text that was embedded before is known and not counted."""

    def __init__(self, model: EmbeddingModel, count: Count) -> None:
        self._model = model
        self._count = count
        self._known: set[tuple[str, Purpose]] = set()

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        return self._model.dimensions

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """See `EmbeddingModel`."""
        unknown = [text for text in dict.fromkeys(texts) if (text, purpose) not in self._known]
        self._known.update((text, purpose) for text in unknown)
        if unknown:
            self._count.calls[EMBED] += 1
            self._count.input_tokens[EMBED] += estimated_tokens(*unknown)
        return await self._model.embed(texts, purpose)

    async def close(self) -> None:
        """Close the model."""
        await self._model.close()
