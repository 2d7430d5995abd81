"""The things a world is made of. All are frozen: a change puts a new one in the old one's place.

Their JSON is what is saved, hashed and, for the public kinds, sent to who watches (docs/WIRE.md).
"""

from __future__ import annotations

import enum
from typing import Annotated, Literal

import msgspec

from town import constants
from town.geometry import Tile

WalkingSpeed = Annotated[
    int,
    msgspec.Meta(
        ge=constants.SLOWEST_WALKING_UNITS_PER_SECOND, le=constants.FASTEST_WALKING_UNITS_PER_SECOND
    ),
]

Description = Annotated[str, msgspec.Meta(min_length=1, max_length=constants.LONGEST_DESCRIPTION)]
"""Of something to do: a verb phrase in the third person."""
Minute = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
"""Of the calendar, from the midnight before the first day: see `town.plans`."""


class Abilities(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What the minds of a world can do; each is switched off alone to see what it is worth."""

    memory: bool = True
    """Notice and remember, and find it again; without it there is nothing to reflect on either."""
    reflection: bool = True
    """Draw insights from memories."""
    plans: bool = True
    """Plan days; without it each deed is decided by itself."""


Language = Literal["en", "de"]
"""Languages that people can be asked to speak; each has its prompts."""

DailyLimit = Annotated[int, msgspec.Meta(ge=0, le=constants.LARGEST_DAILY_LIMIT)]
RestAfterMinutes = Annotated[int, msgspec.Meta(ge=1, le=constants.LONGEST_UNTIL_REST_MINUTES)]


class Speech(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How the people of a world are spoken for. None leaves it to whoever runs the workers, whose own limits no
    world exceeds. The rules never read it."""

    voice: Literal["scripted"] | None = None
    """`scripted`: no model is asked anything."""
    language: Language | None = None
    daily_microdollars: DailyLimit | None = None
    """What the world may spend on models in a UTC day."""
    daily_tokens: DailyLimit | None = None
    """The same in tokens."""


def lower_limit(first: int | None, second: int | None) -> int | None:
    """The one of two limits that is reached first; None is no limit."""
    return min((limit for limit in (first, second) if limit is not None), default=None)


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a world chose for itself when it was founded."""

    template: str
    town_day_ms: int = constants.TOWN_DAY_MS
    day_starts_at_minute: int = constants.DAY_STARTS_AT_MINUTE
    walking_units_per_second: WalkingSpeed = constants.WALKING_UNITS_PER_SECOND
    most_humans: int = constants.MOST_HUMANS
    abilities: Abilities = Abilities()
    speech: Speech = Speech()
    rest_after_minutes: RestAfterMinutes | None = None
    """Real minutes without anybody watching or playing after which the world rests; None: it never does."""


class Activity(msgspec.Struct, frozen=True, rename="camel"):
    """What a player is busy with, where, and until when."""

    description: str
    emoji: str
    until_ms: int
    place: str | None
    object: str | None = None
    """What it is done with: `oven`."""


class ObjectState(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An object of a place that is in use, or as its last user left it. One at rest has no entity.

    A user stands on a stand of it and is busy; nobody uses two.
    """

    place: str
    object: str
    """Its id, among the objects of the place."""
    state: str
    """In words that follow "The oven is"."""
    users: tuple[str, ...]
    """The players who use it, in the order in which they began."""
    until_ms: int | None = None
    """When it is at rest again; None while it is used, or if only its next user changes it."""


class Player(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody in the town, human or agent. Where they are stands in the `walkers` table under the same id."""

    id: str
    name: str
    look: str
    human: bool
    activity: Activity | None = None
    destination: Tile | None = None
    route: tuple[Tile, ...] = ()
    """The way still ahead: the tiles where it turns, and its last."""
    conversation: str | None = None
    joined_at_ms: int
    last_input_at_ms: int


class Acquaintance(msgspec.Struct, frozen=True, rename="camel"):
    """What an agent is to another player and feels about them, as founded."""

    player: str
    name: str
    relation: str
    feeling: str


class Habit(msgspec.Struct, frozen=True, rename="camel"):
    """One stretch of an agent's usual day; it may reach over midnight."""

    from_minute: int
    to_minute: int
    place: str
    activity: str
    emoji: str
    object: str | None = None
    """What it is done with, by the name of an object of the place."""


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


class Membership(enum.Enum):
    """How far a player is in a conversation."""

    INVITED = "invited"
    WALKING_OVER = "walkingOver"
    PARTICIPATING = "participating"


class Member(msgspec.Struct, frozen=True, rename="camel"):
    """One of the two in a conversation."""

    status: Membership
    since_ms: int


class Agreement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What somebody agrees to with what they say: to meet at a place and a minute of the calendar."""

    place: str
    minute: Minute
    about: Description
    """What for: `helps with the boat`."""


Emotion = Literal["calm", "glad", "sad", "angry", "afraid", "surprised"]
"""What shows in somebody's face."""


class Writing(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A message of an agent whose words are known; it still has to be written down."""

    uuid: str
    text: str
    said_at_ms: int = 0
    leave: bool = False
    """Whether the writer leaves with it."""
    agreement: Agreement | None = None
    """A meeting that the writer agrees to with it."""
    emotion: Emotion = "calm"


class Typing(msgspec.Struct, frozen=True, rename="camel"):
    """Who writes the next message."""

    player: str
    since_ms: int
    message: Writing | None = None
    """What they write, as soon as it is known; a human's never is."""


class LastMessage(msgspec.Struct, frozen=True, rename="camel"):
    """Who spoke last, and when."""

    player: str
    at_ms: int


class Conversation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A talk of exactly two. What is said in it is no state: it goes out as events."""

    id: str
    creator: str
    created_at_ms: int
    members: dict[str, Member]
    typing: Typing | None = None
    message_count: int = 0
    last_message: LastMessage | None = None

    def pair(self) -> tuple[str, str]:
        """The two, who invited first: a saved world does not keep the order of `members`."""
        return self.creator, self.partner_of(self.creator)

    def partner_of(self, player: str) -> str:
        """The other one."""
        return next(member for member in self.members if member != player)

    def is_approaching(self) -> bool:
        """Whether both have agreed to talk and are on their way to each other."""
        return all(member.status is Membership.WALKING_OVER for member in self.members.values())

    def started_at_ms(self) -> int | None:
        """When both stood together; None while they don't yet."""
        since = [m.since_ms for m in self.members.values() if m.status is Membership.PARTICIPATING]
        return max(since) if len(since) == len(self.members) else None


class UnderWay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The one operation of an agent that is not answered yet."""

    id: str
    kind: str
    started_at_ms: int
    conversation: str | None = None
    """The conversation it belongs to; it is dropped when that ends, unless it is about remembering it."""


class PlannedActivity(msgspec.Struct, frozen=True, rename="camel"):
    """What an agent will do when it gets where it goes."""

    description: str
    emoji: str
    duration_ms: int
    until_ms: int | None = None
    """When it ends whenever it began; None: after its duration."""
    object: str | None = None


class Noticed(msgspec.Struct, frozen=True, rename="camel"):
    """Something that an agent can't pass over."""

    text: str
    at_ms: int


class Free(msgspec.Struct, frozen=True, tag="free", tag_field="kind", rename="camel"):
    """Nothing in mind: the agent decides at `decide_at_ms` what to do next."""

    decide_at_ms: int


class Heading(msgspec.Struct, frozen=True, tag="heading", tag_field="kind", rename="camel"):
    """On the way to a spot, which nobody else then chooses."""

    place: str
    spot: Tile
    activity: PlannedActivity
    tries: int = 1


class Busy(msgspec.Struct, frozen=True, tag="busy", tag_field="kind", rename="camel"):
    """At it: what and until when stands in the player's activity."""


Status = Free | Heading | Busy


class RecentTalk(msgspec.Struct, frozen=True, rename="camel"):
    """With whom an agent talked, and when that ended."""

    player: str
    ended_ms: int


class PastTalk(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An ended conversation that an agent has still to remember."""

    conversation: str
    partner: str
    partner_name: str
    started_ms: int
    ended_ms: int
    message_count: int
    place: str | None = None
    """Where the agent stood when it ended."""


class Agent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The mind of a villager, as far as the rules know it."""

    id: str
    player: str
    status: Status
    operation: UnderWay | None = None
    may_invite_from_ms: int = 0
    recent_talks: tuple[RecentTalk, ...] = ()
    """Newest last."""
    to_remember: tuple[PastTalk, ...] = ()
    """Oldest first."""
    may_decide_from_ms: int = 0
    """Until then only something noticed makes it stop and think between two pieces of its plan."""
    noticed: Noticed | None = None
    """What it has yet to react to."""
    may_react_from_ms: int = 0
    replans: str | None = None
    """Why the rest of its day is to be planned anew."""
