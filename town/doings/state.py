"""What people are busy with, and the objects that they use, as data."""

from __future__ import annotations

from typing import Annotated

import msgspec

from town.doings.constants import LONGEST_DESCRIPTION
from town.ground.geometry import Tile
from town.ids import PlayerId

Description = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_DESCRIPTION)]
"""Of something to do: a verb phrase in the third person."""


class Activity(msgspec.Struct, frozen=True, rename="camel"):
    """What a player is busy with, where, and until when."""

    description: str
    emoji: str
    until_ms: int
    place: str | None
    object: str | None = None
    """What it is done with: `oven`."""
    asleep: bool = False
    """Whether they sleep."""


class ObjectState(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An object of a place that is in use, or as its last user left it. One at rest has no entity.

    A user stands on a stand of it and is busy; nobody uses two.
    """

    place: str
    object: str
    """Its id, among the objects of the place."""
    state: str
    """In words that follow "The oven is"."""
    users: tuple[PlayerId, ...]
    """The players who use it, in the order in which they began."""
    until_ms: int | None = None
    """When it is at rest again; None while it is used, or if only its next user changes it."""


class PlannedActivity(msgspec.Struct, frozen=True, rename="camel"):
    """What an agent will do when it gets where it goes."""

    description: str
    emoji: str
    duration_ms: int
    until_ms: int | None = None
    """When it ends whenever it began; None: after its duration."""
    object: str | None = None
    asleep: bool = False


class Heading(msgspec.Struct, frozen=True, tag="heading", tag_field="kind", rename="camel"):
    """On the way to a spot to do something there; nobody else then chooses it."""

    place: str
    spot: Tile
    activity: PlannedActivity
    tries: int = 1
