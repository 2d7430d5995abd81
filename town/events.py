"""What those who watch are told besides the state (docs/WIRE.md, section 2)."""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True, tag="message", tag_field="kind", rename="camel"):
    """Somebody said something."""

    conversation: str
    player: str
    name: str
    text: str
    uuid: str


class ConversationStarted(
    msgspec.Struct, frozen=True, kw_only=True, tag="conversationStarted", tag_field="kind", rename="camel"
):
    """Two stand together and may talk."""

    conversation: str
    members: tuple[str, ...]
    started_at_ms: int


class ConversationEnded(
    msgspec.Struct, frozen=True, kw_only=True, tag="conversationEnded", tag_field="kind", rename="camel"
):
    """A conversation that had started is over."""

    conversation: str
    members: tuple[str, ...]
    started_at_ms: int
    message_count: int


class TalkMember(msgspec.Struct, frozen=True, rename="camel"):
    """Who took part in a talk, by the name they had then."""

    player: str
    name: str


class Talked(msgspec.Struct, frozen=True, kw_only=True, tag="talked", tag_field="kind", rename="camel"):
    """A conversation is over, told once for each of its members: so one's past talks are found."""

    conversation: str
    members: tuple[TalkMember, ...]
    started_at_ms: int


class PlayerJoined(
    msgspec.Struct, frozen=True, kw_only=True, tag="playerJoined", tag_field="kind", rename="camel"
):
    """Somebody came into the world."""

    player: str
    name: str
    human: bool


class PlayerLeft(
    msgspec.Struct, frozen=True, kw_only=True, tag="playerLeft", tag_field="kind", rename="camel"
):
    """Somebody has left the world."""

    player: str
    name: str


class OperationFailed(
    msgspec.Struct, frozen=True, kw_only=True, tag="operationFailed", tag_field="kind", rename="camel"
):
    """A mind was asked something and gave no answer; its player does without."""

    player: str
    operation: str
    task: str
    """The kind of the operation: `planDay`."""
    reason: str


class WalkGivenUp(
    msgspec.Struct, frozen=True, kw_only=True, tag="walkGivenUp", tag_field="kind", rename="camel"
):
    """Somebody could not get where they wanted in a reasonable time."""

    player: str
    reason: str
