"""What was said: messages are events, so they are read from there."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from engine.reading import events_as_read
from engine.state import Entity
from engine.store import NumberedEvent, Store
from town.ids import ConversationId, PlayerId
from town.talk.events import Talked
from web.frames import SentMessage

MOST_MESSAGES = 200


class PastMember(msgspec.Struct, frozen=True):
    """Who took part."""

    player: PlayerId
    name: str


class PastConversation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A talk that has ended."""

    number: int
    """For paging: ask for those before it."""
    conversation: ConversationId
    members: tuple[PastMember, ...]
    started_at_ms: int
    ended_at_ms: int
    messages: tuple[SentMessage, ...]


async def messages_of(store: Store, world_id: str, conversation: str) -> list[NumberedEvent]:
    """The newest messages of a conversation, oldest first, with their texts."""
    return await events_as_read(store, world_id, await _messages(store, world_id, conversation))


async def messages_under_way(store: Store, world_id: str, entities: Iterable[Entity]) -> list[NumberedEvent]:
    """The messages of all conversations under way, with their texts."""
    found: list[NumberedEvent] = []
    for entity in entities:
        if entity.kind == "conversations":
            found.extend(await _messages(store, world_id, entity.id))
    return await events_as_read(store, world_id, found)


async def past_conversations(
    store: Store, world_id: str, player: str, before: int | None, limit: int
) -> list[PastConversation]:
    """The talks that a player has had, newest first."""
    talks = await store.events(world_id, kind="talked", subject=player, before=before, limit=limit)
    bodies = [msgspec.json.decode(talk.body, type=Talked) for talk in talks]
    said = [await messages_of(store, world_id, body.conversation) for body in bodies]
    return [
        _past(talk, body, messages)
        for talk, body, messages in reversed(list(zip(talks, bodies, said, strict=True)))
    ]


async def _messages(store: Store, world_id: str, conversation: str) -> list[NumberedEvent]:
    return await store.events(
        world_id, kind="message", subject=conversation, before=None, limit=MOST_MESSAGES
    )


def _past(talk: NumberedEvent, body: Talked, messages: Iterable[NumberedEvent]) -> PastConversation:
    return PastConversation(
        number=talk.number,
        conversation=body.conversation,
        members=tuple(PastMember(member.player, member.name) for member in body.members),
        started_at_ms=body.started_at_ms,
        ended_at_ms=talk.at_ms,
        messages=tuple(messages),
    )
