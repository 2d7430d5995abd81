"""What a task needs to know, read from the world and from memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from agent.memory.records import Budget, Memory, MemoryKind, Question
from agent.performing import Tools
from agent.relationships import Relationship
from agent.tasks import Line, Moment, Partner, RememberedTalk, RememberTask, SayTask, Self, Thought
from engine.state import Entity
from town.calendar import day_number, minute_of_day
from town.entities import Person, Player, Settings
from town.events import Message
from town.map import TownMap
from town.operations import GenerateMessage, RememberConversation

T = TypeVar("T")

MOST_LINES = 40
MOST_REMEMBERED = 4
MOST_HEARD = 8
MOST_ON_A_TOPIC = 6
MOST_THOUGHTS, MOST_THOUGHTS_ABOUT_SOMEBODY = 6, 4


class Cast(msgspec.Struct, frozen=True):
    """Who is in the world, and who the agents are."""

    players: dict[str, Player]
    people: dict[str, Person]
    settings: Settings = Settings(template="")

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


def say_task(
    job: GenerateMessage, cast: Cast, lines: tuple[Line, ...], remembered: tuple[RememberedTalk, ...]
) -> SayTask:
    """The task of a message. Raises `KeyError` if the speaker has left."""
    return SayTask(
        operation=job.operation,
        me=cast.self_of(job.player),
        partner=cast.partner_of(job.player, job.partner, job.partner_name),
        moment=Moment(
            now_ms=job.now_ms,
            day=job.day,
            minute_of_day=job.minute_of_day,
            place=job.place,
            place_name=job.place_name,
        ),
        kind=job.kind,
        lines=lines,
        remembered=remembered,
        promises=job.promises,
        places=job.places,
        partner_promised=job.partner_promised,
    )


def remember_task(job: RememberConversation, cast: Cast, lines: tuple[Line, ...]) -> RememberTask:
    """The task of remembering a talk. Raises `KeyError` if the one who remembers has left."""
    return RememberTask(
        operation=job.operation,
        me=cast.self_of(job.player),
        partner=cast.partner_of(job.player, job.partner, job.partner_name),
        moment=Moment(
            now_ms=job.ended_ms,
            day=day_number(cast.settings, job.ended_ms),
            minute_of_day=minute_of_day(cast.settings, job.ended_ms),
            place=None,
            place_name=None,
        ),
        lines=lines,
    )


async def read_cast(tools: Tools) -> Cast:
    """The world's players, people and settings as of its last commit."""
    loaded = await tools.store.load(tools.world_id, ["players", "people", "settings"])
    return Cast(
        _decoded(loaded.entities, "players", Player),
        _decoded(loaded.entities, "people", Person),
        _decoded(loaded.entities, "settings", Settings)[""],
    )


async def place_names(tools: Tools) -> dict[str, str]:
    """What the places of the world are called, by id."""
    loaded = await tools.store.load(tools.world_id, ["map"])
    return {
        place.id: place.name
        for map_ in _decoded(loaded.entities, "map", TownMap).values()
        for place in map_.places
    }


async def with_relationship(tools: Tools, cast: Cast, player_id: str, partner: Partner) -> Partner:
    """Somebody as another knows them, with what has become of the two."""
    if not cast.settings.abilities.memory:
        return partner
    relationship = await tools.relationships.of(tools.world_id, player_id, partner.player)
    return replace(partner, relationship=relationship)


async def relationships_of(tools: Tools, cast: Cast, player_id: str) -> tuple[Relationship, ...]:
    """What those are to somebody with whom they have talked, those talked with last first."""
    if not cast.settings.abilities.memory:
        return ()
    return tuple(await tools.relationships.all_of(tools.world_id, player_id))


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
    """What somebody remembers of their talks with another, newest first; then of their latest with others, and
    of those on a topic."""
    if not cast.settings.abilities.memory:
        return ()
    talks = (MemoryKind.CONVERSATION,)
    about = await tools.memories.about(tools.world_id, player_id, other, MOST_REMEMBERED, talks)
    latest = await tools.memories.latest(tools.world_id, player_id, MOST_HEARD, talks)
    asked = question_of(tools, cast, player_id, topic, now_ms, most=MOST_ON_A_TOPIC, kinds=talks)
    on_topic = [recalled.memory for recalled in await tools.memories.retrieve(asked)]
    elsewhere = {memory.id: memory for memory in (*latest, *on_topic) if other not in memory.about}
    return tuple(_remembered(memory) for memory in (*about, *elsewhere.values()))


async def thoughts_of(tools: Tools, cast: Cast, player_id: str, other: str) -> tuple[Thought, ...]:
    """What somebody has come to think of another, newest first; then what they have come to think of late."""
    abilities, understood = cast.settings.abilities, [MemoryKind.REFLECTION]
    if not (abilities.memory and abilities.reflection):
        return ()
    insights = await tools.memories.about(
        tools.world_id, player_id, other, MOST_THOUGHTS_ABOUT_SOMEBODY, understood
    )
    insights += await tools.memories.latest(tools.world_id, player_id, MOST_THOUGHTS, understood)
    once = {insight.id: insight for insight in insights}
    return tuple(Thought(insight.text, insight.about) for insight in once.values())


def _remembered(memory: Memory) -> RememberedTalk:
    return RememberedTalk(partner=next(iter(memory.about), ""), text=memory.text, at_ms=memory.at_ms)


def _decoded(entities: Sequence[Entity], kind: str, type_: type[T]) -> dict[str, T]:
    return {e.id: msgspec.json.decode(e.body, type=type_) for e in entities if e.kind == kind}
