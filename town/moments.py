"""Moments: what happens in one feature and what later ones do about it.

A feature declares a moment and tells it; it knows nothing of who reacts. A later feature's part lists its reactions, which
run at once, in the order of the parts (after Bevy's observers).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec

import msgspec

if TYPE_CHECKING:
    from town.world import World

P = ParamSpec("P")


class Reaction(msgspec.Struct, frozen=True):
    """What a feature does when a moment of an earlier one comes."""

    moment: str
    react: Callable[..., None]


class Moment(Generic[P]):
    """Something that may be reacted to; `P` is what is told of it besides the world."""

    def __init__(self, name: str) -> None:
        self.name = name

    def tell(self, world: World, *args: P.args, **kwargs: P.kwargs) -> None:
        """It happens now: let all react."""
        for react in world.reactions.get(self.name, ()):
            react(world, *args, **kwargs)

    def reaction(self, react: Callable[Concatenate[World, P], Any]) -> Reaction:
        """For a part's list: what it does when this happens."""
        return Reaction(self.name, react)
