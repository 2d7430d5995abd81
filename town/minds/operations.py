"""The slow work of minds: what is asked of them, what they answer, and within which limits. Data only.

A request holds all that a worker needs to know of the world besides what a mind remembers.
"""

from __future__ import annotations

import enum

import msgspec

from engine.words import Words
from town.days.state import Agreement, Habit, Promise, Stroke
from town.ground.map import Pastime
from town.ids import AgentId, ConversationId, MemoryId, PlayerId
from town.minds.constants import OPERATION_LASTS_MS
from town.minds.decisions import Decision
from town.slow_work import SlowRequest, SlowWork
from town.talk.state import Emotion

DECIDE_NEXT, PLAN_DAY = "decideNext", "planDay"
GENERATE_MESSAGE, REMEMBER_CONVERSATION = "generateMessage", "rememberConversation"


class NearbyPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody whom an agent might talk to."""

    player: PlayerId
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


class DecideNext(SlowRequest, frozen=True, kw_only=True, tag=DECIDE_NEXT):
    """Decide what an agent does next."""

    agent: AgentId
    player: PlayerId
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
    """The id of the memory that made it stop and think; None when nothing did but the occasion."""


class PlanDay(SlowRequest, frozen=True, kw_only=True, tag=PLAN_DAY):
    """Plan an agent's day, or the rest of it.

    Minutes count from the midnight before the first day: `town.plans`.
    """

    agent: AgentId
    player: PlayerId
    now_ms: int
    day: int
    town_day_ms: int
    from_minute: int
    """The plan begins here."""
    until_minute: int
    """It ends here, asleep at home: when the agent next wakes."""
    because: str | None
    """The id of the memory for which the rest of the day is planned anew; None in the morning."""
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


class GenerateMessage(SlowRequest, frozen=True, kw_only=True, tag=GENERATE_MESSAGE):
    """Write an agent's next message."""

    agent: AgentId
    player: PlayerId
    conversation: ConversationId
    partner: PlayerId
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


class RememberConversation(SlowRequest, frozen=True, kw_only=True, tag=REMEMBER_CONVERSATION):
    """Remember a conversation that is over."""

    agent: AgentId
    player: PlayerId
    conversation: ConversationId
    partner: PlayerId
    partner_name: str
    started_ms: int
    ended_ms: int
    message_count: int
    place: str | None = None
    """Where the agent stood when it ended."""


class Decided(msgspec.Struct, frozen=True, rename="camel"):
    """What an agent does next."""

    decision: Decision


class PlannedDay(msgspec.Struct, frozen=True, rename="camel"):
    """The strokes of a day, from the first minute asked for to the last."""

    strokes: tuple[Stroke, ...]


class GeneratedMessage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An agent's words, and what comes with them."""

    message_uuid: str
    text: Words
    leave: bool
    agreement: Agreement | None
    emotion: Emotion


class Remembered(msgspec.Struct, frozen=True, rename="camel"):
    """What a remembered talk makes an agent do."""

    replans: MemoryId | None
    """The memory for which it means to plan the rest of its day anew."""


DECIDING = SlowWork(
    request=DecideNext, answer=Decided, report="finishDoSomething", lasts_ms=OPERATION_LASTS_MS
)
PLANNING = SlowWork(
    request=PlanDay,
    answer=PlannedDay,
    report="finishPlanDay",
    repeats=("from_minute",),
    lasts_ms=OPERATION_LASTS_MS,
)
TALKING = SlowWork(
    request=GenerateMessage,
    answer=GeneratedMessage,
    report="agentFinishSendingMessage",
    repeats=("conversation",),
    lasts_ms=OPERATION_LASTS_MS,
    is_urgent=lambda request: request.partner_human,
)
REMEMBERING = SlowWork(
    request=RememberConversation,
    answer=Remembered,
    report="finishRememberConversation",
    lasts_ms=OPERATION_LASTS_MS,
)
