"""The minds of villagers as far as the rules know them."""

from __future__ import annotations

import msgspec

from town.doings.state import Heading
from town.ids import AgentId, ConversationId, OperationId, PlayerId


class UnderWay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The one operation of an agent that is not answered yet."""

    id: OperationId
    kind: str
    started_at_ms: int
    conversation: ConversationId | None = None
    """The conversation it belongs to; it is dropped when that ends, unless it is about remembering it."""


class Noticed(msgspec.Struct, frozen=True, rename="camel"):
    """Something that an agent can't pass over."""

    memory: str
    """The id of the memory that the agent has of it."""
    at_ms: int


class Free(msgspec.Struct, frozen=True, tag="free", tag_field="kind", rename="camel"):
    """Nothing in mind: the agent decides at `decide_at_ms` what to do next."""

    decide_at_ms: int


class Busy(msgspec.Struct, frozen=True, tag="busy", tag_field="kind", rename="camel"):
    """At it: what and until when stands in the player's activity."""


Status = Free | Heading | Busy


class RecentTalk(msgspec.Struct, frozen=True, rename="camel"):
    """With whom an agent talked, and when that ended."""

    player: PlayerId
    ended_ms: int


class PastTalk(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An ended conversation that an agent has still to remember."""

    conversation: ConversationId
    partner: PlayerId
    partner_name: str
    started_ms: int
    ended_ms: int
    message_count: int
    place: str | None = None
    """Where the agent stood when it ended."""


class Agent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The mind of a villager, as far as the rules know it."""

    id: AgentId
    player: PlayerId
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
    """The id of the memory for which the rest of its day is to be planned anew."""
