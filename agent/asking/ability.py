"""Abilities: each kind of question that a mind can be asked is declared once, with all that follows from it.

From a declaration follow the prompt, the room and the time for an answer, what it is called in the ledger and the
settings (`model_NAME`), its part of an estimate, and what answers where no model does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import msgspec

from agent.memory.provenance import Piece
from agent.people import Self
from town.minds.constants import NO_WORDS


class Task(Protocol):
    """What somebody is asked, with all that an answer may draw on: plain data."""

    @property
    def me(self) -> Self:
        """Who answers."""
        ...

    def pieces(self) -> tuple[Piece, ...]:
        """What an answer may draw on that holds somebody's words."""
        ...


T = TypeVar("T", bound=Task)
A = TypeVar("A", bound=msgspec.Struct)
R = TypeVar("R")


class Unanswered(Exception):
    """No answer could be had; the message says why, for the log and the rules."""


class Draft(msgspec.Struct, Generic[T, R], frozen=True):
    """How an answer is told to who watches while it is being written."""

    operation: Callable[[T], str]
    """The operation that the answer is for."""
    so_far: Callable[[str, T], str]
    """What may be shown of what a model has written up to now."""
    text: Callable[[R], str]
    """What is shown in the end."""


class Ability(msgspec.Struct, Generic[T, A, R], frozen=True, kw_only=True):
    """One kind of question: `T` is the task, `A` what a model answers, `R` what it comes to."""

    name: str
    """What prompts, settings, ledger and prices call it."""
    package: str
    """Its prompts are `prompts/LANGUAGE/NAME.vN.txt` in this package."""
    version: int = 1
    """Of the prompts; raised when they change in what they ask."""
    person: Callable[[T], str]
    """Who is asked: the part of the prompt that is the same for each question to one person."""
    data: Callable[[T], str]
    """What differs from question to question."""
    section: Callable[[T], str] | None = None
    """The section of the prompt that its slot `$ask` stands for."""
    answer: type[A]
    """What a model must answer."""
    read: Callable[[A, T], R]
    """What an answer comes to, once it has passed every check. Raises `Unfit`, whose message the model is told."""
    script: Callable[[T], R]
    """The answer without a model: offline, instant, the same for the same task on any machine."""
    speaks: bool = False
    """Whether its answer is heard by others: the script gives none in a language that it has no words in."""
    stands_in: bool = True
    """Whether the script answers where a model fails; else nobody does."""
    max_tokens: int
    """The room for an answer."""
    temperature: float
    deadline_ms: int
    """How long an answer may take with all retries."""
    is_urgent: Callable[[T], bool] = lambda _task: False
    """Whether a person waits for the answer."""
    goes_without_saying: Callable[[T], bool] = lambda _task: False
    """Whether a task is so plain that no model is asked."""
    draft: Draft[T, R] | None = None


class Mind(Protocol):
    """Answers whatever it is asked."""

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        """The answer to a task. Raises `Unanswered`, and nothing else on purpose."""
        ...


class ScriptedMind:
    """See `Mind`: it asks no model."""

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        """See `Mind`."""
        return ability.script(task)


class WordlessMind:
    """See `Mind`: another one, in a language that it has no words in. It lives on, and says nothing."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind

    async def ask(self, ability: Ability[T, A, R], task: T) -> R:
        """See `Mind`."""
        if ability.speaks:
            raise Unanswered(NO_WORDS)
        return await self._mind.ask(ability, task)
