"""What a task needs to know, read from the world and from memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from agent.memory.records import Memory, MemoryKind
from agent.performing import Tools
from agent.tasks import Line, Partner, RememberedTalk, Self
from engine.state import Entity
from town.entities import Person, Player
from town.events import Message

T = TypeVar("T")

MOST_LINES = 40
MOST_REMEMBERED = 4


class Cast(msgspec.Struct, frozen=True):
    """Who is in the world, and who the agents are."""

    players: dict[str, Player]
    people: dict[str, Person]

    def self_of(self, player_id: str) -> Self:
        """The one who answers. Raises `KeyError` if they have left."""
        player = self.players[player_id]
        activity = player.activity.description if player.activity else None
        return Self(player=player_id, name=player.name, person=self.people[player_id], activity=activity)

    def partner_of(self, player_id: str, partner_id: str, partner_name: str) -> Partner:
        """Somebody as another knows them; they may have left the world since."""
        knows = {known.player: known for known in self.people[player_id].knows}
        known = knows.get(partner_id)
        player = self.players.get(partner_id)
        return Partner(
            player=partner_id,
            name=partner_name,
            human=player.human if player else True,
            relation=known.relation if known else None,
            feeling=known.feeling if known else None,
            activity=player.activity.description if player and player.activity else None,
        )


async def read_cast(tools: Tools) -> Cast:
    """The world's players and people as of its last commit."""
    loaded = await tools.store.load(tools.world_id, ["players", "people"])
    return Cast(_decoded(loaded.entities, "players", Player), _decoded(loaded.entities, "people", Person))


async def read_lines(tools: Tools, conversation: str) -> tuple[Line, ...]:
    """What was said in a conversation, oldest first."""
    events = await tools.store.events(
        tools.world_id, kind="message", subject=conversation, before=None, limit=MOST_LINES
    )
    messages = [msgspec.json.decode(event.body, type=Message) for event in events]
    return tuple(Line(message.player, message.name, message.text) for message in messages)


async def remembered_of(tools: Tools, player_id: str, other: str) -> tuple[RememberedTalk, ...]:
    """What somebody remembers of their talks with another, newest first."""
    talks = (MemoryKind.CONVERSATION,)
    found = await tools.memories.about(tools.world_id, player_id, other, MOST_REMEMBERED, talks)
    return tuple(_remembered(memory, other) for memory in found)


def _remembered(memory: Memory, partner: str) -> RememberedTalk:
    return RememberedTalk(partner=partner, text=memory.text, at_ms=memory.at_ms)


def _decoded(entities: Sequence[Entity], kind: str, type_: type[T]) -> dict[str, T]:
    return {e.id: msgspec.json.decode(e.body, type=type_) for e in entities if e.kind == kind}
