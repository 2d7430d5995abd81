"""What those who watch are told of talks besides the state (docs/WIRE.md, section 2)."""

from __future__ import annotations

import msgspec

from engine.words import Words
from town.ids import ConversationId, MessageUuid, PlayerId
from town.talk.state import Emotion


class Message(msgspec.Struct, frozen=True, kw_only=True, tag="message", tag_field="kind", rename="camel"):
    """Somebody said something."""

    conversation: ConversationId
    player: PlayerId
    name: str
    text: Words | str
    """What is said: who watches gets the text, which is empty where it has been removed. In the log it is words, but
    for a phrase of the rules' own."""
    uuid: MessageUuid
    emotion: Emotion = "calm"


class ConversationStarted(
    msgspec.Struct, frozen=True, kw_only=True, tag="conversationStarted", tag_field="kind", rename="camel"
):
    """Two stand together and may talk."""

    conversation: ConversationId
    members: tuple[PlayerId, ...]
    started_at_ms: int


class ConversationEnded(
    msgspec.Struct, frozen=True, kw_only=True, tag="conversationEnded", tag_field="kind", rename="camel"
):
    """A conversation that had started is over."""

    conversation: ConversationId
    members: tuple[PlayerId, ...]
    started_at_ms: int
    message_count: int


class TalkMember(msgspec.Struct, frozen=True, rename="camel"):
    """Who took part in a talk, by the name they had then."""

    player: PlayerId
    name: str


class Talked(msgspec.Struct, frozen=True, kw_only=True, tag="talked", tag_field="kind", rename="camel"):
    """A conversation is over, told once for each of its members: so one's past talks are found."""

    conversation: ConversationId
    members: tuple[TalkMember, ...]
    started_at_ms: int
