"""Conversations as data. All are frozen: a change puts a new one in the old one's place."""

from __future__ import annotations

import enum
from typing import Literal

import msgspec

from engine.words import Words
from town.days.state import Agreement
from town.ids import ConversationId, MessageUuid, PlayerId


class Membership(enum.Enum):
    """How far a player is in a conversation."""

    INVITED = "invited"
    WALKING_OVER = "walkingOver"
    PARTICIPATING = "participating"


class Member(msgspec.Struct, frozen=True, rename="camel"):
    """One of the two in a conversation."""

    status: Membership
    since_ms: int


Emotion = Literal["calm", "glad", "sad", "angry", "afraid", "surprised"]
"""What shows in somebody's face."""


class Writing(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A message of an agent whose words are known; it still has to be written down."""

    uuid: MessageUuid
    text: Words
    """What will be said: who watches gets the text, which is empty where it has been removed."""
    said_at_ms: int = 0
    leave: bool = False
    """Whether the writer leaves with it."""
    agreement: Agreement | None = None
    """A meeting that the writer agrees to with it."""
    emotion: Emotion = "calm"


class Typing(msgspec.Struct, frozen=True, rename="camel"):
    """Who writes the next message."""

    player: PlayerId
    since_ms: int
    message: Writing | None = None
    """What they write, as soon as it is known; a human's never is."""


class LastMessage(msgspec.Struct, frozen=True, rename="camel"):
    """Who spoke last, and when."""

    player: PlayerId
    at_ms: int


class Conversation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A talk of exactly two. What is said in it is no state: it goes out as events."""

    id: ConversationId
    creator: PlayerId
    created_at_ms: int
    members: dict[PlayerId, Member]
    typing: Typing | None = None
    message_count: int = 0
    last_message: LastMessage | None = None
    human_silent: bool = False
    """A human has not said anything for so long that the villager they talk with goes on by itself."""
    long: bool = False
    """A talk with a human has lasted so long, in their own time, that the villager says goodbye."""

    def pair(self) -> tuple[PlayerId, PlayerId]:
        """The two, who invited first: a saved world does not keep the order of `members`."""
        return self.creator, self.partner_of(self.creator)

    def partner_of(self, player: PlayerId) -> PlayerId:
        """The other one."""
        return next(member for member in self.members if member != player)

    def is_approaching(self) -> bool:
        """Whether both have agreed to talk and are on their way to each other."""
        return all(member.status is Membership.WALKING_OVER for member in self.members.values())

    def started_at_ms(self) -> int | None:
        """When both stood together; None while they don't yet."""
        since = [m.since_ms for m in self.members.values() if m.status is Membership.PARTICIPATING]
        return max(since) if len(since) == len(self.members) else None
