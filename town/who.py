"""Who is in the world."""

from __future__ import annotations

import msgspec

from town.days.state import Habit
from town.doings.state import Activity, Heading
from town.ground.geometry import Tile
from town.ids import ConversationId, PlayerId


class Player(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody in the town, human or agent. Where they are stands in the `walkers` table under the same id."""

    id: PlayerId
    name: str
    readings: tuple[str, ...] = ()
    """What the name may be read as: nobody else's can be read so (`town.talk.likeness`)."""
    look: str
    human: bool
    activity: Activity | None = None
    destination: Tile | None = None
    route: tuple[Tile, ...] = ()
    """The way still ahead: the tiles where it turns, and its last."""
    heading: Heading | None = None
    """What a human walks to do; what an agent walks to do is its status."""
    conversation: ConversationId | None = None
    joined_at_ms: int
    inputs_sent: int = 0
    """A human's, that were applied: one more shows that they are there."""


class Acquaintance(msgspec.Struct, frozen=True, rename="camel"):
    """What an agent is to another player and feels about them, as founded."""

    player: PlayerId
    name: str
    relation: str
    feeling: str


class Person(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who an agent is. It never changes."""

    age: int
    pronouns: str
    background: str
    character: tuple[str, ...] = ()
    manner: str = ""
    sayings: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    worries: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    knows: tuple[Acquaintance, ...] = ()
    home: str | None = None
    work: str | None = None
    day: tuple[Habit, ...] = ()
