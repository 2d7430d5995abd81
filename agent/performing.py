"""How a slow job of the rules finds the one function that performs it and answers with an input."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from agent.memory.stream import Memories
from agent.mind import Mind
from agent.relationships import Relationships
from agent.tasks import Voice
from engine.inputs import Request
from engine.store import Store
from town.operations import Job

J = TypeVar("J", bound=Job)


class Tools(msgspec.Struct, frozen=True):
    """What a performer works with."""

    world_id: str
    store: Store
    memories: Memories
    voice: Voice
    mind: Mind
    relationships: Relationships


PERFORMERS: dict[type[Any], Callable[[Any, Tools], Awaitable[Request]]] = {}


def performs(
    kind: type[J],
) -> Callable[[Callable[[J, Tools], Awaitable[Request]]], Callable[[J, Tools], Awaitable[Request]]]:
    """Declare a function as the one that performs a kind of job. It may be called twice for one operation."""

    def register(
        function: Callable[[J, Tools], Awaitable[Request]],
    ) -> Callable[[J, Tools], Awaitable[Request]]:
        assert kind not in PERFORMERS, f"{kind.__name__} is performed already"
        PERFORMERS[kind] = function
        return function

    return register
