"""What a task needs to know, read from the world and from memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from agent.memory.heard import heard, said_in
from agent.memory.provenance import Piece
from agent.memory.records import Budget, Question
from agent.memory.relationships import Relationship
from agent.people import Line, Partner, RememberedTalk, Self, Thought
from agent.performing import Tools
from engine.state import Entity
from records.memories import Memory, MemoryKind
from town.ground.state import StoredPlace
from town.ids import PlayerId
from town.settings import Settings
from town.talk.events import Message
from town.who import Person, Player

T = TypeVar("T")

MOST_LINES = 40
MOST_REMEMBERED = 4
MOST_HEARD = 8
MOST_ON_A_TOPIC = 6
MOST_THOUGHTS, MOST_THOUGHTS_ABOUT_SOMEBODY = 6, 4


class Cast(msgspec.Struct, frozen=True):
    """Who is in the world, and who the agents are."""

    players: dict[PlayerId, Player]
    people: dict[PlayerId, Person]
    settings: Settings = Settings(template="")

    def names(self) -> dict[str, str]:
        """Everybody's name by player."""
        return {player.id: player.name for player in self.players.values()}

    def self_of(self, player_id: PlayerId) -> Self:
        """The one who answers. Raises `KeyError` if they have left."""
        player = self.players[player_id]
        activity = player.activity.description if player.activity else None
        return Self(player=player_id, name=player.name, person=self.people[player_id], activity=activity)

    def people_of(self, pieces: Iterable[Piece]) -> list[Piece]:
        """The pieces that hold words of people, here or gone; a villager's are the town's own."""
        return [piece for piece in pieces if any(author not in self.people for author in piece.authors)]

    def known_to(self, me: Self) -> str:
        """What somebody knows from nobody's mouth, as a text: who they are, and everybody's name."""
        person = msgspec.json.encode(me.person).decode()
        return " ".join((person, *self.names().values()))

    def partner_of(self, player_id: PlayerId, partner_id: PlayerId, partner_name: str) -> Partner:
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
        {PlayerId(id_): player for id_, player in decoded(loaded.entities, "players", Player).items()},
        {PlayerId(id_): person for id_, person in decoded(loaded.entities, "people", Person).items()},
        decoded(loaded.entities, "settings", Settings)[""],
    )


async def place_names(tools: Tools) -> dict[str, str]:
    """What the places of the world are called, by id."""
    loaded = await tools.store.load(tools.world_id, ["places"])
    return {id_: place.name for id_, place in decoded(loaded.entities, "places", StoredPlace).items()}


async def with_relationship(tools: Tools, cast: Cast, player_id: PlayerId, partner: Partner) -> Partner:
    """Somebody as another knows them, with what has become of the two."""
    if not cast.settings.abilities.memory:
        return partner
    relationship = await tools.relationships.of(tools.world_id, player_id, partner.player)
    return replace(partner, relationship=relationship)


async def relationships_of(tools: Tools, cast: Cast, player_id: PlayerId) -> tuple[Relationship, ...]:
    """What those are to somebody with whom they have talked, those talked with last first."""
    if not cast.settings.abilities.memory:
        return ()
    return tuple(await tools.relationships.all_of(tools.world_id, player_id))


def question_of(
    tools: Tools,
    cast: Cast,
    player_id: PlayerId,
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
    """What was said in a conversation, oldest first; what is gone is left out."""
    events = await tools.store.events(
        tools.world_id, kind="message", subject=conversation, before=None, limit=MOST_LINES
    )
    messages = [msgspec.json.decode(event.body, type=Message) for event in events]
    spoken = await tools.store.spoken(tools.world_id, said_in(messages))
    told = ((message, heard(message, spoken)) for message in messages)
    return tuple(Line(m.player, m.name, said.text, said.authors) for m, said in told if said is not None)


async def remembered_of(
    tools: Tools, cast: Cast, player_id: PlayerId, other: str, topic: str, now_ms: int
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


async def thoughts_of(tools: Tools, cast: Cast, player_id: PlayerId, other: str) -> tuple[Thought, ...]:
    """What somebody has come to think of another, newest first; then what they have come to think of late."""
    abilities, understood = cast.settings.abilities, [MemoryKind.REFLECTION]
    if not (abilities.memory and abilities.reflection):
        return ()
    insights = await tools.memories.about(
        tools.world_id, player_id, other, MOST_THOUGHTS_ABOUT_SOMEBODY, understood
    )
    insights += await tools.memories.latest(tools.world_id, player_id, MOST_THOUGHTS, understood)
    once = {insight.id: insight for insight in insights}
    return tuple(Thought(insight.text, insight.about, insight.authors) for insight in once.values())


async def memory_of(tools: Tools, player_id: str, id_: str | None) -> Memory | None:
    """The memory that an operation names; None if it names none, or it is gone."""
    found = await tools.memories.by_ids(tools.world_id, player_id, [id_]) if id_ is not None else []
    return next(iter(found), None)


def _remembered(memory: Memory) -> RememberedTalk:
    partner = next(iter(memory.about), "")
    return RememberedTalk(partner=partner, text=memory.text, at_ms=memory.at_ms, authors=memory.authors)


def decoded(entities: Sequence[Entity], kind: str, type_: type[T]) -> dict[str, T]:
    """The values of the entities of a kind, by id."""
    return {e.id: msgspec.json.decode(e.body, type=type_) for e in entities if e.kind == kind}
