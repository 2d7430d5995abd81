"""Stands where a mind does, and counts what a model would have been asked: calls, and tokens in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from agent.asking.ability import A, Ability, R, T
from agent.asking.embedding import EMBED
from agent.asking.prompts import prompt_of
from agent.models.port import EmbeddingModel, Embeddings, Prompt, Purpose, estimated_tokens
from agent.models.schema import answer_schema
from agent.models.wrapped import WrappedEmbeddings

Sample = tuple[Ability[Any, Any, Any], Any]
"""A kind of question with one task of it."""


class Count:
    """What was asked, by task."""

    def __init__(self, language: str, prompts: tuple[Path, ...] = ()) -> None:
        self.language = language
        self.prompts = prompts
        self.calls: Counter[str] = Counter()
        self.input_tokens: Counter[str] = Counter()
        self.output_tokens: Counter[str] = Counter()
        self.samples: dict[str, Sample] = {}
        """The first task of each kind."""

    def asked(self, task: str, prompt: Prompt, kind: type[msgspec.Struct], answer: object) -> None:
        """A model was asked for a `kind`; the script's answer stands for its."""
        schema = msgspec.json.encode(answer_schema(kind).schema).decode()
        self.calls[task] += 1
        self.input_tokens[task] += estimated_tokens(*prompt.system, prompt.user, schema)
        self.output_tokens[task] += estimated_tokens(msgspec.json.encode(answer).decode())


class CountedMind:
    """See `agent.asking.ability.Mind`: the script answers, and what a model would have been asked is counted."""

    def __init__(self, count: Count) -> None:
        self._count = count

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        """See `Mind`."""
        answer = ability.script(task)
        if not ability.goes_without_saying(task):
            self._count.samples.setdefault(ability.name, (ability, task))
            prompt = prompt_of(ability, task, self._count.language, self._count.prompts)
            self._count.asked(ability.name, prompt, ability.answer, answer)
        return answer


class CountedModel(WrappedEmbeddings):
    """See `agent.models.port.EmbeddingModel`; a text that was embedded before is known and not counted."""

    def __init__(self, model: EmbeddingModel, count: Count) -> None:
        super().__init__(model)
        self._count = count
        self._known: set[tuple[str, Purpose]] = set()

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """See `EmbeddingModel`."""
        unknown = [text for text in dict.fromkeys(texts) if (text, purpose) not in self._known]
        self._known.update((text, purpose) for text in unknown)
        if unknown:
            self._count.calls[EMBED] += 1
            self._count.input_tokens[EMBED] += estimated_tokens(*unknown)
        return await self._model.embed(texts, purpose)
