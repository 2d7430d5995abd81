"""What a task needs to know, read from the world and from memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from agent.memory.records import Budget, Memory, MemoryKind, Question
from agent.performing import Tools
from agent.tasks import Line, Partner, RememberedTalk, Self
from engine.state import Entity
from town.entities import Person, Player, Settings
from town.events import Message

T = TypeVar("T")

MOST_LINES = 40
MOST_REMEMBERED = 4
MOST_ON_A_TOPIC = 6


class Cast(msgspec.Struct, frozen=True):
    """Who is in the world, and who the agents are."""

    players: dict[str, Player]
    people: dict[str, Person]
    settings: Settings

    def names(self) -> dict[str, str]:
        """Everybody's name by player."""
        return {player.id: player.name for player in self.players.values()}

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
    """The world's players, people and settings as of its last commit."""
    loaded = await tools.store.load(tools.world_id, ["players", "people", "settings"])
    return Cast(
        _decoded(loaded.entities, "players", Player),
        _decoded(loaded.entities, "people", Person),
        _decoded(loaded.entities, "settings", Settings)[""],
    )


async def partner_now(tools: Tools, cast: Cast, player_id: str, partner_id: str, name: str) -> Partner:
    """Somebody as another knows them, with what has become of the two."""
    partner = cast.partner_of(player_id, partner_id, name)
    if not cast.settings.abilities.memory:
        return partner
    relationship = await tools.relationships.of(tools.world_id, player_id, partner_id)
    return replace(partner, relationship=relationship)


def question_of(
    tools: Tools,
    cast: Cast,
    player_id: str,
    text: str,
    now_ms: int,
    *,
    most: int,
    kinds: tuple[MemoryKind, ...] = tuple(MemoryKind),
) -> Question:
    """What somebody looks for in their memory."""
    return Question(
        world_id=tools.world_id,
        player=player_id,
        text=text,
        now_ms=now_ms,
        calendar_hour_ms=cast.settings.town_day_ms / 24,
        kinds=kinds,
        budget=Budget(most),
    )


async def read_lines(tools: Tools, conversation: str) -> tuple[Line, ...]:
    """What was said in a conversation, oldest first."""
    events = await tools.store.events(
        tools.world_id, kind="message", subject=conversation, before=None, limit=MOST_LINES
    )
    messages = [msgspec.json.decode(event.body, type=Message) for event in events]
    return tuple(Line(message.player, message.name, message.text) for message in messages)


async def remembered_of(
    tools: Tools, cast: Cast, player_id: str, other: str, topic: str, now_ms: int
) -> tuple[RememberedTalk, ...]:
    """Talks that somebody remembers, newest first: those with another, their latest, and those on a topic."""
    if not cast.settings.abilities.memory:
        return ()
    talks = (MemoryKind.CONVERSATION,)
    found = await tools.memories.about(tools.world_id, player_id, other, MOST_REMEMBERED, talks)
    found += await tools.memories.latest(tools.world_id, player_id, MOST_REMEMBERED, talks)
    asked = question_of(tools, cast, player_id, topic, now_ms, most=MOST_ON_A_TOPIC, kinds=talks)
    found += [recalled.memory for recalled in await tools.memories.retrieve(asked)]
    distinct = {memory.id: memory for memory in found}.values()
    return tuple(map(_remembered, sorted(distinct, key=lambda memory: -memory.at_ms)))


def _remembered(memory: Memory) -> RememberedTalk:
    partner = memory.about[0] if memory.about else ""
    return RememberedTalk(partner=partner, text=memory.text, at_ms=memory.at_ms)


def _decoded(entities: Sequence[Entity], kind: str, type_: type[T]) -> dict[str, T]:
    return {e.id: msgspec.json.decode(e.body, type=type_) for e in entities if e.kind == kind}
