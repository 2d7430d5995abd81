"""What was said: messages are events, so they are read from there."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from engine.state import Entity
from engine.store import NumberedEvent, Store
from town.events import Talked

MOST_MESSAGES = 200


class PastMember(msgspec.Struct, frozen=True):
    """Who took part."""

    player: str
    name: str


class PastConversation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A talk that has ended."""

    number: int
    """For paging: ask for those before it."""
    conversation: str
    members: tuple[PastMember, ...]
    started_at_ms: int
    ended_at_ms: int
    messages: tuple[NumberedEvent, ...]


async def messages_of(store: Store, world_id: str, conversation: str) -> list[NumberedEvent]:
    """The newest messages of a conversation, oldest first."""
    return await store.events(
        world_id, kind="message", subject=conversation, before=None, limit=MOST_MESSAGES
    )


async def messages_under_way(store: Store, world_id: str, entities: Iterable[Entity]) -> list[NumberedEvent]:
    """The messages of all conversations under way."""
    found: list[NumberedEvent] = []
    for entity in entities:
        if entity.kind == "conversations":
            found.extend(await messages_of(store, world_id, entity.id))
    return found


async def past_conversations(
    store: Store, world_id: str, player: str, before: int | None, limit: int
) -> list[PastConversation]:
    """The talks that a player has had, newest first."""
    talks = await store.events(world_id, kind="talked", subject=player, before=before, limit=limit)
    return [await _past(store, world_id, talk) for talk in reversed(talks)]


async def _past(store: Store, world_id: str, talk: NumberedEvent) -> PastConversation:
    body = msgspec.json.decode(talk.body, type=Talked)
    return PastConversation(
        number=talk.number,
        conversation=body.conversation,
        members=tuple(PastMember(member.player, member.name) for member in body.members),
        started_at_ms=body.started_at_ms,
        ended_at_ms=talk.at_ms,
        messages=tuple(await messages_of(store, world_id, body.conversation)),
    )
