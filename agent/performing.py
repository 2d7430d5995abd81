"""What a feature brings to the minds: who performs which slow work of the rules, and what a mind is asked for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from agent.asking.ability import Ability, Mind
from agent.memory.relationships import Relationships
from agent.memory.stream import Memories
from engine.store import Store
from engine.words import Said
from town.slow_work import SlowRequest, SlowWork

Q = TypeVar("Q", bound=SlowRequest)
W = TypeVar("W", bound=msgspec.Struct)


class Answered(msgspec.Struct, Generic[W], frozen=True):
    """What a performer answers, and what is said in it."""

    answer: W
    words: tuple[Said, ...] = ()


class Tools(msgspec.Struct, frozen=True):
    """What a performer works with."""

    world_id: str
    store: Store
    memories: Memories
    mind: Mind
    relationships: Relationships


class Performer(msgspec.Struct, Generic[Q, W], frozen=True):
    """Who performs one kind of slow work."""

    work: SlowWork[Q, W]
    perform: Callable[[Q, Tools], Awaitable[Answered[W]]]
    """It may be called twice for one operation."""
    afterwards: Callable[[Q, Tools], Awaitable[None]] | None = None
    """What is done once the answer is reported: nobody waits for it."""


class MindPart(msgspec.Struct, frozen=True, kw_only=True):
    """All that a feature brings to the minds."""

    name: str
    performers: tuple[Performer[Any, Any], ...] = ()
    abilities: tuple[Ability[Any, Any, Any], ...] = ()


Performers = Mapping[str, Performer[Any, Any]]
"""By the kind of work."""


def performers_of(parts: Iterable[MindPart]) -> Performers:
    """Who performs what."""
    found: dict[str, Performer[Any, Any]] = {}
    for performer in (performer for part in parts for performer in part.performers):
        assert performer.work.kind not in found, f"{performer.work.kind} is performed already"
        found[performer.work.kind] = performer
    return found


def abilities_of(parts: Iterable[MindPart]) -> tuple[Ability[Any, Any, Any], ...]:
    """All that a mind is asked in the course of a town's life."""
    return tuple(ability for part in parts for ability in part.abilities)
