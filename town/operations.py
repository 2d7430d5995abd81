"""The slow jobs that the rules ask for: data only, and all that a worker needs to know of the world.

Each is answered by an input that carries its `operation` id: `finishDoSomething`, `finishPlanDay`,
`agentFinishSendingMessage`, `finishRememberConversation`, or, for any of them, `operationFailed`.
"""

from __future__ import annotations

import enum

import msgspec

from town.entities import Habit
from town.map import Pastime
from town.plans import Promise, Stroke

DECIDE_NEXT, PLAN_DAY = "decideNext", "planDay"
GENERATE_MESSAGE, REMEMBER_CONVERSATION = "generateMessage", "rememberConversation"


class NearbyPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody whom an agent might talk to."""

    player: str
    name: str
    human: bool
    distance_tiles: int
    busy: bool
    """In a conversation, or asleep."""
    may_invite: bool
    """Whether the rules would let the agent invite them now."""
    last_talk_ms: int | None
    """When the agent's latest talk with them ended, if it was not long ago."""
    activity: str | None


class KnownPlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A place to go to."""

    id: str
    name: str
    kind: str
    distance_tiles: int
    activities: tuple[Pastime, ...]
    objects: tuple[str, ...] = ()
    """What there is to use, each name once."""


class MeetingPlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A place where two may agree to meet."""

    id: str
    name: str


class DecideNext(msgspec.Struct, frozen=True, kw_only=True, tag=DECIDE_NEXT, rename="camel"):
    """Decide what an agent does next; answered by `finishDoSomething`."""

    operation: str
    agent: str
    player: str
    now_ms: int
    day: int
    minute_of_day: int
    town_day_ms: int
    place: str | None
    """The id of the place where the agent stands."""
    place_name: str | None
    habit: Habit | None
    """What its plan has for now; without a plan, what it usually does at this hour."""
    may_invite: bool
    nearby: tuple[NearbyPerson, ...]
    """Nearest first, measured from the agent."""
    places: tuple[KnownPlace, ...]
    noticed: str | None = None
    """What made it stop and think; None when nothing did but the occasion."""


class PlanDay(msgspec.Struct, frozen=True, kw_only=True, tag=PLAN_DAY, rename="camel"):
    """Plan an agent's day, or the rest of it; answered by `finishPlanDay`.

    Minutes count from the midnight before the first day: `town.plans`.
    """

    operation: str
    agent: str
    player: str
    now_ms: int
    day: int
    town_day_ms: int
    from_minute: int
    """The plan begins here."""
    until_minute: int
    """It ends here, asleep at home: when the agent next wakes."""
    because: str | None
    """Why the rest of the day is planned anew; None in the morning."""
    before: tuple[Stroke, ...]
    """What is left of the plan so far, if it is planned anew."""
    usual: tuple[Stroke, ...]
    """What the agent usually does in this time."""
    promises: tuple[Promise, ...]
    """Meetings it has agreed to; the rules put those of this time into the plan by themselves."""
    places: tuple[KnownPlace, ...]


class MessageKind(enum.Enum):
    """What a message is for."""

    START = "start"
    CONTINUE = "continue"
    LEAVE = "leave"


class GenerateMessage(msgspec.Struct, frozen=True, kw_only=True, tag=GENERATE_MESSAGE, rename="camel"):
    """Write an agent's next message; answered by `agentFinishSendingMessage`."""

    operation: str
    agent: str
    player: str
    conversation: str
    partner: str
    partner_name: str
    partner_human: bool
    kind: MessageKind
    now_ms: int
    day: int
    minute_of_day: int
    place: str | None
    place_name: str | None
    started_ms: int
    message_count: int
    last_message_mine: bool | None
    """Whether the agent itself spoke last; None when nobody has yet."""
    promises: tuple[Promise, ...] = ()
    """Meetings that the agent has agreed to."""
    places: tuple[MeetingPlace, ...] = ()
    """Where it may agree to meet: all places but homes."""
    partner_promised: tuple[int, ...] = ()
    """Calendar minutes at which the partner is promised to somebody: one asks before one agrees on an hour."""


class RememberConversation(
    msgspec.Struct, frozen=True, kw_only=True, tag=REMEMBER_CONVERSATION, rename="camel"
):
    """Remember a conversation that is over; answered by `finishRememberConversation`."""

    operation: str
    agent: str
    player: str
    conversation: str
    partner: str
    partner_name: str
    started_ms: int
    ended_ms: int
    message_count: int
    place: str | None = None
    """Where the agent stood when it ended."""


Job = DecideNext | PlanDay | GenerateMessage | RememberConversation
